#!/usr/bin/env python3
"""Functions over narrow numbers of all types, run over all their inputs, against what vtcheck says: does arithmetic that it
follows mean what it means in C?

    numbers.py --vtcheck VTCHECK --include DIR [--seed S] [--count N] [--cc CC] [--keep DIR]

A function takes a signed and an unsigned char, so that its 65,536 inputs are all tried: conversions, sums that come round, loops whose
counters are narrow or past 2^63. Every misuse that some input shows must be reported on its line: a miss fails. False alarms are
counted only, as products and remainders of unknowns are told apart by no analysis here. Functions with signed overflow or without end are left out.
Exit status: 0 no miss, 1 a miss, or too few functions left to judge, 2 wrong use.
"""
import argparse
import concurrent.futures
import json
import os
import random
import subprocess
import sys
import tempfile

TYPES = ["signed char", "unsigned char", "short", "unsigned short", "int", "unsigned", "long", "size_t"]
CONSTANTS = [0, 1, 2, 3, 4, 7, 8, 10, 127, 128, 200, 254, 255, -1, -2, -128]
CONSUME, FLAGGED = "consume(t);", "if (!seen) { seen = 1; consume(t); }"

CHECKED = """#include <stddef.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
#define consume(task) vt_int_forget(task)
#define TURN
"""

# Counts what is consumed; what consumes a second time tells its line.
RUN = """#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
static int consumed, is_lost; static long turns; static char second[4000];
#define consume(task) do { if (++consumed == 2) second[__LINE__] = 1; } while (0)
#define TURN do { if (++turns > 3000) exit(9); } while (0);
"""

MAIN = """
int main(void)
{
    for (int a = -128; a < 128; a++)
        for (int b = 0; b < 256; b++) {
            consumed = 0, turns = 0;
            subject((signed char)a, (unsigned char)b);
            is_lost |= consumed == 0;
        }
    printf("%d", is_lost);
    for (int line = 0; line < 4000; line++)
        if (second[line])
            printf(" %d", line);
    return 0;
}
"""


class Generator:
    """One function; its lines are the same in the text that is checked and in the one that is run."""

    def __init__(self, rng):
        self.rng, self.names, self.lines = rng, 0, []
        self.consume = rng.choice([CONSUME, FLAGGED])

    def emit(self, depth, text):
        self.lines.append("    " * (depth + 1) + text)

    def fresh(self):
        self.names += 1
        return f"v{self.names}"

    def term(self, known):
        rng, name = self.rng, self.rng.choice(known)
        forms = [(9, name), (4, f"{name} {rng.choice('+-')} {rng.choice([1, 1, 2, 3, 128, 255])}"), (2, f"({rng.choice(TYPES)}){name}"),
                 (2, f"({rng.choice(TYPES)})({name} {rng.choice('+-')} {rng.choice([1, 2, 128])})"), (1, f"{name} {rng.choice('+-')} {rng.choice(known)}"),
                 (1, f"{name} * 2"), (1, f"{name} % {rng.choice([2, 3, 4])}"), (1, f"-{name}"), (1, f"{name} >> {rng.choice([1, 4])}")]
        return rng.choices([form for _, form in forms], [weight for weight, _ in forms])[0]

    def condition(self, known):
        rng = self.rng
        right = str(rng.choice(CONSTANTS)) if rng.random() < 0.5 else self.term(known)
        text = f"{self.term(known)} {rng.choice(['<', '<=', '>', '>=', '==', '==', '!=', '!='])} {right}"
        more = f"{rng.choice(known)} {rng.choice(['<', '>', '!='])} {rng.choice(CONSTANTS)}"
        return rng.choices([text, f"!({text})", f"{text} && {more}", f"{text} || {more}"], [16, 2, 1, 1])[0]

    def loop(self, known):
        rng, name, kind = self.rng, self.fresh(), self.rng.choice(TYPES)
        begin, end = rng.choice(["0", "1", self.term(known)]), rng.choice(known + [str(rng.choice(CONSTANTS))])
        head = rng.choice([
            f"for ({kind} {name} = {begin}; {name} {rng.choice(['<', '<=', '!='])} {end}; {name}{rng.choice(['++', ' += 2'])})",
            f"for ({kind} {name} = {end}; {name} {rng.choice(['>', '>=', '!='])} {rng.choice(['0', begin])}; {name}{rng.choice(['--', ' -= 2'])})",
            f"for ({kind} {name} = {end}; {name}-- > {rng.choice(['0', '1'])};)"])
        return name, head + " { TURN"

    def statements(self, known, depth, in_loop):
        rng = self.rng
        for _ in range(rng.randint(1, 3)):
            form = rng.choices(["consume", "declare", "change", "loop", "choice"], [6, 2, 2, 4 * (depth < 2), 4 * (depth < 2)])[0]
            own = [name for name in known if name.startswith("v")]
            if form == "consume":
                leaves = " break;" if in_loop and rng.random() < 0.6 else ""
                self.emit(depth, f"if ({self.condition(known)}) {{ {self.consume}{leaves} }}")
            elif form == "declare" or (form == "change" and not own):
                name = self.fresh()
                self.emit(depth, f"{rng.choice(TYPES)} {name} = {self.term(known)};")
                known = known + [name]
            elif form == "change":
                name = rng.choice(own)
                self.emit(depth, rng.choice([f"{name}++;", f"{name}--;", f"{name} += {rng.choice([1, 5, 127])};", f"{name} = {self.term(known)};"]))
            else:
                name, head = self.loop(known) if form == "loop" else (None, f"if ({self.condition(known)}) {{")
                self.emit(depth, head)
                self.statements(known + ([name] if name else []), depth + 1, in_loop or form == "loop")
                self.emit(depth, "}")

    def function(self):
        name = self.fresh()
        self.emit(0, f"{self.rng.choice(TYPES)} {name} = {self.term(['a', 'b'])};")
        for known in ["a", "b", name], ["b", name]:
            self.statements(known, 0, False)
        return "\n".join(self.lines)


def text_of(prologue, task, body):
    return f"{prologue}#line 100\nvoid subject(signed char a, unsigned char b)\n{{\n    int seen = 0; (void)seen;\n    {task}\n{body}\n}}\n"


def happens(arguments, folder, body):
    """The lines of second consumptions and whether some input loses the task; None: not to be judged."""
    with open(os.path.join(folder, "run.c"), "w", encoding="utf-8") as file:
        file.write(text_of(RUN, "", body) + MAIN)
    program = os.path.join(folder, "run")
    subprocess.run([arguments.cc, "-w", "-fsanitize=signed-integer-overflow", "-fno-sanitize-recover=all", "-o", program, file.name], check=True)
    try:
        done = subprocess.run([program], capture_output=True, text=True, check=False, timeout=20)
    except subprocess.TimeoutExpired:
        return None
    numbers = [int(word) for word in done.stdout.split()]
    return (set(numbers[1:]), bool(numbers[0])) if done.returncode == 0 else None


def is_said(arguments, folder, body):
    with open(os.path.join(folder, "checked.c"), "w", encoding="utf-8") as file:
        file.write(text_of(CHECKED, "vt_int t = make();", body))
    command = [arguments.vtcheck, "--no-cache", "--quiet", "--format=json", file.name, "--", "-I" + arguments.include, "-w"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    first = text_of(CHECKED, "", "").split("\n").index("#line 100") + 2  # findings are at the text's own lines
    findings = json.loads(done.stdout)["findings"]
    return ({finding["line"] - first + 100 for finding in findings if finding["rule"] == "vt-double-await"},
            any(finding["rule"] == "vt-unawaited" for finding in findings))


def judge(arguments, number):
    body = Generator(random.Random(arguments.seed * 1000003 + number)).function()
    with tempfile.TemporaryDirectory() as folder:
        real = happens(arguments, folder, body)
        if real is None:
            return number, None, None, body
        said = is_said(arguments, folder, body)
    return number, (real[0] - said[0], real[1] and not said[1]), (said[0] - real[0], said[1] and not real[1]), body


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--cc", default="cc")
    parser.add_argument("--keep", help="folder for the functions with a miss")
    arguments = parser.parse_args()
    judged = missed = false = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for number, misses, alarms, body in pool.map(lambda number: judge(arguments, number), range(arguments.count)):
            if misses is None:
                continue
            judged += 1
            false += bool(alarms[0] or alarms[1])
            if misses[0] or misses[1]:
                missed += 1
                print(f"seed {arguments.seed}, function {number}: missed at lines {sorted(misses[0])}{', and that the task is lost' if misses[1] else ''}\n{text_of('', 'vt_int t = make();', body)}")
                if arguments.keep:
                    os.makedirs(arguments.keep, exist_ok=True)
                    with open(os.path.join(arguments.keep, f"numbers_{arguments.seed}_{number}.c"), "w", encoding="utf-8") as file:
                        file.write(text_of(CHECKED, "vt_int t = make();", body))
    print(f"{arguments.count} functions, {judged} judged, {missed} with a miss, {false} with a false alarm")
    return 0 if missed == 0 and judged > arguments.count // 4 else 1


if __name__ == "__main__":
    sys.exit(main())
