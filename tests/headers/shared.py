#!/usr/bin/env python3
"""Shared precompiled headers change no result, on programs made to tell the difference.

    shared.py --vtcheck VTCHECK --include FOLDER [--every N] [NAME...]

Each case is a little project of several units that begin alike. It is checked with and without --no-shared-headers: report, messages and
exit status must be the same; and so they must once more, by what was kept, after a comment was put behind everything in one file. Of most cases it is known whether anything can be
shared; that is compared, too, so that a test in which nothing is shared does not count as one.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

TASK = '#pragma once\ntypedef struct __attribute__((annotate("vt::value_task"))) task { unsigned long source, token; } task;\ntask make(void);\n' \
       'int await_task(__attribute__((annotate("vt::consumes"))) task t);\n'
PLAIN = '#pragma once\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nstruct state { int a, b; };\nint work(struct state *s);\n'
TWICE = "int twice_%d(void)\n{\n    task t = make();\n    return await_task(t) + await_task(t);\n}\n"
LATE = '#include "task.h"\n' + TWICE

# A header with everything that is lowered on demand, and what is not.
RICH = PLAIN + """
extern int counter;
static int seen = 1;
static const int table[] = {1, 2, 3};
static int step(int n) { return n + table[1] + seen; }
static int (*const steps[])(int) = {step};
static inline int run(int n) { return steps[0](n); }
static inline int unused(int n) { return run(n) * 2; }
__attribute__((noreturn)) void die(void);
static inline void check(int n) { if (n < 0) die(); }
static inline void drop(void *p) { if (p) seen = 0; }
struct late;
static inline int peek(struct late *l) { return l != 0; }
"""
USE_RICH = """#include "rich.h"
#include "task.h"
int use_%(n)d(int n)
{
    task t = make();
    check(n);
    if (run(n) > 2)
        return await_task(t) + (counter ? await_task(t) : 0);
    return 0;
}
"""


def units(text, count=4, **more):
    """Files u0.c ...; %(n)d or %d is the number."""
    files = {f"u{n}.c": text % {"n": n} if "%(n)d" in text else text % n if "%d" in text else text for n in range(count)}
    files.update(more.pop("files", {}))
    return files


def moved(header, first="#include <errno.h>\n", rest="", **more):
    """Three units that begin with a header and two that begin with a standard one before it: whether the header may be read first decides whether these share it."""
    files = {f"u{n}.c": '#include "it.h"\n' + rest + '#include "task.h"\n' + (USE_IT % n) for n in range(3)}
    files.update({f"v{n}.c": first + '#include "it.h"\n' + rest + '#include "task.h"\n' + (USE_IT % (3 + n)) for n in range(2)})
    return {**files, "task.h": TASK, "it.h": PLAIN + header, **more}


USE_IT = "int twice_%d(void)\n{\n    task t = make();\n    return IT ? await_task(t) + await_task(t) : await_task(t);\n}\n"

# name: files, flags, whether something is shared, or how many files share (None: it does not matter)
CASES = {
    "standard_first": (moved("#define IT 1\n"), "", 5),
    "standards_first": (moved("enum { IT = 1 };\n", "#include <limits.h>\n#include <sys/stat.h>\n#include <signal.h>\n"), "", 5),
    "settled_first": (moved("enum { IT = INT_MAX > 0 };\n", "#include <limits.h>\n", **{"it.h": "#ifndef IT_H\n#define IT_H\n#include <limits.h>\n" + PLAIN + "enum { IT = INT_MAX > 0 };\n#endif\n"}), "", 5),
    "standard_named": (moved("#define IT 1\n", **{"errno.h": "#define MINE 1\n"}), "-I.", 3),
    "asks_for_a_macro": (moved("#ifdef EINVAL\n#define IT 1\n#else\n#define IT 0\n#endif\n"), "", 3),
    "asks_for_a_macro_in_a_condition": (moved("#if EINVAL > 1\n#define IT 1\n#else\n#define IT 0\n#endif\n"), "", 3),
    "asks_for_half_a_header": (moved("#ifdef va_copy\n#define IT 1\n#else\n#define IT 0\n#endif\n", "#include <stdarg.h>\n"), "", 3),
    "default_is_no_guard": (moved("", "#include <limits.h>\n", **{
        "it.h": "#ifndef HAS_LIMITS\n#define HAS_LIMITS\n#include <limits.h>\n#endif\n" + PLAIN + "#ifdef INT_MAX\n#define IT 1\n#else\n#define IT 0\n#endif\n"}), "-DHAS_LIMITS", 3),
    "uses_a_macro": (moved("#ifndef IT\nstatic inline int it(void) { return sizeof(bool) == 1; }\n#define IT it()\n#endif\n", "#include <stdbool.h>\n", **{
        "it.h": PLAIN.replace("#include <stdio.h>\n", "#include <stdio.h>\ntypedef long long mine;\n") + "#ifndef bool\n#define bool mine\n#endif\n#define IT (sizeof(bool) == 1)\n"}), "", 3),
    "makes_a_macro": (moved("#define __USE_MISC 0\n#define IT 1\n"), "", None),
    "asks_for_a_feature": (moved("#define IT 1\n", rest="#include <string.h>\n", **{"it.h": "#pragma once\n#define _GNU_SOURCE\n#define IT 1\nstruct state { int a, b; };\n" + "int filler;\n".replace("int", "extern int") * 9}), "", None),
    "undefines_a_macro": (moved("#undef EINVAL\n#define IT 1\n"), "", 3),
    "pastes_a_macro": (moved("#define CAT_(a, b) a##b\n#define CAT(a, b) CAT_(a, b)\nenum { EINVAL_OR = 0 };\nenum { IT = CAT(EIN, VAL_OR) };\n"), "", 3),
    "declares_by_a_prototype": (moved("int look(struct stat *of);\n#define IT 1\n", "#include <sys/stat.h>\n"), "", 3),
    "declares_a_type": (moved("typedef unsigned char wint_t_;\nint iswalpha_(wint_t_ c);\n#define IT 1\n", "#include <wctype.h>\n"), "", 5),
    "packs": (moved("#pragma pack(1)\n#define IT 1\n"), "", 3),
    "pragma_by_a_word": (moved('_Pragma("pack(1)")\n#define IT 1\n'), "", 3),
    "defines_between": (moved("#define IT 1\n", "#include <errno.h>\n#define BETWEEN 1\n"), "", 3),
    "plain": (units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "", True),
    "task_inside": (units('#include "plain.h"\n#include "task.h"\n' + TWICE, files={"plain.h": PLAIN, "task.h": TASK}), "", True),
    "rich": (units(USE_RICH, files={"rich.h": RICH, "task.h": TASK}), "", True),
    "library": (units('#include <valuetask/valuetask.h>\n#include "plain.h"\nVT_DEFINE(int, int);\nvt_int make(void);\nint twice_%d(void)\n{\n    int r;\n    vt_int t = make();\n'
                      '    vt_int_await(t, &r);\n    return vt_int_await(t, &r);\n}\n', files={"plain.h": PLAIN}), "-DLIBRARY", True),
    "field_in_header": (units('#include "kept.h"\n' + TWICE, files={"task.h": TASK, "kept.h": PLAIN + '#include "task.h"\nstruct kept { task t; };\nextern task global;\nstatic task own;\n'}), "", True),
    "finding_in_header": (units('#include "inside.h"\nint u_%d(void) { return inside(); }\n', files={
        "task.h": TASK, "inside.h": PLAIN + '#include "task.h"\nstatic inline int inside(void)\n{\n    task t = make();\n    return await_task(t) + await_task(t); // here\n}\n'}), "", True),
    "silenced_in_header": (units('#include "inside.h"\nint u_%d(void) { return inside(); }\n', files={
        "task.h": TASK, "inside.h": PLAIN + '#include "task.h"\nstatic inline int inside(void)\n{\n    task t = make();\n    return await_task(t) + await_task(t); // NOLINT(vt-double-await)\n}\n'}), "", True),
    "described": (units('#include "plain.h"\n#include "other.h"\nint u_%d(void) { other o = get(); return eat(o) + eat(o); }\n', files={
        "plain.h": PLAIN, "other.h": "#pragma once\ntypedef struct other { unsigned long a, b; } other;\nother get(void);\nint eat(other o);\n",
        ".vtcheck.yaml": "ValueTasks:\n  - Type: other\n    Consuming: [eat]\n"}), "", True),
    "annotated_later": (units('#include "plain.h"\ntypedef struct state wrapped __attribute__((annotate("vt::value_task")));\nwrapped get(void);\n'
                              'int eat(__attribute__((annotate("vt::consumes"))) wrapped w);\nint u_%d(void) { wrapped w = get(); return eat(w) + eat(w); }\n',
                              files={"plain.h": PLAIN + "struct holder { struct state s; };\n"}), "", True),
    "forward_in_header": (units('#include "rich.h"\nstruct __attribute__((annotate("vt::value_task"))) late { unsigned long a, b; };\nstruct late get(void);\n'
                                'int eat(__attribute__((annotate("vt::consumes"))) struct late l);\nint u_%d(void) { struct late l = get(); return peek(&l) + eat(l) + eat(l); }\n',
                                files={"rich.h": RICH}), "", True),
    "body_in_header": (units('#include "rich.h"\n#include "task.h"\nint u_%d(void) { task t = make(); drop(&t); return await_task(t) + await_task(t); }\n', files={"rich.h": RICH, "task.h": TASK}), "", True),
    "cleanup": (units('#include "clean.h"\n#include "task.h"\nint u_%d(void)\n{\n    __attribute__((cleanup(end))) int n = 1;\n    task t = make();\n    return await_task(t) + await_task(t) + n;\n}\n',
                      files={"clean.h": PLAIN + "static inline void end(int *n) { *n = 0; }\n", "task.h": TASK}), "", True),
    "constructor": (units('#include "begin.h"\n' + LATE, files={"task.h": TASK, "begin.h": PLAIN + "static int started;\n__attribute__((constructor)) static void begin(void) { started = 1; }\n"}), "", True),
    "defined_in_header": (units('#include "defined.h"\n' + LATE, 3, files={"task.h": TASK, "defined.h": PLAIN + "__attribute__((weak)) int weak_one(int n) { return n; }\nint tentative;\ninline int plain_inline(int n) { return n + 1; }\n"}), "", True),
    "says_more_later": (units('#include "more.h"\n#include "task.h"\nint u_%d(int n)\n{\n    task t = make();\n    stop_if(n);\n    return await_task(t) + await_task(t);\n}\n',
                              files={"task.h": TASK, "more.h": PLAIN + "void stop(void);\nstatic inline void stop_if(int n) { if (n) stop(); }\n__attribute__((noreturn)) void stop(void);\n"}), "", True),
    "fortified": (units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "-O2 -D_FORTIFY_SOURCE=2 -D_GNU_SOURCE", True),
    "included_twice": (units('#include "plain.h"\n#include "list.h"\n#undef ITEM\n#define ITEM 2\n#include "list.h"\n' + LATE, files={
        "plain.h": PLAIN, "task.h": TASK, "list.h": "#ifndef ITEM\n#define ITEM 1\n#endif\n#if ITEM == 1\nenum { first_item = ITEM };\n#else\nenum { second_item = ITEM + first_item };\n#endif\n"}), "", True),
    "unguarded_again": (units('#include "plain.h"\n#include "list.h"\nint between;\n#include "list.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK, "list.h": "extern int unguarded;\n"}), "", True),
    "other_definitions": ({**{f"u{n}.c": f"#define MODE {n % 2}\n#include \"mode.h\"\n" + LATE % n for n in range(8)}, "task.h": TASK,
                           "mode.h": PLAIN + "#if MODE\n#define await_task(t) ((int)(t).token)\n#endif\n"}, "", True),
    "definition_with_a_body": (units('#define NAME task_name\n#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "", False),
    "main_file_named": (units('#include "named.h"\n' + LATE, files={"task.h": TASK, "named.h": PLAIN + "static const char *const where = __BASE_FILE__;\n"}), "", False),
    "counted": (units('#include "counted.h"\n' + LATE, files={"task.h": TASK, "counted.h": PLAIN + "enum { number = __COUNTER__ };\n"}), "", False),
    "place_and_depth": (units('#include "deep.h"\n#include "task.h"\nint u_%d(void)\n{\n    task t = make();\n    return DEEP == 1 && sizeof(where) > 8 ? await_task(t) + await_task(t) : await_task(t);\n}\n',
                              files={"task.h": TASK, "deep.h": PLAIN + "enum { DEEP = __INCLUDE_LEVEL__ };\nstatic const char where[] = __FILE__;\n"}), "", True),
    "packed": (units('#include "packed.h"\nstruct after { char c; long l; };\n#include "task.h"\nint u_%d(void)\n{\n    task t = make();\n    return sizeof(struct after) == 9 ? await_task(t) + await_task(t) : await_task(t);\n}\n',
                     files={"task.h": TASK, "packed.h": PLAIN + "#pragma pack(1)\n"}), "", True),
    "pushed": (units('#include "pushed.h"\n#pragma pop_macro("AGAIN")\n#include "task.h"\nint u_%d(void)\n{\n    task t = make();\n    return AGAIN == 1 ? await_task(t) + await_task(t) : await_task(t);\n}\n',
                     files={"task.h": TASK, "pushed.h": PLAIN + '#define AGAIN 1\n#pragma push_macro("AGAIN")\n#undef AGAIN\n#define AGAIN 2\n'}), "", False),
    "error_in_header": (units('#include "plain.h"\n#include "broken.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK, "broken.h": "int f(void) { return undeclared; }\n"}), "", None),
    "error_in_source": (units('#include "plain.h"\n#include "task.h"\n' + TWICE + "int g(void) { return undeclared; }\n", files={"plain.h": PLAIN, "task.h": TASK}), "", False),
    "worker_dies": ({**units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "dies.c": '#include "plain.h"\n#include "task.h"\nint f(int a) { return ' + "~" * 3000000 + "a; }\n"}, "", True),
    "clang_crashes": ({**units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "dies.c": '#include "plain.h"\n#pragma clang __debug crash\n#include "task.h"\n'}, "", True),
    "missing_header": (units('#include "plain.h"\n#include "nowhere.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "", None),
    "unknown_flags": (units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "-fno-such-thing -mno-such-machine", None),
    "forced": (units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK, "config.h": "#define CONFIGURED 1\nextern int unguarded;\nenum { once };\n"}), "-include config.h", None),
    "two_folders": ({**{f"{d}/u{n}.c": '#include "name.h"\n#include "../task.h"\nint u_%s_%d(void)\n{\n    task t = make();\n    return NAME ? await_task(t) + await_task(t) : await_task(t);\n}\n' % (d, n)
                        for d in "ab" for n in range(3)}, "a/name.h": PLAIN + "#define NAME 1\n", "b/name.h": PLAIN + "#define NAME 0\n", "task.h": TASK}, "", True),
    "linked_header": (units('#include "plain.h"\n#include "alias.h"\n#include "task.h"\n' + TWICE, files={"plain.h": PLAIN, "task.h": TASK, "alias.h": "-> plain.h"}), "", True),
    "decorated": (units('/* one\n   two */ #  include   "plain.h" // three\n\n\t# include <limits.h> /* four */\n#define ONE 1 /* five */\n#undef ONE\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "", True),
    "carriage_returns": (units('// one\r#include "first.h"\r\n#include "plain.h"\r\n' + LATE.replace("\n", "\r\n"), files={
        "first.h": "#define LATE_NAME 1\n", "plain.h": PLAIN + "#ifndef LATE_NAME\n#error order\n#endif\n", "task.h": TASK}), "", True),
    "includes_itself": (units('#include "plain.h"\n#ifndef AGAIN\n#define AGAIN\n#include "u0.c"\n' + LATE + "#endif\n", 3, files={"plain.h": PLAIN, "task.h": TASK}), "", None),
    "helpers": ({**units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}),
                 **{f"h{n}.c": '#include "plain.h"\nint work_%d(int n) { if (n) abort(); return n; }\n' % n for n in range(4)},
                 "main.c": '#include "task.h"\n' + "".join(f"int work_{n}(int);\n" for n in range(4)) + "int f(int n) { task t = make(); work_0(n); work_1(n); work_2(n); return work_3(n) + await_task(t); }\n"}, "", True),
    "macro_from_header": (units('#include "macro.h"\nTYPE(task)\ntask make(void);\nint await_task(__attribute__((annotate("vt::consumes"))) task t);\n' + TWICE,
                                files={"macro.h": PLAIN + '#define TYPE(n) typedef struct __attribute__((annotate("vt::value_task"))) n { unsigned long source, token; } n;\n'}), "", True),
    "poisoned": (units('#include "poison.h"\n' + LATE, files={"task.h": TASK, "poison.h": PLAIN + "#pragma GCC poison gets\n#pragma GCC system_header\nstatic inline int in_system(void) { return 0; }\n"}), "", True),
    "old_dialect": (units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "-std=gnu89", True),
    "newest_dialect": (units('#include "plain.h"\n' + LATE, files={"plain.h": PLAIN, "task.h": TASK}), "-std=c23", True),
}


def write(root, files, flags, include):
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if text.startswith("-> "):
            os.symlink(text[3:], path)
            continue
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    words = flags.split() + (["-I" + include] if "LIBRARY" in flags else [])
    entries = [{"directory": root, "file": name, "arguments": ["cc", "-c", *words, name]} for name in sorted(files) if name.endswith(".c")]
    with open(os.path.join(root, "compile_commands.json"), "w", encoding="utf-8") as out:
        json.dump(entries, out)


def check(vtcheck, root, *options):
    done = subprocess.run([vtcheck, "-p", root, "-j1", "--stats", "--format=json", "--report-unused-suppressions", *options], cwd=root, capture_output=True, text=True, check=False, timeout=120)
    shared = int(re.search(r"parsed with one: (\d+)", done.stderr).group(1))
    told = re.sub(r"^statistics:\n(  .*\n)*", "", done.stderr, flags=re.M)
    return (done.returncode, done.stdout, told), shared


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth project only")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    names = arguments.names or list(CASES)[::arguments.every]
    vtcheck, failed, sharing, kept = os.path.abspath(arguments.vtcheck), 0, 0, 0
    for name in names:
        files, flags, is_shared = CASES[name]
        with tempfile.TemporaryDirectory() as root:
            root = os.path.realpath(root)
            write(root, files, flags, os.path.abspath(arguments.include))
            plain, _ = check(vtcheck, root, "--no-cache", "--no-shared-headers")
            first, shared = check(vtcheck, root, f"--cache-dir={root}/cache")
            with open(os.path.join(root, "u0.c" if "u0.c" in files else "a/u0.c"), "a", encoding="utf-8") as out:
                out.write("/* changed */\n")
            again, shared_again = check(vtcheck, root, f"--cache-dir={root}/cache")
            sharing += shared > 0
            kept += shared_again > 0
            for what, one, other in (("all of it", plain, first), ("one file changed", plain, again)):
                if one != other:
                    failed += 1
                    print(f"{name}, {what}: without shared headers, status {one[0]}\n{one[1]}{one[2]}--- with, status {other[0]}\n{other[1]}{other[2]}")
            if is_shared is not None and is_shared != (shared if type(is_shared) is int else shared > 0):
                failed += 1
                print(f"{name}: {shared} files were parsed with a shared header")
            if "finding" not in plain[2] and name not in ("missing_header",):
                failed += 1
                print(f"{name}: says nothing to compare\n{plain[2]}")
    print(f"{len(names)} projects, {sharing} of which share headers, {kept} use one that was kept; {failed} differences")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
