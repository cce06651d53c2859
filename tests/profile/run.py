#!/usr/bin/env python3
"""Builds the program with VT_PROFILE in several ways, runs it, and compares the profile that it writes.

    run.py --cc CC [--cc CC ...] [--flag=FLAG] --include DIR --library FILE

A compiler that is not there is left out with a message; the first one must be there.
"""
import argparse
import collections
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WAYS = {
    "O0": ["-O0"],
    "O2": ["-O2"],
    "sections": ["-O2", "-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections"],
    "O3": ["-O3"],
    "lto": ["-O2", "-flto"],
}
failures = []


def line_of(file, marker):
    path = os.path.join(HERE, file)
    with open(path, encoding="utf-8") as lines:
        return path, next(number for number, line in enumerate(lines, 1) if f"/* {marker} */" in line)


def check(name, seen, expected):
    if seen != expected:
        failures.append(name)
        print(f"FAILED {name}\n  expected {expected}\n  seen     {seen}")


def run(arguments, folder, **environment):
    done = subprocess.run(arguments, cwd=folder, env={**os.environ, **environment}, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit status {done.returncode}\n{done.stderr}")
    return done


def build(cc, flags, options, folder, debug=("-g",)):
    common = [cc, "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-DVT_PROFILE", *debug, *flags, *options.flag, "-I", options.include]
    run([*common, "-fPIC", "-shared", "-o", "libplugin.so", os.path.join(HERE, "plugin.c"), options.library, "-lpthread"], folder)
    run([*common, "-o", "program", os.path.join(HERE, "program.c"), options.library, "./libplugin.so", "-lpthread"], folder)


def read(folder):
    """(file, line) or (file, line, "task") -> [ready, pending]; the functions that were named for each."""
    counts, functions = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(set)
    with open(os.path.join(folder, "out.profile"), encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            file, number, function, ready, pending, *task = line.rstrip("\n").split("\t")
            place = (os.path.normpath(file), int(number), *task)
            counts[place][0] += int(ready)
            counts[place][1] += int(pending)
            functions[place].add(function)
    return dict(counts), functions


EXPECTED = {
    (*line_of("program.c", "slow"), "task"): [1, 0],
    line_of("program.c", "own"): [1, 9],
    line_of("lookup.h", "in-header ready"): [10, 0],
    line_of("lookup.h", "in-header pending"): [0, 10],
    line_of("plugin.c", "plugin ready"): [2, 0],
}


def test_ways(cc, options):
    for way, flags in WAYS.items():
        with tempfile.TemporaryDirectory() as folder:
            build(cc, flags, options, folder)
            run(["./program"], folder, VT_PROFILE_OUT="out.profile")
            counts, functions = read(folder)
            check(f"{cc} {way}", counts, EXPECTED)
            if way == "O0":
                check(f"{cc} {way} functions", functions[line_of("plugin.c", "plugin ready")], {"plugin_look_up"})
                check(f"{cc} {way} functions", functions[line_of("lookup.h", "in-header ready")], {"look_up"})


def test_runs_add_up(cc, options):
    with tempfile.TemporaryDirectory() as folder:
        build(cc, ["-O2"], options, folder)
        run(["./program"], folder)
        check("nothing is written unasked", os.path.exists(os.path.join(folder, "out.profile")), False)
        run(["./program"], folder, VT_PROFILE_OUT="out.profile")
        with open(os.path.join(folder, "out.profile"), "a", encoding="utf-8") as profile:
            profile.write("# a line cut short")
        run(["./program", "fork"], folder, VT_PROFILE_OUT="out.profile")
        counts, _ = read(folder)
        expected = {place: [2 * number for number in pair] for place, pair in EXPECTED.items()}
        expected[line_of("program.c", "own")][0] += 2
        expected[line_of("program.c", "of tasks")] = [0, 1000]
        expected[(*line_of("program.c", "task"), "task")] = [750, 250]
        expected[(*line_of("program.c", "as task"), "task")] = [1, 0]
        expected[line_of("program.c", "void ready")] = [1, 0]
        check("runs and children add up", counts, expected)


def test_poor_names(cc, options):
    with tempfile.TemporaryDirectory() as folder:
        build(cc, ["-O0"], options, folder, debug=("-g0",))
        run(["./program"], folder, VT_PROFILE_OUT="out.profile")
        counts, functions = read(folder)
        check("without debug information there are functions", {"own", "look_up", "plugin_look_up"} <= functions[("?", 0)], True)
        check("without debug information nothing is lost", counts, {("?", 0): [13, 19], ("?", 0, "task"): [1, 0]})
        os.remove(os.path.join(folder, "out.profile"))
        run(["./program"], folder, VT_PROFILE_OUT="out.profile", VT_ADDR2LINE="/nonexistent")
        counts, functions = read(folder)
        check("without addr2line nothing is lost", counts, {("?", 0): [13, 19], ("?", 0, "task"): [1, 0]})
        check("without addr2line there are addresses", all("+0x" in name for name in functions[("?", 0)]), True)
        told = run(["./program"], folder, VT_PROFILE_OUT="missing/out.profile").stderr
        check("a profile that cannot be written is told", "missing/out.profile" in told, True)


def test_plain_build(cc, options):
    """Without VT_PROFILE there is neither section nor code: the object is that of a header without any of it."""
    with tempfile.TemporaryDirectory() as folder:
        run([cc, "-std=c11", "-O2", "-I", options.include, "-c", "-o", "plain.o", os.path.join(HERE, "plugin.c")], folder)
        symbols = run(["nm", "plain.o"], folder).stdout + run(["objdump", "-h", "plain.o"], folder).stdout
        check("a plain build has nothing of it", "vt_profile" in symbols, False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cc", action="append", required=True)
    parser.add_argument("--flag", action="append", default=[], help="a further compiler flag")
    parser.add_argument("--include", required=True)
    parser.add_argument("--library", required=True)
    options = parser.parse_args()
    options.include, options.library = os.path.abspath(options.include), os.path.abspath(options.library)
    for cc in options.cc:
        if shutil.which(cc) is None:
            print(f"left out: {cc} is not installed")
            continue
        test_ways(cc, options)
    test_runs_add_up(options.cc[0], options)
    test_poor_names(options.cc[0], options)
    test_plain_build(options.cc[0], options)
    sys.exit(1 if failures else 0)


main()
