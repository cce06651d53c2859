#!/usr/bin/env python3
"""A clock that is set back and forth between runs: what vtcheck says is what it says without a cache, whatever was kept at which time.

    clock.py --vtcheck VTCHECK --include FOLDER --shim SHIFTED_CLOCK

Files keep the machine's time; vtcheck's own clock is shifted (shifted_clock.c), as when it was set between a run and an edit. Edits keep size and time of
writing where they can, so that it is up to the rest to tell them.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

HEADER = "#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int make(void);\n"
RIGHT = '#include "task.h"\nint use{0}(void)\n{{\n    int got = 0;\n    vt_int task = make();\n    return vt_int_await(task, &got);\n}}\n'
AWAIT = "return vt_int_await(task, &got);"
WRONG = RIGHT.replace(AWAIT, "(void)task; return got;".ljust(len(AWAIT)))
SHIFTS = (0, 0, -3600, 3600, -1, -400 * 86400, 400 * 86400)
FILES = 4


def put(folder, name, text):
    path = os.path.join(folder, name)
    before = os.stat(path) if os.path.exists(path) else None
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    if before is not None:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def run(options, folder, shift, *more):
    environment = {**os.environ, "LD_PRELOAD": options.shim, "SHIFTED_CLOCK": str(shift)}
    done = subprocess.run([options.vtcheck, "-p", folder, "-j1", *more], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--shim", required=True)
    parser.add_argument("--edits", type=int, default=25)
    options = parser.parse_args()
    choose = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        cache = f"--cache-dir={folder}/kept"
        names = [f"f{i}.c" for i in range(FILES)]
        put(folder, "task.h", HEADER)
        for i, name in enumerate(names):
            put(folder, name, RIGHT.format(i))
        put(folder, "compile_commands.json",
            json.dumps([{"directory": folder, "file": name, "arguments": ["cc", f"-I{options.include}", "-c", name]} for name in names]))
        found = 0
        for edit in range(options.edits):
            i = choose.randrange(FILES)
            put(folder, names[i], choose.choice((RIGHT, WRONG)).format(i))
            shift = choose.choice(SHIFTS)
            expected = run(options, folder, 0, "--no-cache")
            for again in range(2):
                seen = run(options, folder, shift, cache)
                if seen != expected:
                    print(f"edit {edit}, run {again}, clock shifted by {shift} s: {seen}\nin place of {expected}")
                    return 1
            found += expected[1].count("[vt-unawaited]")
        words = run(options, folder, 0, cache, "--stats")[2]
        if found == 0 or "not parsed, as nothing changed since an earlier run: 0\n" in words:
            print(f"{found} findings; nothing was kept at last:\n{words}")
            return 1
    print(f"{options.edits} edits, {found} findings in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
