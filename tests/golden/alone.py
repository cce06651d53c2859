#!/usr/bin/env python3
"""Runs over one file of a program against the run over all of it.

    alone.py --vtcheck BINARY --include DIR [--every N] [--flags] FOLDER...

Every folder with two .c files or more is a program. It is checked as a whole, then each file by itself. Wanted:

- with the compilation database, exactly those findings of the whole run that stand in the file, and of headers no others;
- with --flags, once more without the database: no finding that the whole run takes back, but those that follow from the
  contract's defaults for code out of sight. The files say which: `// alone: vt-rule` at the end of a line. Such a
  finding must be there.

--every N takes each Nth program only.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

import golden

ALONE = re.compile(r"(?://|/\*)\s*alone:\s*(vt-[a-z-]+)")


def check(options, fixture, scratch, files):
    """The findings as a set of (rule, path, line); a string where the run failed. `files`: what stands behind the options."""
    environment = dict(os.environ, XDG_CACHE_HOME=scratch, LC_ALL="C")
    done = subprocess.run([options.vtcheck, "--format=text", "--color=never", "--quiet", *files], cwd=fixture.folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, errors="replace", timeout=golden.TIMEOUT_SECONDS, check=False)
    if done.returncode not in (golden.CLEAN, golden.FINDINGS):
        return f"exit status {done.returncode}: {done.stderr.strip()[-400:]}"
    return {(f.rule, f.path, f.line) for f in golden.parse(done.stdout, fixture.folder)[0]}


def promised(path):
    return {(rule, path, number) for number, line in enumerate(golden.read_lines(path), start=1) for rule in ALONE.findall(line)}


def differences(findings, wanted, allowed):
    """`wanted` must be there, `allowed` may; sorted lines of text."""
    for rule, path, line in sorted(wanted - findings):
        yield f"{os.path.relpath(path)}:{line}: - missing {rule}"
    for rule, path, line in sorted(findings - wanted - allowed):
        yield f"{os.path.relpath(path)}:{line}: + the whole run does not say {rule}"


def complaints(fixture, options, scratch):
    """Everything that is wrong with one program, as (how it was run, text)."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        golden.write_database(fixture, options.include, folder)
        whole = check(options, fixture, folder, ["-p", folder])
        if isinstance(whole, str):
            yield "whole", f"{fixture.name}: {whole}"
            return
        for source in fixture.sources:
            name = os.path.basename(source)
            here = {finding for finding in whole if finding[1] == source}
            in_headers = {finding for finding in whole if finding[1].endswith(".h")}
            runs = [("with the database", ["-p", folder, name], here, in_headers)]
            if options.flags:
                defaults = set().union(*map(promised, golden.with_headers(source)))
                runs.append(("by its flags", [name, "--", "-I" + options.include, *fixture.flags], promised(source), here | in_headers | defaults))
            for how, files, wanted, allowed in runs:
                findings = check(options, fixture, folder, files)
                if isinstance(findings, str):
                    yield how, f"{fixture.name}/{name}: {findings}"
                    continue
                for text in differences(findings, wanted, allowed):
                    yield how, text


def main():
    parser = argparse.ArgumentParser(description="Compares runs over single files with the run over their program.")
    parser.add_argument("--vtcheck", required=True, help="the program under test")
    parser.add_argument("--include", required=True, help="folder of valuetask/valuetask.h")
    parser.add_argument("--flags", action="store_true", help="check each file without the database, too")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("paths", nargs="+", metavar="FOLDER")
    options = parser.parse_args()
    options.vtcheck = os.path.abspath(options.vtcheck)
    options.include = os.path.abspath(options.include)

    fixtures = [fixture for fixture in golden.collect(options.paths, True, False) if len(fixture.sources) > 1][::options.every]
    if not fixtures:
        sys.exit("alone: no program of several files found")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="alone-") as scratch, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for found in pool.map(lambda fixture: list(complaints(fixture, options, scratch)), fixtures):
            failed += bool(found)
            for how, text in found:
                print(f"{text} [{how}]")
    print(f"alone: {len(fixtures)} programs, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
