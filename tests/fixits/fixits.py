#!/usr/bin/env python3
"""Applies the fixes of every fixture that has some, compiles the result and checks it again.

    fixits.py --vtcheck BINARY --include DIR --cc NAME=COMPILER... [--programs] [--expect RULE=COUNT...] FOLDER...

A .c file below the folders is a program of its own, with --programs a folder is. --fix-dry-run must print a diff where the report has a
fix, and none elsewhere. `vtcheck --fix` is run on a copy of what has findings, must change something where there is a diff and nothing elsewhere, and
  - every compiler must take the result as the golden tests take the original: without a warning;
  - as many findings must be gone as vtcheck says it fixed, and what is left must have been there before (rule, function, words);
  - the diff must apply, and make either the same, or what stands the same examination.
--expect: at least so many findings of the rule must have been fixed, so that the test cannot pass for want of fixes.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden"))
import golden  # noqa: E402

WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wno-unused-result"]


class Failure(Exception):
    pass


def read_header(path):
    fixture = golden.Fixture(path, os.path.dirname(path), [path])
    golden.read_header(path, fixture)
    only = None
    for line in golden.read_lines(path):
        match = golden.HEADER.match(line) if line.startswith("//") else None
        if match and match.group(1) == "only":
            only = match.group(2).strip().lower()
    return fixture.flags, only


def run(command, folder):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False, timeout=120)


def arguments_for(options, folder, files, flags):
    """A program is checked through a database: only then does vtcheck know that it is whole."""
    if not options.programs:
        return [*files, "--", "-I" + options.include, *flags]
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as out:
        json.dump([{"directory": folder, "file": file, "arguments": ["cc", "-c", "-I" + options.include, *flags, file]} for file in files], out)
    return ["-p", "."]


def check(options, folder, arguments, *more):
    """The findings that are not silenced, and what stands on standard output."""
    report = folder + ".json"
    done = run([options.vtcheck, "--quiet", f"--format=json:{report}", *more, *arguments], folder)
    if done.returncode not in (0, 1, 3):
        raise Failure(f"vtcheck ended with {done.returncode}: {done.stderr}")
    with open(report, encoding="utf-8") as text:
        return [found for found in json.load(text)["findings"] if not found["suppressed"]], done.stdout


def compile_all(options, folder, files, flags, only, what):
    for name, compiler in options.cc:
        if only and only not in name.lower():
            continue
        for file in files:
            done = run([compiler, "-fsyntax-only", "-std=c11", *WARNINGS, "-I" + options.include, *flags, file], folder)
            if done.returncode != 0:
                raise Failure(f"{what}: {name} says\n{done.stderr}")


def is_free_of_warnings(*what):
    try:
        compile_all(*what, "as it is")
    except Failure:
        return False
    return True


def identity(found):
    return (found["rule"], found["function"], re.sub(r"\d+", "#", found["message"]))


def compare(before, after, fixed):
    fresh = collections.Counter(map(identity, after)) - collections.Counter(map(identity, before))
    if fresh:
        raise Failure(f"new findings after the fix: {sorted(map(str, fresh))}")
    if len(before) - len(after) < fixed:
        raise Failure(f"{fixed} fixed, but {len(before)} findings became {len(after)}")
    return collections.Counter(found["rule"] for found in before) - collections.Counter(found["rule"] for found in after)


def is_same(one, other):
    return run(["diff", "-rq", one, other], None).returncode == 0


def apply_diff(diff, folder):
    patched = subprocess.run(["git", "apply", "-p1", "--unidiff-zero", "-"], cwd=folder, input=diff, capture_output=True, text=True, check=False)
    if patched.returncode != 0:
        raise Failure(f"the diff does not apply: {patched.stderr}\n{diff}")


def try_program(options, origin, files):
    """Returns the fixed findings by rule."""
    flags, only = read_header(os.path.join(origin, files[0]))
    with tempfile.TemporaryDirectory(prefix="vtcheck-fixits-") as top:
        copy, patched = (os.path.join(top, name) for name in ("copy", "patched"))
        shutil.copytree(origin, copy, ignore=lambda _, names: [name for name in names if name.endswith(".c") and name not in files])
        arguments = arguments_for(options, copy, files, flags)
        before, diff = check(options, copy, arguments, "--fix-dry-run")
        if bool(diff) != any("fix" in found for found in before):
            raise Failure(f"the report and --fix-dry-run disagree on whether there are fixes:\n{diff}")
        if not before:
            return collections.Counter()
        if diff:
            shutil.copytree(copy, patched)
        done = run([options.vtcheck, "--fix", *arguments], copy)
        said = re.search(r"^vtcheck: fixed (\d+) finding", done.stderr, re.M)
        if bool(said) != bool(diff):
            raise Failure(f"--fix and --fix-dry-run disagree:\n{diff}\n{done.stderr}")
        if not said:
            return collections.Counter()
        if "taken back" in done.stderr:
            raise Failure(done.stderr)
        try:
            compile_all(options, copy, files, flags, only, "after --fix")
        except Failure:
            if is_free_of_warnings(options, patched, files, flags, only):
                raise
            return collections.Counter()  # a fixture that is not meant to be
        gone = compare(before, check(options, copy, arguments)[0], int(said.group(1)))
        apply_diff(diff, patched)
        if not is_same(patched, copy):  # --fix goes on while there is something to fix
            compile_all(options, patched, files, flags, only, "after the diff")
            compare(before, check(options, patched, arguments_for(options, patched, files, flags))[0], 1)
        return gone


def programs(paths, are_folders):
    for top in paths:
        files = [os.path.abspath(path) for path in golden.find_files(top)]
        if not are_folders:
            yield from ((os.path.dirname(path), [os.path.basename(path)]) for path in files)
            continue
        folders = collections.defaultdict(list)
        for path in files:
            folders[os.path.dirname(path)].append(os.path.basename(path))
        yield from ((folder, sorted(names)) for folder, names in sorted(folders.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--cc", action="append", required=True, type=lambda text: text.split("=", 1))
    parser.add_argument("--programs", action="store_true")
    parser.add_argument("--expect", action="append", default=[])
    parser.add_argument("paths", nargs="+", metavar="FOLDER")
    options = parser.parse_args()
    options.include, options.vtcheck = os.path.abspath(options.include), os.path.abspath(options.vtcheck)
    total, failures, count = collections.Counter(), 0, 0
    with concurrent.futures.ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        jobs = {pool.submit(try_program, options, folder, files): os.path.join(folder, files[0])
                for folder, files in programs(options.paths, options.programs)}
        for job in concurrent.futures.as_completed(jobs):
            count += 1
            try:
                total += job.result()
            except Failure as failure:
                failures += 1
                print(f"FAIL {os.path.relpath(jobs[job])}\n{failure}")
    for expected in options.expect:
        rule, least = expected.split("=")
        if total[rule] < int(least):
            failures += 1
            print(f"FAIL {total[rule]} findings of {rule} were fixed, not {least}")
    print(f"fixits: {count} programs, fixed {dict(sorted(total.items()))}, {failures} failed")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
