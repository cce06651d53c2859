#!/usr/bin/env python3
"""Differential test: random programs, run over all their inputs by a recording build, against what vtcheck says.

    differential.py run --seed 1 --count 10000 --vtcheck BIN [--jobs 2] [--time-limit SECONDS] [--keep FOLDER]
    differential.py show --seed 1 --program 17 [--recording]
    differential.py judge --seed 1 --program 17 --vtcheck BIN         one program, with all verdicts
    differential.py reduce --seed 1 --program 17 --vtcheck BIN [--output FILE]

A miss is a misuse that some input shows and vtcheck does not report on that line; a false alarm is a report that no input shows.
docs/differential.md has the rest. Exit status: 0 all agree, 1 some disagree, 2 the test itself failed. Standard library only.
"""

import argparse
import collections
import concurrent.futures
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import generator  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RECORDER = os.path.join(HERE, "recorder")
RULES = ("vt-double-await", "vt-use-after-await", "vt-unawaited")
FINDING = re.compile(r"^(?P<path>[^\s:][^:]*):(?P<line>\d+):\d+: (?:error|warning): .* \[(?P<rule>vt-[a-z-]+)[^\]]*\]$")
MOST_RUNS = 4000
PROGRAMS_PER_FILE = 10
INPUTS = (-1, 5)  # -1 to 3: below, among and above the constants 0..2
# -4 to 7: three in a row above and below the constants, with all their low bits, where inputs are compared with each other or by bits.
WIDE_INPUTS = (-4, 12)
# Of loops: no turn; one, two, three turns; and enough for what only happens when the counter is past all constants, and after that.
BOUNDS = (-1, 0, 1, 2, 3, 6)


class Trouble(Exception):
    """The test itself could not be carried out."""


class Layout:
    """The files of a batch of programs, plain and recording, and which program each line belongs to."""

    def __init__(self, programs, per_file=PROGRAMS_PER_FILE):
        self.files = {}   # name -> list of (plain, recording)
        self.owners = {}  # name -> list of program numbers by line
        prelude = [(generator.plain(line), generator.recording(line)) for line in generator.PRELUDE]
        for start in range(0, len(programs), per_file):
            group = programs[start:start + per_file]
            for suffix, part in (("a", "first"), ("b", "second")):
                if not any(getattr(program, part) for program in group):
                    continue
                name = f"p{group[0].number}{suffix}.c"
                lines, owners = list(prelude), [None] * len(prelude)
                for program in group:
                    for line in generator.lines_of(getattr(program, part)):
                        lines.append((generator.plain(line), generator.recording(line)))
                        owners.append(program.number)
                self.files[name], self.owners[name] = lines, owners

    def owner(self, name, line):
        return self.owners[name][line - 1] if 0 < line <= len(self.owners[name]) else None

    def write_plain(self, folder):
        database = []
        for name, lines in self.files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write("".join(text + "\n" for text, _ in lines))
            database.append({"directory": folder, "file": name,
                             "arguments": ["cc", "-std=gnu11", "-I", os.path.join(ROOT, "include"), "-c", name]})
        with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as file:
            json.dump(database, file)

    def write_recording(self, path, programs):
        out = ['#include "recorder.h"']
        for index, (name, lines) in enumerate(self.files.items()):
            # One translation unit: what stands at the top of each file is needed once.
            skipped = len(generator.PRELUDE) if index > 0 else 0
            out.append(f'#line {skipped + 1} "{name}"')
            out += [text for _, text in lines[skipped:]]
        out.append('#line 1 "main.c"')
        out.append(f"static const int bounds[] = {{{', '.join(map(str, BOUNDS))}}};")
        for program in programs:
            count = program.inputs + program.bounds
            inputs = ", ".join(f"in[{k}]" for k in range(count))
            first, inputs_count = WIDE_INPUTS if program.is_wide else INPUTS
            reads = "".join(f"in[{k}] = recorder_choose({inputs_count}) + {first}; " if k < program.inputs else
                            f"in[{k}] = bounds[recorder_choose({len(BOUNDS)})]; " for k in range(count))
            out.append(f"static void run_{program.number}(void) {{ int in[{count}]; {reads}sink = {program.root}({inputs}); }}")
        out.append("static const struct recorder_program programs[] = {")
        out += [f"{{{program.number}, run_{program.number}}}," for program in programs]
        out.append("};")
        out.append(f"int main(void) {{ return recorder_main(programs, {len(programs)}, {MOST_RUNS}); }}")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(out) + "\n")


class Truth:
    """What the recorder saw of one program. `state`: all (every input), capped (not all of them), or invalid.
    `allowed`: where the contract leaves open which of several lines it is."""

    def __init__(self):
        self.allowed = set()
        self.findings, self.state, self.why, self.runs = set(), "missing", "", 0


@functools.lru_cache(maxsize=None)
def compiler_flags(cc):
    flags = ["-std=gnu11", "-O0", "-Werror=return-type", "-ftrivial-auto-var-init=zero"]
    version = subprocess.run([cc, "--version"], capture_output=True, text=True).stdout
    if "clang" in version:
        flags.append("-enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang")
    return flags


def record(layout, programs, folder, cc):
    source, binary = os.path.join(folder, "recording.c"), os.path.join(folder, "recording")
    layout.write_recording(source, programs)
    built = subprocess.run([cc, *compiler_flags(cc), "-I", RECORDER, "-o", binary, source,
                            os.path.join(RECORDER, "recorder.c")], capture_output=True, text=True)
    if built.returncode != 0:
        raise Trouble(f"the recording build failed:\n{built.stderr[:4000]}")
    try:
        ran = subprocess.run([binary], capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        raise Trouble("the recording build does not end")
    if ran.returncode != 0:
        raise Trouble(f"the recording build ended with {ran.returncode}: {ran.stdout[-300:]}{ran.stderr[-2000:]}")
    truths = {program.number: Truth() for program in programs}
    for line in ran.stdout.splitlines():
        words = line.split(None, 4)
        truth = truths[int(words[1])]
        if words[0] == "finding" and words[2].startswith("either-"):
            truth.allowed.add((words[2][len("either-"):], words[3], int(words[4])))
        elif words[0] == "finding":
            truth.findings.add((words[2], words[3], int(words[4])))
        else:
            truth.runs, truth.state, truth.why = int(words[2]), words[3], words[4]
    return truths


def check(layout, folder, vtcheck, *files):
    """{program: set of (rule, file, line)}; None stands for a place that belongs to no program. No file: all."""
    command = [vtcheck, "-p", folder, *files, "--checks=-*," + ",".join(RULES), "--color=never", "-q", "-j", "1"]
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=900)
    except subprocess.TimeoutExpired:
        raise Trouble("vtcheck does not end")
    if ran.returncode not in (0, 1):
        raise Trouble(f"vtcheck ended with {ran.returncode}: {(ran.stderr + ran.stdout)[:3000]}")
    found = collections.defaultdict(set)
    for line in ran.stdout.splitlines():
        match = FINDING.match(line)
        if match is None:
            continue
        name, number = os.path.basename(match["path"]), int(match["line"])
        found[layout.owner(name, number) if name in layout.owners else None].add((match["rule"], name, number))
    return found


class Verdict:
    def __init__(self, number, truth, reported):
        self.number, self.truth = number, truth
        self.misses = sorted(truth.findings - reported) if truth.state != "invalid" else []
        # What not all inputs were tried for cannot be called false.
        self.alarms = sorted(reported - truth.findings - truth.allowed) if truth.state == "all" else []
        self.shown = sorted(truth.findings)

    @property
    def agrees(self):
        return not self.misses and not self.alarms


def judge_batch(programs, vtcheck, cc, per_file=PROGRAMS_PER_FILE):
    with tempfile.TemporaryDirectory(prefix="vtdiff") as folder:
        layout = Layout(programs, per_file)
        layout.write_plain(folder)
        truths = record(layout, programs, folder, cc)
        started = time.monotonic()
        reported = check(layout, folder, vtcheck)
        seconds = time.monotonic() - started
        if reported.get(None):
            raise Trouble(f"findings outside of any program: {sorted(reported[None])[:5]}")
        return [Verdict(p.number, truths[p.number], reported[p.number]) for p in programs], seconds


def program_of(options, number):
    return generator.generate(options.seed, number, options.avoid, options.shapes)


def batch_job(options, numbers):
    programs = [program_of(options, number) for number in numbers]
    try:
        return judge_batch(programs, options.vtcheck, options.cc), None
    except Trouble as trouble:
        return None, f"programs {numbers[0]}..{numbers[-1]}: {trouble}"


# --- one file at a time ---

def alone(options):
    """What is found in each file of a program by itself is what is found in the program."""
    programs = [program_of(options, number) for number in range(options.first, options.first + options.count)]
    programs = [program for program in programs if program.second]
    differing = findings = 0
    for at in range(0, len(programs), options.batch):
        batch = programs[at:at + options.batch]
        with tempfile.TemporaryDirectory(prefix="vtdiff") as folder:
            layout = Layout(batch, PROGRAMS_PER_FILE)
            layout.write_plain(folder)
            whole, single = check(layout, folder, options.vtcheck), collections.defaultdict(set)
            for name in layout.files:
                for number, found in check(layout, folder, options.vtcheck, name).items():
                    single[number] |= found
        for program in batch:
            one, other = whole[program.number], single[program.number]
            findings += len(one)
            differing += one != other
            for title, found in (("missing", one - other), ("taken back by the whole", other - one)):
                for rule, name, line in sorted(found):
                    print(f"seed {options.seed} program {program.number}: {title}: {rule} at {name}:{line}")
    print(f"seed {options.seed}: {len(programs)} programs of two files, {findings} findings; {differing} programs differ one file at a time")
    return 1 if differing else 0


# --- run ---

def run(options):
    started = time.monotonic()
    numbers = list(range(options.first, options.first + options.count))
    batches = [numbers[i:i + options.batch] for i in range(0, len(numbers), options.batch)]
    verdicts, troubles, skipped, seconds = [], [], 0, 0.0
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        waiting = collections.deque(batches)
        running = set()
        while waiting or running:
            late = options.time_limit and time.monotonic() - started > options.time_limit
            if late and waiting:
                skipped += sum(len(batch) for batch in waiting)
                waiting.clear()
            while waiting and len(running) < options.jobs:
                running.add(pool.submit(batch_job, options, waiting.popleft()))
            if not running:
                break
            done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                result, trouble = future.result()
                if trouble:
                    troubles.append(trouble)
                else:
                    verdicts += result[0]
                    seconds += result[1]
    verdicts.sort(key=lambda verdict: verdict.number)
    report(options, verdicts, troubles, skipped, time.monotonic() - started, seconds)
    if troubles:
        return 2
    return 0 if all(verdict.agrees for verdict in verdicts) else 1


def report(options, verdicts, troubles, skipped, elapsed, checking):
    states = collections.Counter(verdict.truth.state for verdict in verdicts)
    failing = [verdict for verdict in verdicts if not verdict.agrees]
    for verdict in failing:
        for kind, found in (("miss", verdict.misses), ("false alarm", verdict.alarms)):
            for rule, name, line in found:
                print(f"seed {options.seed} program {verdict.number}: {kind}: {rule} at {name}:{line}")
        if options.keep:
            os.makedirs(options.keep, exist_ok=True)
            path = os.path.join(options.keep, f"seed{options.seed}_{verdict.number}.c")
            with open(path, "w", encoding="utf-8") as file:
                file.write(show_text(program_of(options, verdict.number)))
            print(f"  kept as {path}")
    clean = sum(1 for verdict in verdicts if not verdict.shown and verdict.truth.state == "all")
    print(f"seed {options.seed}: {len(verdicts)} programs ({states['all']} over all inputs, {states['capped']} over some, "
          f"{states['invalid']} discarded, {skipped} not reached), {clean} without misuse, "
          f"{sum(verdict.truth.runs for verdict in verdicts)} runs")
    for rule in RULES:
        shown = sum(1 for v in verdicts for f in v.shown if f[0] == rule)
        missed = sum(1 for v in verdicts for f in v.misses if f[0] == rule)
        alarms = sum(1 for v in verdicts for f in v.alarms if f[0] == rule)
        print(f"  {rule:20} shown {shown:6}  missed {missed:4}  false alarms {alarms:4}")
    print(f"  {len(failing)} programs disagree; {elapsed:.1f} s, of which vtcheck {checking:.1f} s in {options.jobs} jobs")
    for why, count in collections.Counter(v.truth.why for v in verdicts if v.truth.state == "invalid").items():
        print(f"  discarded: {count} {why}")
    for trouble in troubles:
        print(f"trouble: {trouble}", file=sys.stderr)


# --- one program ---

def show_text(program, recording=False):
    text = generator.recording if recording else generator.plain
    lines = [text(line) for line in generator.PRELUDE + generator.lines_of(program.first)]
    if program.second:
        lines += ["", "/* --- second file --- */"] + [text(line) for line in generator.PRELUDE + generator.lines_of(program.second)]
    return "\n".join(lines) + "\n"


def judge(options):
    program = program_of(options, options.program)
    (verdict,), _ = judge_batch([program], options.vtcheck, options.cc)
    for name, lines in Layout([program]).files.items():
        marks = collections.defaultdict(list)
        for title, found in (("shown", verdict.shown), ("MISS", verdict.misses), ("FALSE ALARM", verdict.alarms)):
            for rule, place, line in found:
                if place == name:
                    marks[line].append(f"{title} {rule}")
        for number, (text, _) in enumerate(lines, start=1):
            if number > len(generator.PRELUDE) or marks[number]:
                print(f"{number:4} {text}" + (f"   // {', '.join(marks[number])}" if marks[number] else ""))
    print(f"{verdict.truth.state} {verdict.truth.why} {verdict.truth.runs} runs")
    return 0 if verdict.agrees else 1


def show(options):
    sys.stdout.write(show_text(program_of(options, options.program), options.recording))
    return 0


def reduce_one(options):
    import reduce
    return reduce.main(options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in (("run", run), ("alone", alone), ("show", show), ("judge", judge), ("reduce", reduce_one)):
        command = commands.add_parser(name)
        command.set_defaults(function=function)
        command.add_argument("--seed", type=int, required=True)
        command.add_argument("--cc", default=os.environ.get("CC", "cc"))
        command.add_argument("--avoid", action="append", default=[], choices=generator.AVOIDABLE,
                             help="leave a feature out (the programs are others then)")
        command.add_argument("--shapes", action="append", default=[], choices=generator.SHAPE_NAMES,
                             help="these shapes in every program, and no others")
        if name != "show":
            command.add_argument("--vtcheck", required=True)
        if name in ("run", "alone"):
            command.add_argument("--count", type=int, default=1000)
            command.add_argument("--first", type=int, default=0)
            command.add_argument("--batch", type=int, default=200)
        if name == "run":
            command.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
            command.add_argument("--time-limit", type=float, default=0)
            command.add_argument("--keep", help="folder for the programs that disagree")
        elif name != "alone":
            command.add_argument("--program", type=int, required=True)
        if name == "show":
            command.add_argument("--recording", action="store_true")
        if name == "reduce":
            command.add_argument("--output")
    options = parser.parse_args()
    if getattr(options, "vtcheck", None):
        options.vtcheck = os.path.abspath(options.vtcheck)
    try:
        return options.function(options)
    except Trouble as trouble:
        print(f"differential: {trouble}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    import differential  # reduce.py knows this module by its name
    sys.exit(differential.main())
