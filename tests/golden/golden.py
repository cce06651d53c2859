#!/usr/bin/env python3
"""Golden tests: runs vtcheck over C files that carry their own expectations and compares line by line.

    golden.py --vtcheck BINARY --include DIR [--lint] FOLDER...            every .c file below is checked by itself
    golden.py --vtcheck BINARY --include DIR [--lint] --programs FOLDER... every sub-folder with .c files is one program

What the files say (docs/testing.md has the long version):

    // expect: vt-rule               a finding of that rule stands on this line; text after the rule must be in its message
    // expect: vt-a, vt-b text       two findings
    // expect-note: text             a note of some finding stands on this line; text must be in it
    // flags: -std=c2x               first lines of a file: further compiler flags
    // known-failure: why            first lines of a file: the comparison fails today; it is a failure when it does not

A line without marker has no finding. Nothing but the standard library is needed.
"""

import argparse
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

TIMEOUT_SECONDS = 180
# Exit statuses of vtcheck.
CLEAN, FINDINGS = 0, 1

MARKER = re.compile(r"(?://|/\*)\s*(expect|expect-note):(.*?)(?=(?://|/\*)\s*expect|\*/|$)")
HEADER = re.compile(r"^//\s*(flags|known-failure|only):\s*(.*)$")
DIAGNOSTIC = re.compile(r"^(?P<path>[^\s:][^:]*):(?P<line>\d+):(?P<column>\d+): (?P<severity>fatal error|error|warning|note): "
                        r"(?P<message>.*?)(?: \[(?P<rule>vt-[a-z-]+)[^\]]*\])?$")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')
FUNCTION = re.compile(r"^(?:[A-Za-z_][\w\s\*\[\]()]*?)??\b(?:FN_|FP_)?(\w+_(?:bad|ok))\s*\(")


@dataclass(frozen=True)
class Expectation:
    path: str
    line: int
    rule: str
    text: str


@dataclass
class Finding:
    path: str
    line: int
    rule: str
    message: str


@dataclass
class Note:
    path: str
    line: int
    message: str


@dataclass
class Fixture:
    """One run of vtcheck: a file, or a folder that is a program."""
    name: str
    folder: str
    sources: list
    flags: list = field(default_factory=list)
    known_failure: str = ""
    expected: list = field(default_factory=list)
    expected_notes: list = field(default_factory=list)
    complaints: list = field(default_factory=list)


def read_lines(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read().splitlines()


def split_rules(text):
    """'vt-a some text, vt-b' -> [('vt-a', 'some text'), ('vt-b', '')]"""
    for part in re.split(r",\s*(?=vt-)", text.strip()):
        rule, _, wanted = part.strip().partition(" ")
        yield rule, wanted.strip()


def read_markers(path, fixture):
    for number, line in enumerate(read_lines(path), start=1):
        for kind, text in MARKER.findall(line):
            if kind == "expect-note":
                fixture.expected_notes.append(Expectation(path, number, "note", text.strip()))
                continue
            for rule, wanted in split_rules(text):
                if not re.fullmatch(r"vt-[a-z]+(-[a-z]+)*", rule):
                    fixture.complaints.append(f"{path}:{number}: '{rule}' is no rule")
                fixture.expected.append(Expectation(path, number, rule, wanted))


def read_header(path, fixture):
    for line in read_lines(path):
        if not line.startswith("//"):
            break
        match = HEADER.match(line)
        if match is None:
            continue
        if match.group(1) == "flags":
            fixture.flags += shlex.split(match.group(2))
        elif match.group(1) == "known-failure":
            fixture.known_failure = match.group(2) or "no reason given"


def with_headers(path):
    """The file and the headers beside it that it includes, directly or not."""
    seen, queue = [], [path]
    while queue:
        current = os.path.normpath(queue.pop())
        if current in seen or not os.path.isfile(current):
            continue
        seen.append(current)
        for line in read_lines(current):
            match = INCLUDE.match(line)
            if match:
                queue.append(os.path.join(os.path.dirname(current), match.group(1)))
    return seen


def lint(path):
    """The verdict in a function's name and its markers agree: *_bad has one, *_ok has none."""
    name, has_marker = None, False
    for number, line in enumerate(read_lines(path), start=1):
        match = FUNCTION.match(line)
        if match and not line.rstrip().endswith(";"):
            name, has_marker, start = match.group(1), False, number
        if name is None:
            continue
        has_marker = has_marker or re.search(r"(?://|/\*)\s*expect:", line) is not None
        ends = line.startswith("}") or (line.rstrip().endswith("}") and number == start)
        if ends:
            if has_marker != name.endswith("_bad"):
                yield f"{path}:{start}: {name} {'has' if has_marker else 'has no'} expectation"
            name = None


def find_files(folder):
    for root, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            if file.endswith(".c"):
                yield os.path.join(root, file)


def make_fixture(name, folder, sources, headers, check_names):
    fixture = Fixture(name, folder, sources)
    for path in sorted(set(sources + headers)):
        read_header(path, fixture)
        read_markers(path, fixture)
        if check_names:
            fixture.complaints += lint(path)
    return fixture


def collect(paths, programs, check_names):
    for top in paths:
        top = os.path.abspath(top)
        if not os.path.exists(top):
            sys.exit(f"golden: {top}: no such file or folder")
        if not programs:
            for path in [top] if os.path.isfile(top) else find_files(top):
                headers = with_headers(path)[1:]
                yield make_fixture(os.path.relpath(path), os.path.dirname(path), [path], headers, check_names)
            continue
        for root, folders, files in os.walk(top):
            folders.sort()
            sources = sorted(os.path.join(root, file) for file in files if file.endswith(".c"))
            headers = sorted(os.path.join(root, file) for file in files if file.endswith(".h"))
            if sources:
                yield make_fixture(os.path.relpath(root), root, sources, headers, check_names)


def stem(path):
    return os.path.splitext(path)[0]


def write_database(fixture, include, folder):
    commands = [{"directory": fixture.folder, "file": path,
                 "arguments": ["cc", "-I" + include, *fixture.flags, "-c", os.path.basename(path)]}
                for path in fixture.sources]
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as file:
        json.dump(commands, file)


def run(fixture, options, programs, scratch):
    """Returns (exit status, standard output, standard error)."""
    command = [options.vtcheck, "--format=text", "--color=never", "--quiet"]
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        environment = dict(os.environ, XDG_CACHE_HOME=folder, LC_ALL="C")
        if programs:
            write_database(fixture, options.include, folder)
            command += ["-p", folder]
        else:
            command += [f"--profile={profile}" for profile in [stem(fixture.sources[0]) + ".profile"] if os.path.exists(profile)]
            command += [os.path.basename(fixture.sources[0]), "--", "-I" + options.include, *fixture.flags]
        done = subprocess.run(command, cwd=fixture.folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, errors="replace", timeout=TIMEOUT_SECONDS, check=False)
        return done.returncode, done.stdout, done.stderr


def parse(output, folder):
    """Returns (findings, notes, lines that say that something went wrong)."""
    findings, notes, problems = [], [], []
    for line in output.splitlines():
        match = DIAGNOSTIC.match(line)
        if match is None:
            continue
        path = os.path.normpath(os.path.join(folder, match["path"]))
        number = int(match["line"])
        if match["severity"] == "note":
            notes.append(Note(path, number, match["message"]))
        elif match["rule"]:
            findings.append(Finding(path, number, match["rule"], match["message"]))
        else:
            problems.append(line)
    return findings, notes, problems


def compare(fixture, findings, notes):
    """Returns what differs, as (path, line, text); empty: as expected."""
    left, differences = list(findings), []
    for wanted in sorted(fixture.expected, key=lambda e: -len(e.text)):
        match = next((f for f in left if (f.path, f.line, f.rule) == (wanted.path, wanted.line, wanted.rule)
                      and wanted.text in f.message), None)
        if match:
            left.remove(match)
            continue
        elsewhere = sorted({f.line for f in left if f.path == wanted.path and f.rule == wanted.rule
                            and not any((e.path, e.line, e.rule) == (f.path, f.line, f.rule) for e in fixture.expected)})
        hint = f"; there is one on line {', '.join(map(str, elsewhere[:3]))}" if elsewhere else ""
        text = f" saying '{wanted.text}'" if wanted.text else ""
        differences.append((wanted.path, wanted.line, f"- missing {wanted.rule}{text}{hint}"))
    differences += [(f.path, f.line, f"+ not expected: {f.message} [{f.rule}]") for f in left]
    for wanted in fixture.expected_notes:
        if not any((n.path, n.line) == (wanted.path, wanted.line) and wanted.text in n.message for n in notes):
            differences.append((wanted.path, wanted.line, f"- missing note '{wanted.text}'"))
    return sorted(differences)


def source_line(path, number):
    lines = read_lines(path) if os.path.isfile(path) else []
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def check(fixture, options, scratch):
    """Runs one fixture. Returns (passed, report)."""
    report = list(fixture.complaints)
    try:
        status, output, errors = run(fixture, options, options.programs, scratch)
    except subprocess.TimeoutExpired:
        report.append(f"{fixture.name}: no answer after {TIMEOUT_SECONDS} s")
        status, output, errors = None, "", ""
    findings, notes, problems = parse(output, fixture.folder)
    problems += parse(errors, fixture.folder)[2]
    differences = compare(fixture, findings, notes) if status is not None else []
    if status is not None and status != (FINDINGS if findings else CLEAN):
        tail = "\n".join("    | " + line for line in errors.splitlines()[-8:])
        report.append(f"{fixture.name}: exit status {status} with {len(findings)} findings\n{tail}".rstrip())
    report += [f"{fixture.name}: {line}" for line in problems]
    for path, line, text in differences:
        report.append(f"{os.path.relpath(path)}:{line}: {text}\n    | {source_line(path, line)}")
    if fixture.known_failure and not fixture.complaints:
        if report:
            return True, [f"{fixture.name}: fails as known: {fixture.known_failure}"]
        return False, [f"{fixture.name}: a known failure that passes: take '// known-failure: {fixture.known_failure}' away"]
    return not report, report


def main():
    parser = argparse.ArgumentParser(description="Compares vtcheck's findings with the markers in C files.")
    parser.add_argument("--vtcheck", required=True, help="the program under test")
    parser.add_argument("--include", required=True, help="folder of valuetask/valuetask.h")
    parser.add_argument("--programs", action="store_true", help="each folder with .c files is one program")
    parser.add_argument("--lint", action="store_true", help="also: *_bad functions have an expectation, *_ok ones none")
    parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("paths", nargs="+", metavar="FOLDER")
    options = parser.parse_args()
    options.vtcheck = os.path.abspath(options.vtcheck)
    options.include = os.path.abspath(options.include)

    fixtures = list(collect(options.paths, options.programs, options.lint))
    if not fixtures:
        sys.exit("golden: no fixture found")
    if not os.access(options.vtcheck, os.X_OK):
        sys.exit(f"golden: {options.vtcheck}: cannot be run")
    failed = expected = 0
    with tempfile.TemporaryDirectory(prefix="golden-") as scratch, \
            concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for fixture, (passed, report) in zip(fixtures, pool.map(lambda f: check(f, options, scratch), fixtures)):
            failed += not passed
            expected += len(fixture.expected)
            if report:
                print(("" if passed else "FAIL ") + "\n".join(report))
    print(f"golden: {len(fixtures)} fixtures, {expected} expected findings, {failed} fixtures failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
