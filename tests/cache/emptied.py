#!/usr/bin/env python3
"""A cache that is emptied in the middle of a run costs time and no finding.

    emptied.py --vtcheck VTCHECK --include FOLDER

Of two files that have to do with each other one changes and takes a while to parse. Meanwhile, when of the other one the head was read
from the cache and the body was not, the cache is removed.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HELPER = '#include "task.h"\nvt_int make(void)\n{\n    return vt_int_from_result(1);\n}\n'
USER = '#include "task.h"\nint use(void)\n{\n    int value = 0;\n    vt_int task = make();\n    vt_int_await(task, &value);\n    return vt_int_await(task, &value);\n}\n'
HEADER = "#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int make(void);\n"
WORK = "".join(f"struct s{i} {{ int a, b[{i + 2}]; }} v{i} = {{1, {{2, 3}}}};\n" for i in range(20000))


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write(text)


def start(vtcheck, folder, *options):
    return subprocess.Popen([vtcheck, "-p", folder, "--stats", "-j1", *options], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def has_worker(run):
    try:
        with open(f"/proc/{run.pid}/task/{run.pid}/children", encoding="ascii") as children:
            return children.read().strip() != ""
    except FileNotFoundError:
        return False


def parses(words):
    return int(re.search(r"parses: (\d+)", words).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        kept = os.path.join(folder, "kept")
        for name, text in (("task.h", HEADER), ("make.c", HELPER), ("use.c", USER)):
            write(folder, name, text)
        write(folder, "compile_commands.json", json.dumps([{"directory": folder, "file": name, "arguments": ["cc", f"-I{arguments.include}", "-c", name]} for name in ("make.c", "use.c")]))
        start(arguments.vtcheck, folder, f"--cache-dir={kept}").communicate()
        write(folder, "use.c", USER + WORK)
        expected, _ = start(arguments.vtcheck, folder, "--no-cache").communicate()
        run = start(arguments.vtcheck, folder, f"--cache-dir={kept}")
        while run.poll() is None and not has_worker(run):
            time.sleep(0.001)
        shutil.rmtree(kept)
        found, words = run.communicate()
    if found != expected or "vt-double-await" not in found:
        print(f"another answer:\n{found}\ninstead of\n{expected}")
        return 1
    if parses(words) != 2: # which is how the second beginning shows
        print(f"the run did not begin again without the cache:\n{words}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
