#!/usr/bin/env python3
"""Where nothing can be written findings are the same: no folder for temporary files, no byte allowed in a file, a few bytes allowed; a file
system that is full, or read-only (mounted in a namespace of its own; said when that is not allowed here).

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


# What standard error has to say of the cache.
NOT_KEPT, NOTHING, ANYTHING = "results cannot be kept in the cache", None, ""


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write(text)


# What a run begins with: its mounts, which nobody else sees. $0 is the folder.
ON_FULL_DISK = 'mount -t tmpfs -o size=32k none "$0/full" && exec "$@"'
ON_READ_ONLY_DISK = 'mount --bind "$0/kept" "$0/kept" && mount -o remount,ro,bind "$0/kept" && exec "$@"'


def mounting(script, folder):
    return ["unshare", "--map-root-user", "--mount", "sh", "-c", script, folder]


def can_mount():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "full"))
        try:
            return subprocess.run([*mounting(ON_FULL_DISK, folder), "true"], capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            return False


def run(vtcheck, folder, *options, temporary=None, limit=None, mounts=None):
    def prepare():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    environment = {**os.environ, "TMPDIR": temporary} if temporary is not None else None
    before = mounting(mounts, folder) if mounts is not None else []
    done = subprocess.run([*before, vtcheck, "-p", folder, "-j2", *options], cwd=folder, env=environment, preexec_fn=prepare, capture_output=True, text=True, check=False, timeout=120)
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
        cases = [
            ("no temporary folder", ["--no-cache"], {"temporary": "/no such folder"}, NOTHING),
            ("no byte in a file", ["--no-cache"], {"limit": 0}, NOTHING),
            ("no byte in a file, a cache", [cache], {"limit": 0}, NOT_KEPT),
            ("some bytes in a file, a cache", [cache], {"limit": 1000}, NOT_KEPT),
            ("a cache that is a half", [cache], {}, NOTHING),
        ]
        if can_mount():
            os.mkdir(os.path.join(folder, "full"))
            cases += [
                ("a cache on a full disk", [f"--cache-dir={folder}/full/kept"], {"mounts": ON_FULL_DISK}, NOT_KEPT),
                ("temporary files on a full disk", ["--no-cache"], {"mounts": ON_FULL_DISK, "temporary": os.path.join(folder, "full")}, NOTHING),
                ("a whole cache on a read-only disk", [cache], {"mounts": ON_READ_ONLY_DISK}, ANYTHING),
                ("no cache on a read-only disk", [f"{cache}/other"], {"mounts": ON_READ_ONLY_DISK}, "there can be no cache in"),
            ]
        else:
            print("left out, for want of a right to mount (unshare): full and read-only disks")
        for what, options, place, warning in cases:
            status, found, words = run(arguments.vtcheck, folder, *options, **place)
            if (status, found) != expected[:2] or (warning not in words if warning != NOTHING else "warning" in words):
                failed += 1
                print(f"{what}: status {status}\n{found}{words}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
