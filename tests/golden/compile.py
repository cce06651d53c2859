#!/usr/bin/env python3
"""Compiles (syntax only) every .c file below the folders: fixtures are C without warnings, apart from dropped results.

    compile.py --cc COMPILER --compiler-id ID --include DIR FOLDER...

A file's `// flags:` lines are obeyed; `// only: clang` or `// only: gnu` skips it with other compilers.
"""

import argparse
import concurrent.futures
import os
import subprocess
import sys

sys.dont_write_bytecode = True  # nothing is written into the source tree
import golden  # noqa: E402

WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wno-unused-result", "-Wno-unknown-warning-option"]


def is_meant_for(path, compiler):
    for line in golden.read_lines(path):
        match = golden.HEADER.match(line) if line.startswith("//") else None
        if match and match.group(1) == "only":
            return match.group(2).strip().lower() in compiler.lower()
    return True


def compile_file(path, options):
    fixture = golden.Fixture(path, os.path.dirname(path), [path])
    golden.read_header(path, fixture)
    done = subprocess.run([options.cc, "-fsyntax-only", *WARNINGS, "-I" + options.include, *fixture.flags, os.path.basename(path)],
                          cwd=fixture.folder, capture_output=True, text=True, errors="replace", check=False)
    return "" if done.returncode == 0 else f"FAIL {os.path.relpath(path)}\n{done.stdout}{done.stderr}"


def main():
    parser = argparse.ArgumentParser(description="Checks that the fixtures compile.")
    parser.add_argument("--cc", required=True)
    parser.add_argument("--compiler-id", required=True, help="as CMake names it: GNU, Clang, AppleClang")
    parser.add_argument("--include", required=True)
    parser.add_argument("paths", nargs="+", metavar="FOLDER")
    options = parser.parse_args()
    options.include = os.path.abspath(options.include)
    files = [os.path.abspath(path) for top in options.paths for path in golden.find_files(top)]
    if not files:
        sys.exit("compile: no file found")
    files = [path for path in files if is_meant_for(path, options.compiler_id)]
    with concurrent.futures.ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        failures = [text for text in pool.map(lambda path: compile_file(path, options), files) if text]
    print("\n".join([*failures, f"compile: {len(files)} files, {len(failures)} failed"]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
