#!/usr/bin/env python3
"""Skipping changes no finding: programs that hide a value task from whoever does not preprocess.

    skipping.py --vtcheck VTCHECK [NAME...]

Each case is a little project whose unit misuses a value task, reached or spelt in some roundabout way. It is checked with
and without --no-skip; both must print the same, and the finding must be there, so that the comparison says something. The cases of
the second kind have no value task, and must be skipped: else everything could be called parsed "to be safe".
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

TYPE = 'typedef struct __attribute__((annotate("vt::value_task"))) task { unsigned long source, token; } task;\n'
API = TYPE + 'task make(void);\nint await_task(__attribute__((annotate("vt::consumes"))) task t);\n'
USE = "int twice(void)\n{\n    task t = make();\n    return await_task(t) + await_task(t);\n}\n"
REST = 'task make(void);\nint await_task(__attribute__((annotate("vt::consumes"))) task t);\n' + USE
HIDDEN = {"api.h": API}
CONFIGURATION = "ValueTasks:\n  - Type: my_task\n    Consuming: [await_task]\n"
BARE = "typedef struct my_task { unsigned long source, token; } my_task;\nmy_task make(void);\nint await_task(my_task t);\n" + USE.replace("task t", "my_task t")

# name: files, flags (a string of words)
TASKS = {
    "plain": ({"a.c": API + USE}, ""),
    "header": ({**HIDDEN, "a.c": '#include "api.h"\n' + USE}, ""),
    "angled": ({"inc/api.h": API, "a.c": "#include <api.h>\n" + USE}, "-Iinc"),
    "separate_word": ({"inc/api.h": API, "a.c": "#include <api.h>\n" + USE}, "-I inc"),
    "isystem": ({"inc/api.h": '#pragma GCC system_header\n' + API, "a.c": "#include <api.h>\n" + USE}, "-isystem inc"),
    "idirafter": ({"inc/api.h": API, "a.c": "#include <api.h>\n" + USE}, "-idirafter inc"),
    "iquote": ({"inc/api.h": API, "a.c": '#include "api.h"\n' + USE}, "-iquote inc"),
    "nested_folders": ({"x/y.h": '#include "z/api.h"\n', "x/z/api.h": API, "a.c": '#include "x/y.h"\n' + USE}, ""),
    "upward": ({"api.h": API, "x/y.h": '#include "../api.h"\n', "a.c": '#include "x/y.h"\n' + USE}, ""),
    "include_next": ({"one/api.h": "#include_next <api.h>\n", "two/api.h": API, "a.c": "#include <api.h>\n" + USE}, "-Ione -Itwo"),
    "import": ({**HIDDEN, "a.c": '#import "api.h"\n' + USE}, ""),
    "forced": ({**HIDDEN, "a.c": USE}, "-include api.h"),
    "forced_on_path": ({"inc/api.h": API, "a.c": USE}, "-Iinc -include api.h"),
    "imacros": ({"m.h": '#define HEADER "api.h"\n', **HIDDEN, "a.c": "#include HEADER\n" + USE}, "-imacros m.h"),
    "imacros_type": ({"m.h": "#define KIND __attribute__((annotate(\"vt::value_task\")))\n", "a.c": "typedef struct KIND task { long a, b; } task;\n" + REST}, "-imacros m.h"),
    "computed": ({**HIDDEN, "a.c": '#define HEADER "api.h"\n#include HEADER\n' + USE}, ""),
    "computed_twice": ({**HIDDEN, "a.c": '#define NAME "api.h"\n#define HEADER NAME\n#include HEADER\n' + USE}, ""),
    "computed_by_flag": ({**HIDDEN, "a.c": "#include HEADER\n" + USE}, '-DHEADER="api.h"'),
    "computed_stringified": ({**HIDDEN, "a.c": "#define STR(x) #x\n#define XSTR(x) STR(x)\n#include XSTR(api.h)\n" + USE}, ""),
    "computed_file": ({"a.c": "#ifndef AGAIN\n#define AGAIN\n#include __FILE__\n" + USE + "#else\n" + API + "#endif\n"}, ""),
    "computed_elsewhere": ({**HIDDEN, "c.h": '#define HEADER "api.h"\n', "d.h": "#include HEADER\n", "a.c": '#include "c.h"\n#include "d.h"\n' + USE}, ""),
    "computed_function_like": ({**HIDDEN, "a.c": '#define H(x) "api.h"\n#include H(1)\n' + USE}, ""),
    "digraph": ({**HIDDEN, "a.c": '%:include "api.h"\n' + USE}, ""),
    "digraph_spaces": ({**HIDDEN, "a.c": '/* a */ %: /* b\n */ include /**/ "api.h" // c\n' + USE}, ""),
    "trigraph": ({**HIDDEN, "a.c": '??=include "api.h"\n' + USE}, "-std=c11"),
    "trigraph_flag": ({**HIDDEN, "a.c": '??=include "api.h"\n' + USE}, "-trigraphs"),
    "trigraph_splice": ({**HIDDEN, "a.c": '#incl??/\nude "api.h"\n' + USE}, "-std=c99"),
    "trigraph_off": ({**HIDDEN, "a.c": '// what is this??/\n#include "api.h"\n' + USE}, "-std=gnu11"),
    "splice": ({**HIDDEN, "a.c": '#inc\\\nlude "api.h"\n' + USE}, ""),
    "splice_blanks": ({**HIDDEN, "a.c": '#inc\\ \t\nlude "ap\\\ni.h"\n' + USE}, ""),
    "splice_crlf": ({**HIDDEN, "a.c": '#inc\\\r\nlude "api.h"\r\n' + USE}, ""),
    "splice_in_marker": ({"a.c": TYPE.replace("vt::value_task", "vt::val\\\nue_task") + REST}, ""),
    "carriage_return": ({**HIDDEN, "a.c": "int x;\r#include \"api.h\"\r" + USE.replace("\n", "\r")}, ""),
    "byte_order_mark": ({**HIDDEN, "a.c": '\ufeff#include "api.h"\n' + USE}, ""),
    "form_feed": ({**HIDDEN, "a.c": '\f\v #\finclude "api.h"\n' + USE}, ""),
    "comment_before": ({**HIDDEN, "a.c": '/* one\n two */ #include "api.h"\n' + USE}, ""),
    "comment_like_string": ({**HIDDEN, "a.c": 'const char *s = "/*";\n#include "api.h"\n' + USE}, ""),
    "comment_like_char": ({**HIDDEN, "a.c": "int c = '\"', d = '\\'';\n#include \"api.h\"\n" + USE}, ""),
    "apostrophe": ({**HIDDEN, "a.c": "#if 0\ndon't \"stop\n#endif\n#include \"api.h\"\n" + USE}, ""),
    "error_comment": ({**HIDDEN, "a.c": '#if 0\n#error /* never\n*/\n#endif\n#include "api.h"\n' + USE}, ""),
    "old_comment": ({**HIDDEN, "a.c": 'int x = 8 //* two\n    2 /* */;\n#include "api.h"\n'.replace("    2 /* */;", "    /* */ 2;") + USE}, "-std=c89"),
    "separators": ({**HIDDEN, "a.c": "int x = 1'000'000;\n#include \"api.h\"\n" + USE}, "-std=c2x"),
    "condition_any": ({**HIDDEN, "a.c": '#if defined(A) && A > 2\n#include "nothing.h"\n#else\n#include "api.h"\n#endif\n' + USE}, ""),
    "has_include": ({**HIDDEN, "a.c": '#if __has_include("api.h")\n#include "api.h"\n' + USE + "#endif\n"}, ""),
    "has_include_other": ({"flag.h": "", "a.c": '#if __has_include("flag.h")\n#define K __attribute__((annotate("vt::" "value_task")))\n#else\n#define K\n#endif\n'
                           "typedef struct K task { long a, b; } task;\n" + REST}, ""),
    "dead_type": ({"a.c": "#ifdef WANTED\n#define WORD annotate\n#else\n#define WORD\n#endif\n"
                   'typedef struct __attribute__((WORD("vt::value_task"))) task { long a, b; } task;\n' + REST}, "-DWANTED"),
    "pasted_attribute": ({"a.c": "#define CAT(a, b) a##b\n" + TYPE.replace("annotate", "CAT(anno, tate)") + REST.replace("annotate", "annotate")}, ""),
    "pasted_in_four": ({"a.c": "#define CAT(a, b) a##b\n#define CAT2(a, b) CAT(a, b)\n" + TYPE.replace("annotate", "CAT2(CAT(an, no), CAT(ta, te))") + REST}, ""),
    "pasted_macro": ({"k.h": "#define VT_VALUE_TASK __attribute__((annotate(\"vt::value_task\")))\n",
                      "a.c": '#include "k.h"\n#define MAKE(x) VT_##x\ntypedef struct MAKE(VALUE_TASK) task { long a, b; } task;\n' + REST}, ""),
    "joined_strings": ({"a.c": TYPE.replace('"vt::value_task"', '"vt::" "value" "_task"') + REST}, ""),
    "stringified": ({"a.c": "#define S(x) #x\n" + TYPE.replace('"vt::value_task"', "S(vt::value_task)") + REST}, ""),
    "stringified_parts": ({"a.c": "#define S(x) #x\n#define X(x) S(x)\n#define W value_task\n" + TYPE.replace('"vt::value_task"', "X(vt::W)") + REST}, ""),
    "flag_spells": ({"a.c": TYPE.replace('"vt::value_task"', "KIND") + REST}, '-DKIND="vt::value_task"'),
    "flag_spells_attribute": ({"a.c": TYPE.replace('annotate(', "WORD(") + REST}, "-DWORD=annotate"),
    "underscored": ({"a.c": TYPE.replace("annotate", "__annotate__") + REST}, ""),
    "bracketed": ({"a.c": 'typedef struct [[clang::annotate("vt::" "value_task")]] task { long a, b; } task;\n' + REST}, "-std=c2x"),
    "pragma": ({"a.c": '#pragma clang attribute push(__attribute__((annotate("vt::" "value_task"))), apply_to = any(record(unless(is_union))))\n'
                "typedef struct task { long a, b; } task;\n#pragma clang attribute pop\n" + REST}, ""),
    "pragma_operator": ({"a.c": '_Pragma("clang attribute push(__attribute__((annotate(\\"vt::\\" \\"value_task\\"))), apply_to = any(record(unless(is_union))))")\n'
                         "typedef struct task { long a, b; } task;\n#pragma clang attribute pop\n" + REST}, ""),
    "pragma_operator_macro": ({"a.c": '#define KIND "vt::" "value_task"\n'
                               '_Pragma("clang attribute push(__attribute__((annotate(KIND))), apply_to = any(record(unless(is_union))))")\n'
                               "typedef struct task { long a, b; } task;\n#pragma clang attribute pop\n" + REST}, ""),
    "absolute": ({**HIDDEN, "a.c": '#include "@DIR@/api.h"\n' + USE}, ""),
    "case": ({"API.h": API, "a.c": '#include "API.h"\n' + USE}, ""),
    "space_in_name": ({"my api.h": API, "a.c": '#include "my api.h"\n' + USE}, ""),
    "dots": ({"x/keep.h": "", "api.h": API, "a.c": '#include "./x/.././api.h"\n' + USE}, ""),
    "system_header": ({"inc/api.h": API, "a.c": "#include <api.h>\n" + USE}, "--sysroot=@DIR@/none -Iinc"),
    "relative_to_entry": ({"build/keep.h": "", "inc/api.h": API, "a.c": "#include <api.h>\n" + USE}, "-I../inc", "build"),
    "include_path_variable": ({"inc/api.h": API, "a.c": "#include <api.h>\n" + USE}, "", ".", {"CPATH": "@DIR@/inc"}),
    "configured": ({".vtcheck.yaml": CONFIGURATION, "a.c": BARE}, ""),
    "configured_pasted": ({".vtcheck.yaml": CONFIGURATION, "a.c": "#define NAME(x) x##_task\n" + BARE.replace("my_task", "NAME(my)")}, ""),
    "configured_by_pattern": ({".vtcheck.yaml": CONFIGURATION.replace("my_task", "my_*"), "a.c": "#define NAME(x) m##x\n" + BARE.replace("my_task", "NAME(y_x)")}, ""),
    "source_without_newline": ({**HIDDEN, "a.c": USE + '#define X\n', "b.h": '#include "api.h"', }, "-include b.h"),
}

# name: (links: name -> target)
LINKS = {
    "linked_header": ({"real/api.h": API, "a.c": '#include "api.h"\n' + USE}, {"api.h": "real/api.h"}, ""),
    "linked_folder": ({"real/inc/api.h": API, "a.c": '#include "inc/api.h"\n' + USE}, {"inc": "real/inc"}, ""),
    # Through the link "..", the folder above the target is meant, not the one above the link.
    "linked_upward": ({"real/deep/x.h": '#include "../api.h"\n', "real/api.h": API, "a.c": '#include "l/x.h"\n' + USE}, {"l": "real/deep"}, ""),
    "two_names": ({"one/h.h": '#include "api.h"\n', "one/api.h": "#define NOTHING\n", "two/api.h": API,
                   "a.c": '#include "one/h.h"\n#include "two/h.h"\n#include "two/api.h"\n' + USE}, {"two/h.h": "../one/h.h"}, ""),
}

PLAIN = "#include <stdio.h>\n#include <stdlib.h>\nint main(void)\n{\n    return printf(\"%d\", 1) < 0 ? EXIT_FAILURE : 0;\n}\n"
SKIPPED = {
    "hello": ({"a.c": PLAIN}, ""),
    "annotated_otherwise": ({"a.c": 'struct __attribute__((annotate("mine"))) s { int a; };\n' + PLAIN}, ""),
    "word_annotate": ({"a.c": "int annotate(int task, int value) { return task + value; }\n" + PLAIN}, ""),
    "unknown_computed": ({"a.c": "#ifdef HEADER\n#include HEADER\n#endif\n" + PLAIN}, ""),
    "resolved_computed": ({"b.h": "", "a.c": '#define HEADER "b.h"\n#include HEADER\n' + PLAIN}, ""),
    "other_systems": ({"a.c": "#ifdef _WIN32\n#include <windows.h>\n#endif\n" + PLAIN}, ""),
    "forced": ({"config.h": "#define A 1\n", "a.c": PLAIN}, "-include config.h"),
    "branches": ({"a.c": "int f(int a)\n{\n#if A\n    if (a) {\n#else\n    if (!a) {\n#endif\n        return 1;\n    }\n    return 0;\n}\n" + PLAIN}, "-O2 -Wall -std=gnu99 -march=native -fPIC"),
}
# Without a value task, but with an error that is plain to see: these are parsed, and told.
BROKEN = {
    "missing_header": ({"a.c": '#include "nowhere.h"\n' + PLAIN}, ""),
    "brackets": ({"a.c": "int f(void) {\n" + PLAIN}, ""),
    "error_directive": ({"a.c": "#error not here\n" + PLAIN}, ""),
}


def lay(root, files, flags, links=None, entry="."):
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(text.replace("@DIR@", root))
    for name, target in (links or {}).items():
        os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
        os.symlink(target, os.path.join(root, name))
    arguments = ["cc", "-c", *[word.replace("@DIR@", root) for word in flags.split()], os.path.relpath(os.path.join(root, "a.c"), os.path.join(root, entry))]
    with open(os.path.join(root, "compile_commands.json"), "w", encoding="utf-8") as out:
        json.dump([{"directory": os.path.join(root, entry), "file": arguments[-1], "arguments": arguments}], out)


def run(vtcheck, root, *options, environment=None):
    variables = {key: value for key, value in os.environ.items() if key not in ("CPATH", "C_INCLUDE_PATH")}
    variables.update({key: value.replace("@DIR@", root) for key, value in (environment or {}).items()})
    done = subprocess.run([vtcheck, "-p", root, *options], cwd=root, env=variables, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def check(vtcheck, kind, name, case):
    """Returns what is wrong, or None."""
    files, *rest = case
    links = rest.pop(0) if kind == "links" else None
    flags, entry, environment = rest + ["", ".", None][len(rest):]
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        lay(root, files, flags, links, entry)
        status, out, err = run(vtcheck, root, "--stats", environment=environment)
        full = run(vtcheck, root, "--no-skip", "--quiet", environment=environment)
        skipped = "can be in them: 1;" in err
        if (status, out) != full[:2]:
            return f"skipping changes the result:\n{out}{err}--- without skipping:\n{full[1]}{full[2]}"
        if kind in ("tasks", "links") and "[vt-double-await]" not in out:
            return f"the case finds nothing, so it tests nothing:\n{out}{err}"
        if kind == "skipped" and not skipped:
            return f"it was parsed:\n{err}"
        if kind == "broken" and (skipped or status != 3):
            return f"its error was not told (status {status}):\n{err}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    count = failed = 0
    for kind, cases in (("tasks", TASKS), ("links", LINKS), ("skipped", SKIPPED), ("broken", BROKEN)):
        for name, case in cases.items():
            if arguments.names and name not in arguments.names:
                continue
            count += 1
            wrong = check(os.path.abspath(arguments.vtcheck), kind, name, case)
            if wrong:
                failed += 1
                print(f"{kind}.{name}: {wrong}")
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
