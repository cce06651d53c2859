#!/usr/bin/env python3
"""Where nothing can be written findings are the same: no folder for temporary files, no byte allowed in a file, a few bytes allowed.

    no_room.py --vtcheck VTCHECK --include FOLDER
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile

HEADER = "#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int make(void);\nint finish(vt_int task);\n"
MAKE = '#include "task.h"\nvt_int make(void)\n{\n    return vt_int_from_result(1);\n}\n'
FINISH = '#include "task.h"\nint finish(vt_int task)\n{\n    int value = 0;\n    return vt_int_await(task, &value);\n}\n'
USE = '#include "task.h"\nint use(void)\n{\n    vt_int task = make();\n    return finish(task) + finish(task);\n}\n'
SOURCES = {"make.c": MAKE, "finish.c": FINISH, "use.c": USE, "more.c": USE.replace("use", "more")}


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write(text)


def run(vtcheck, folder, *options, temporary=None, limit=None):
    def prepare():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    environment = {**os.environ, "TMPDIR": temporary} if temporary is not None else None
    done = subprocess.run([vtcheck, "-p", folder, "-j2", *options], cwd=folder, env=environment, preexec_fn=prepare, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    arguments = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        cache = f"--cache-dir={folder}/kept"
        for name, text in {"task.h": HEADER, **SOURCES}.items():
            write(folder, name, text)
        write(folder, "compile_commands.json", json.dumps([{"directory": folder, "file": name, "arguments": ["cc", f"-I{arguments.include}", "-c", name]} for name in SOURCES]))
        expected = run(arguments.vtcheck, folder, "--no-cache")
        if expected[0] != 1 or expected[1].count("[vt-double-await]") != 2:
            print(f"two findings were expected, not\n{expected}")
            return 1
        for what, options, place, warns in (
            ("no temporary folder", ["--no-cache"], {"temporary": "/no such folder"}, False),
            ("no byte in a file", ["--no-cache"], {"limit": 0}, False),
            ("no byte in a file, a cache", [cache], {"limit": 0}, True),
            ("some bytes in a file, a cache", [cache], {"limit": 1000}, True),
            ("a cache that is a half", [cache], {}, False),
        ):
            status, found, words = run(arguments.vtcheck, folder, *options, **place)
            if (status, found) != expected[:2] or warns != ("cannot be kept in the cache" in words):
                failed += 1
                print(f"{what}: status {status}\n{found}{words}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
