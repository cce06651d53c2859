#!/usr/bin/env python3
"""Shared precompiled headers change nothing that the analysis is given of the golden fixtures: each folder is parsed as one program, with and without.

    fixtures.py --vtcheck VTCHECK --include FOLDER FOLDER...

What is compared is the IR, which says more than the findings that follow from it, and takes a tenth of the time: an analysis that is given the same
says the same. That reports and messages are the same, too, is shared.py's.
"""

import argparse
import difflib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile


def programs(folders):
    for folder in folders:
        for parent, _, names in sorted(os.walk(folder)):
            sources = sorted(name for name in names if name.endswith(".c"))
            if len(sources) > 2:
                yield parent, sources


def check(vtcheck, database, folder, *options):
    done = subprocess.run([vtcheck, "-p", database, "--no-cache", "-j2", "--stats", "--dump=ir", *options], cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    shared = re.search(r"precompiled headers: (\d+); files parsed with one: (\d+)", done.stderr)
    return (done.returncode, done.stdout), int(shared.group(1)), int(shared.group(2))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("folders", nargs="+")
    arguments = parser.parse_args()
    vtcheck, failed, headers, sharing, files, functions = os.path.abspath(arguments.vtcheck), 0, 0, 0, 0, 0
    for folder, sources in programs(arguments.folders):
        folder = os.path.abspath(folder)
        with tempfile.TemporaryDirectory() as database:
            with open(os.path.join(database, "compile_commands.json"), "w", encoding="utf-8") as out:
                json.dump([{"directory": folder, "file": name, "arguments": ["cc", "-I" + os.path.abspath(arguments.include), "-c", name]} for name in sources], out)
            without, _, _ = check(vtcheck, database, folder, "--no-shared-headers")
            with_headers, shared, users = check(vtcheck, database, folder)
        files, headers, sharing = files + len(sources), headers + shared, sharing + users
        if without != with_headers:
            failed += 1
            print(f"{folder}: not the same IR; status {without[0]} without shared headers, {with_headers[0]} with")
            print("\n".join(itertools.islice(difflib.unified_diff(without[1].splitlines(), with_headers[1].splitlines(), "without", "with", lineterm=""), 100)))
        functions += len(re.findall(r"^function .*\{$", without[1], re.M))
    print(f"{functions} functions in {files} files, {sharing} of which share {headers} headers; {failed} folders differ")
    return 0 if failed == 0 and sharing > files // 2 and functions > files else 1


if __name__ == "__main__":
    sys.exit(main())
