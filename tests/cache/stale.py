#!/usr/bin/env python3
"""A cached result is never a stale one: random edits of a small project, after each of which a run with the cache must say
exactly what a run without it says.

    stale.py --runs VTCHECK_RUNS [--edits N] [--projects N] [--seed N]

VTCHECK_RUNS (runs.c) is vtcheck that was started once and loaded libclang for all runs. The edits go round the projects: what is thousands of edits for one of them
would be a wait each, as a file's times are trusted two seconds after its last change.

The edits are chosen to deceive: other bytes of the same length with the old times, headers that come to stand before others on the
search path, files looked for and not found that appear, links that turn, times in the future, flags and configuration
changed and changed back, cache files cut, flipped and mixed up.
"""

import argparse
import json
import os
import random
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

API = """#pragma once
typedef struct __attribute__((annotate("vt::value_task"))) task { unsigned long source, token; } task;
task make(void);
int finish(task t);
int is_open(void);
int await_task(__attribute__((annotate("vt::consumes"))) task t);
"""
UNIT = """#include "api.h"
#include <mode.h>
#include "helper.h"
#if __has_include("extra.h")
#include "extra.h"
#endif
#ifndef TIMES
#define TIMES 1
#endif
int unit_%(n)d(int c)
{
    task t = make();
    int sum = 0;
    for (int i = 0; i < TIMES; i++)
        sum += await_task(t);
    if (MODE && c)
        sum += helper_%(k)d(make());
%(more)s    return sum;
}
"""
HELPERS = ["static inline int helper_%(n)d(task t) { return await_task(t); }", "static inline int helper_%(n)d(task t) { (void)t; return 1; }",
           "static inline int helper_%(n)d(task t) { return await_task(t) + await_task(t); }",
           "#ifdef EINVAL\nstatic inline int helper_%(n)d(task t) { return await_task(t) + await_task(t); }\n#else\nstatic inline int helper_%(n)d(task t) { return await_task(t); }\n#endif"]
# u0.c and u4.c have to do with each other, and so have those with the helper; u7.c is a program of its own.
ALONE = '#include "api.h"\nint alone(void)\n{\n    task t = make();\n    return await_task(t) + await_task(t);\n}\n'
CALL = "    task other = make();\n    sum += finish(other);\n    if (c == 7 && is_open())\n        await_task(other);\n"
FINISH = ["int finish(task t)\n{\n    return await_task(t);\n}\n", "int finish(task t)\n{\n    (void)t;\n    return 1;\n}\n",
          "int finish(task t)\n{\n    return await_task(t) + await_task(t);\n}\n"]
# u6.c begins with a standard header, the others with what it goes on with.
UNITS = 8
# No value task is in u5.c: it is read where it defines what u0.c asks.
PLAIN = ["int is_open(void)\n{\n    return 0;\n}\n", "int is_open(void)\n{\n    return 1;\n}\n", "int is_shut(void)\n{\n    return 0;\n}\n"]
CONFIGURATIONS = ["", "ValueTasks:\n  - Type: other\n    Consuming: [eat]\n", "Checks: '-*,vt-double-await'\n"]
OTHER = "typedef struct other { unsigned long a, b; } other;\nother get(void);\nint eat(other o);\nint f(void)\n{\n    other o = get();\n    return eat(o) + eat(o);\n}\n"


# Seconds after which a file that was read is known by its times.
AGE = 2.1


class Project:
    def __init__(self, root, rng):
        self.root, self.rng, self.edited = root, rng, time.monotonic()
        os.makedirs(root)
        self.flags = [[] for _ in range(UNITS)]
        for folder in ("one", "two", "src"):
            os.makedirs(os.path.join(root, folder))
        self.put("src/api.h", API)
        self.put("two/mode.h", "#define MODE 0\n")
        self.put("src/helper.h", self.helper())
        for n in range(3):
            self.put(f"src/u{n}.c", UNIT % {"n": n, "k": n % 2, "more": CALL if n == 0 else ""})
        self.put("src/u3.c", OTHER)
        self.put("src/u6.c", "#include <errno.h>\n" + UNIT % {"n": 6, "k": 0, "more": ""})
        self.put("src/u7.c", ALONE)
        self.finish()
        self.plain()
        self.write_database()

    def path(self, name):
        return os.path.join(self.root, name)

    def put(self, name, text):
        if os.path.islink(self.path(name)):
            os.remove(self.path(name))
        with open(self.path(name), "w", encoding="utf-8") as out:
            out.write(text)

    def finish(self):
        self.put("src/u4.c", '#include "api.h"\n' + self.rng.choice(FINISH))

    def plain(self):
        self.put("src/u5.c", self.rng.choice(PLAIN))

    def helper(self):
        return "".join(self.rng.choice(HELPERS) % {"n": n} + "\n" for n in range(2))

    def write_database(self):
        entries = [{"directory": self.path("src"), "file": f"u{n}.c", "arguments": ["cc", "-c", "-I../one", "-I../two", *self.flags[n], f"u{n}.c"]} for n in range(UNITS)]
        self.put("compile_commands.json", json.dumps(entries))

    # --- edits ---

    def same_length_same_times(self):
        name = self.rng.choice(["two/mode.h", "one/mode.h", "src/extra.h"])
        if not os.path.exists(self.path(name)):
            return self.put(name, "#define MODE 1\n" if name != "src/extra.h" else "#define TIMES 2\n")
        status = os.stat(self.path(name))
        with open(self.path(name), encoding="utf-8") as file:
            text = file.read()
        self.put(name, text.translate(str.maketrans("012", "120")))
        os.utime(self.path(name), ns=(status.st_atime_ns, status.st_mtime_ns))

    def appear(self):
        name, text = self.rng.choice([("one/mode.h", "#define MODE 1\n"), ("src/mode.h", "#define MODE 1\n"), ("src/extra.h", "#define TIMES 2\n"),
                                      ("one/helper.h", self.helper()), ("one/extra.h", "#define TIMES 0\n"), ("src/extra.h", "#error extra\n"), ("one/errno.h", "#define MODE 1\n#define TIMES 2\n")])
        self.put(name, text)

    def vanish(self):
        name = self.rng.choice(["one/mode.h", "src/mode.h", "src/extra.h", "one/helper.h", "one/extra.h", "two/mode.h", "one/errno.h"])
        if os.path.lexists(self.path(name)):
            os.remove(self.path(name))

    def restore(self):
        self.put("two/mode.h", "#define MODE 0\n")
        self.put("src/helper.h", self.helper())

    def turn_link(self):
        name, target = self.rng.choice([("one/mode.h", "../two/mode.h"), ("src/extra.h", "extra2.h"), ("src/extra.h", "../one/mode.h"), ("one/mode.h", "../src/extra.h")])
        if os.path.lexists(self.path(name)):
            os.remove(self.path(name))
        if target == "extra2.h":
            self.put("src/extra2.h", f"#define TIMES {self.rng.randrange(3)}\n")
        os.symlink(target, self.path(name))

    def swap(self):
        a, b = self.path("src/u0.c"), self.path("src/u1.c")
        os.rename(a, a + ".x")
        os.rename(b, a)
        os.rename(a + ".x", b)

    def change_flags(self):
        self.flags[self.rng.randrange(UNITS)] = self.rng.choice([[], ["-DTIMES=2"], ["-DTIMES=0"], ["-I."], ["-iquote", "../one"], ["-include", "../two/mode.h"]])
        self.write_database()

    def change_configuration(self):
        self.put(".vtcheck.yaml", self.rng.choice(CONFIGURATIONS))

    def touch(self):
        name = self.rng.choice(["src/u0.c", "src/api.h", "src/helper.h"])
        when = self.rng.choice([0, 10**9, 4 * 10**9]) * 10**9
        os.utime(self.path(name), ns=(when, when))

    def unit_byte(self):
        name = f"src/u{self.rng.randrange(3)}.c"
        with open(self.path(name), encoding="utf-8") as file:
            text = file.read()
        old, new = self.rng.choice([("await_task(t);", "(int)t.token; "), ("(int)t.token; ", "await_task(t);"), ("&& c", "|| c"), ("|| c", "&& c"), ("int sum", "int  sum")])
        self.put(name, text.replace(old, new, 1))

    def comment(self):
        name = self.rng.choice(["src/u0.c", "src/u1.c", "src/helper.h"])
        with open(self.path(name), encoding="utf-8") as file:
            text = file.read()
        mark = " // NOLINT(vt-double-await): known"
        self.put(name, text.replace(mark, "") if mark in text else re.sub(r"(await_task\(t\);.*)$", r"\1" + mark, text, count=1, flags=re.M))

    def damage_cache(self):
        files = [os.path.join(folder, name) for folder, _, names in os.walk(self.path("cache")) for name in names]
        for path in self.rng.sample(files, min(3, len(files))):
            with open(path, "rb") as file:
                data = bytearray(file.read())
            if data and self.rng.random() < 0.5:
                data[self.rng.randrange(len(data))] ^= 1 << self.rng.randrange(8)
            else:
                del data[self.rng.randrange(len(data) + 1):]
            with open(path, "wb") as file:
                file.write(data)
        if len(files) > 2 and self.rng.random() < 0.3:
            one, other = self.rng.sample(files, 2)
            shutil.copyfile(one, other)

    EDITS = [same_length_same_times] * 3 + [appear, vanish] * 2 + [restore, turn_link, swap, change_flags, change_configuration, touch, unit_byte, unit_byte, comment, finish, plain, damage_cache]


# What comes after what is kept, or decides which units there are: one of these with each edit.
OPTIONS = [[], [], [], ["--checks=-*,vt-unawaited"], ["--report-unused-suppressions"], ["--header-filter=api"], ["--format=json"], ["--fix-dry-run"], ["--no-skip"], ["src/u0.c"]]


class Runs:
    def __init__(self, program, folder):
        self.out, self.err = os.path.join(folder, "out"), os.path.join(folder, "err")
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def run(self, project, *options):
        fields = [project.root, self.out, self.err, "-p", project.root, *options]
        self.process.stdin.write("\x1f".join(fields).encode() + b"\n")
        if not select.select([self.process.stdout], [], [], 120)[0]:
            raise TimeoutError("a run took more than 120 s")
        status = self.process.stdout.readline()
        texts = []
        for path in (self.out, self.err):
            with open(path, encoding="utf-8") as file:
                texts.append(file.read())
        return int(status), *texts

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", required=True)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--projects", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    hits = recalled = unread = in_part = with_header = results = 0
    seen = set()
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        runs = Runs(os.path.abspath(arguments.runs), root)
        projects = [Project(os.path.join(root, f"p{number}"), rng) for number in range(arguments.projects)]
        for number in range(arguments.edits):
            project, edit = projects[number % len(projects)], rng.choice(Project.EDITS)
            jobs = f"-j{1 + number % 2}"  # alone, a worker waits for the header that it makes: the others go on without it
            if rng.random() < 0.1:  # what was just written is read again; what is older is known by its times
                time.sleep(max(0, project.edited + AGE - time.monotonic()))
            if project.edited + AGE <= time.monotonic():
                runs.run(project, jobs, "--cache-dir=" + project.path("cache"))
            edit(project)
            project.edited = time.monotonic()
            cache, options = "--cache-dir=" + project.path("cache"), rng.choice(OPTIONS)
            for turn in range(2):  # the second takes what the first kept
                warm = runs.run(project, jobs, cache, "--stats", *options)
                said = re.search(r"since an earlier run: (\d+)(; nor analysed)?", warm[2])
                hits += int(said.group(1))
                recalled += said.group(2) is not None
                parts = re.search(r"nothing to do with each other: (\d+), of these analysed: (\d+)", warm[2])
                in_part += parts is not None and 0 < int(parts.group(2)) < int(parts.group(1))
                with_header += int(re.search(r"parsed with one: (\d+)", warm[2]).group(1))
                unread += int(re.search(r"looked at for this: (\d+) files", warm[2]).group(1)) < 4
                if turn == 0:
                    cold = runs.run(project, jobs, "--no-cache", "--no-skip", "--no-shared-headers", *options)
                results += 1
                seen.add(cold[1])
                if warm[:2] != cold[:2]:
                    print(f"edit {number} ({edit.__name__}) of project {number % len(projects)}, turn {turn}, seed {arguments.seed}, options {options}: with the cache\n{warm[1]}{warm[2]}--- without, status {cold[0]}\n{cold[1]}{cold[2]}")
                    return 1
        runs.end()
    print(f"{results} results, {len(seen)} different ones, {hits} modules from the cache, {recalled} runs recalled, {in_part} analysed in part, {unread} that read less than four files, {with_header} files parsed with a precompiled header")
    # Not vacuous: the cache was used, and the edits made a difference.
    return 0 if hits > arguments.edits and recalled > arguments.edits // 2 and in_part > arguments.edits // 8 and with_header > 0 and len(seen) > arguments.edits // 8 else 1


if __name__ == "__main__":
    sys.exit(main())
