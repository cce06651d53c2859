#!/usr/bin/env python3
"""What the run time says of each misuse, by the smallest program that makes it; golden.misuse checks what vtcheck says of the same files.

    misuse.py --cc COMPILER --include DIR --library FILE [--uv FILE] --sources DIR FOLDER

Each .c file of FOLDER is a program that the default handler ends, with the words of its first line on standard error:

    // says: vt_int_await: this value task was consumed already
    // flags: -DVT_DEBUG_TOKENS        further flags of the compiler

The table is complete: each message in SOURCES is said by one of them, and each function that reports a second consumption. What is about libuv
(uv_*.c, and SOURCES/uv) is left out without --uv.
"""

import argparse
import concurrent.futures
import glob
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile

TIMEOUT_SECONDS = 60
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
HEADER = re.compile(r"^// (says|flags): (.*)$")
REPORT = re.compile(r'vt_report_misuse\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
CONVERSION = re.compile(r"%[0-9]*z?[a-z]")


def header_of(path):
    header = {"flags": ""}
    with open(path, encoding="utf-8") as file:
        for line in file:
            match = HEADER.match(line)
            if match is None:
                break
            header[match[1]] = match[2]
    return header


def run(path, options, scratch):
    """Returns (what was wrong or None, what it said)."""
    header = header_of(path)
    if "says" not in header:
        return "the first line is not '// says: ...'", ""
    program = os.path.join(scratch, os.path.basename(path)[:-2])
    command = [options.cc, "-std=c11", "-g", *WARNINGS, "-I" + options.include, *shlex.split(header["flags"]), path,
               *([options.uv] if options.uv else []), options.library, *(["-luv"] if options.uv else []), "-lpthread", "-o", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return done.stderr, ""
    try:
        done = subprocess.run([program], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=TIMEOUT_SECONDS,
                              check=False)
    except subprocess.TimeoutExpired:
        return "it does not end", ""
    if "valuetask: " not in done.stderr or header["says"] not in done.stderr:
        return f"does not say '{header['says']}', but: {done.stderr}", done.stderr
    if done.returncode != -signal.SIGABRT:
        return f"goes on, and ends with {done.returncode}", done.stderr
    return None, done.stderr


def messages(options):
    """The formats in which misuses are reported, as regular expressions, each with its place."""
    folders = [options.sources] + ([os.path.join(options.sources, "uv")] if options.uv else [])
    for path in sorted(path for folder in folders for path in glob.glob(os.path.join(folder, "*.c"))):
        with open(path, encoding="utf-8") as file:
            for match in REPORT.finditer(file.read()):
                text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match[1]))
                yield path, text, re.compile(".*".join(re.escape(part) for part in CONVERSION.split(text)), re.DOTALL)


def consuming_functions(include):
    """Whose names a report of a second consumption may begin with."""
    names = set()
    for header in ("define.h", "when.h"):
        with open(os.path.join(include, "valuetask", header), encoding="utf-8") as file:
            names |= set(re.findall(r'VT_CONSUME_OR_\(VT, [^,]+, "(\w+)"', file.read()))
    return names


def what_is_missing(said, options):
    for path, text, pattern in messages(options):
        if not any(pattern.search(words) for words in said):
            yield f"{os.path.relpath(path)}: no program is told '{text}'"
    for name in sorted(consuming_functions(options.include)):
        if not any(f"vt_int_{name}: this value task was consumed already" in words for words in said):
            yield f"no program is told 'vt_int_{name}: this value task was consumed already'"


def main():
    parser = argparse.ArgumentParser(description="Runs programs that misuse the run time, and compares what they are told.")
    parser.add_argument("--cc", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--uv", help="libuv's part, where there is one")
    parser.add_argument("--sources", required=True, help="the run time's, for the messages in them")
    parser.add_argument("folder")
    options = parser.parse_args()
    paths = sorted(path for path in glob.glob(os.path.join(options.folder, "*.c")) if options.uv or not os.path.basename(path).startswith("uv_"))
    with tempfile.TemporaryDirectory(prefix="misuse-") as scratch, concurrent.futures.ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        results = list(zip(paths, pool.map(lambda path: run(path, options, scratch), paths)))
    failures = [f"{os.path.relpath(path)}: {wrong}" for path, (wrong, _) in results if wrong]
    failures += what_is_missing([words for _, (_, words) in results], options)
    print("\n".join([*failures, f"misuse: {len(paths)} programs, {len(failures)} failures"]))
    return 1 if failures or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
