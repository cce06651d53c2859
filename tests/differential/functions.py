"""What numbers.py and memory.py have in common: single functions of a signed and an unsigned char, run over all inputs that matter and checked by
vtcheck. Every misuse that some input shows must be reported on its line: a miss fails. False alarms are counted only.

A function's body has a line TASK where its task is made. Its lines are the same in the text that is checked and in the one that is run.
"""
import argparse
import concurrent.futures
import itertools
import json
import os
import random
import subprocess
import tempfile

PER_PROGRAM = 10
CONSUME, FLAGGED = "consume(t);", "if (!seen) { seen = 1; consume(t); }"

INCLUDES = "#include <stddef.h>\n#include <string.h>\n"

CHECKED = INCLUDES + """#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
#define consume(task) vt_int_forget(task)
#define TURN
"""

# Counts what is consumed; what consumes a second time tells its line.
RUN = INCLUDES + """#include <stdio.h>
#include <stdlib.h>
static int consumed, is_lost; static long turns; static char second[4000];
#define consume(task) do { if (++consumed == 2) second[__LINE__] = 1; } while (0)
#define TURN do { if (++turns > 3000) exit(9); } while (0);
"""

# The program's argument says which of its functions is run.
MAIN = """
int main(int count, char **words)
{
    void (*subject)(signed char, unsigned char) = subjects[atoi(words[count - 1])];
    for (int a = %d; a < %d; a++)
        for (int b = 0; b < %d; b++) {
            consumed = 0, turns = 0;
            subject((signed char)a, (unsigned char)b);
            is_lost |= consumed == 0;
        }
    printf("%%d", is_lost);
    for (int line = 0; line < 4000; line++)
        if (second[line])
            printf(" %%d", line);
    return 0;
}
"""


class Kind:
    """generate: a random.Random to a body; shared: what stands before the function; inputs: the least a, the end of a, the end of b."""

    def __init__(self, name, generate, shared="", inputs=(-128, 128, 256)):
        self.name, self.generate, self.shared, self.inputs = name, generate, shared, inputs


def text_of(prologue, task, body, name="subject"):
    return f"{prologue}#line 100\nvoid {name}(signed char a, unsigned char b)\n{{\n    int seen = 0; (void)seen;\n" + body.replace("TASK", task) + "\n}\n"


def shown_text(body):
    return text_of("", "vt_int t = make();", body)


def build(arguments, kind, folder, bodies):
    """One program of all the bodies: to compile them one by one takes longer than all the rest."""
    names = [f"subject_{index}" for index in range(len(bodies))]
    with open(os.path.join(folder, "run.c"), "w", encoding="utf-8") as file:
        file.write(RUN + kind.shared + "".join(text_of("", ";", body, name) for name, body in zip(names, bodies)))
        file.write(f"static void (*const subjects[])(signed char, unsigned char) = {{{', '.join(names)}}};" + MAIN % kind.inputs)
    program = os.path.join(folder, "run")
    subprocess.run([arguments.cc, "-w", "-fsanitize=signed-integer-overflow,bounds", "-fno-sanitize-recover=all", "-o", program, file.name], check=True)
    return program


def happens(program, index):
    """The lines of second consumptions and whether some input loses the task; None: not to be judged (overflow, out of bounds, no end)."""
    try:
        done = subprocess.run([program, str(index)], capture_output=True, text=True, check=False, timeout=20)
    except subprocess.TimeoutExpired:
        return None
    numbers = [int(word) for word in done.stdout.split()]
    return (set(numbers[1:]), bool(numbers[0])) if done.returncode == 0 else None


def is_said(arguments, kind, folder, body):
    prologue = CHECKED + kind.shared
    with open(os.path.join(folder, "checked.c"), "w", encoding="utf-8") as file:
        file.write(text_of(prologue, "vt_int t = make();", body))
    command = [arguments.vtcheck, "--no-cache", "--quiet", "--format=json", file.name, "--", "-I" + arguments.include, "-w"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    first = text_of(prologue, "", "").split("\n").index("#line 100") + 2  # findings are at the text's own lines
    findings = json.loads(done.stdout)["findings"]
    return ({finding["line"] - first + 100 for finding in findings if finding["rule"] == "vt-double-await"},
            any(finding["rule"] == "vt-unawaited" for finding in findings))


def judge(arguments, kind, numbers):
    """Of each function: its number, what is missed, what is made up, its body."""
    bodies = [kind.generate(random.Random(arguments.seed * 1000003 + number)) for number in numbers]
    with tempfile.TemporaryDirectory() as folder:
        program = build(arguments, kind, folder, bodies)
        for index, (number, body) in enumerate(zip(numbers, bodies)):
            real = happens(program, index)
            if real is None:
                yield number, None, None, body
                continue
            said = is_said(arguments, kind, folder, body)
            yield number, (real[0] - said[0], real[1] and not said[1]), (said[0] - real[0], said[1] and not real[1]), body


def told(what):
    lines, is_lost = what
    return f"at lines {sorted(lines)}{', and that the task is lost' if is_lost else ''}"


def main(kind, description):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cc", default="cc")
    parser.add_argument("--alarms", action="store_true", help="print the functions with a false alarm, too")
    parser.add_argument("--keep", help="folder for the functions with a miss")
    arguments = parser.parse_args()
    judged = missed = false = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        numbers = range(arguments.first, arguments.first + arguments.count)
        parts = [numbers[start:start + PER_PROGRAM] for start in range(0, len(numbers), PER_PROGRAM)]
        for number, misses, alarms, body in itertools.chain.from_iterable(pool.map(lambda part: list(judge(arguments, kind, part)), parts)):
            if misses is None:
                continue
            judged += 1
            is_false, is_missed = any(alarms), any(misses)
            false, missed = false + is_false, missed + is_missed
            if is_false and arguments.alarms:
                print(f"seed {arguments.seed}, function {number}: false alarm {told(alarms)}\n{shown_text(body)}")
            if is_missed:
                print(f"seed {arguments.seed}, function {number}: missed {told(misses)}\n{shown_text(body)}")
            if is_missed and arguments.keep:
                os.makedirs(arguments.keep, exist_ok=True)
                with open(os.path.join(arguments.keep, f"{kind.name}_{arguments.seed}_{number}.c"), "w", encoding="utf-8") as file:
                    file.write(text_of(CHECKED + kind.shared, "vt_int t = make();", body))
    print(f"{arguments.count} functions, {judged} judged, {missed} with a miss, {false} with a false alarm")
    return 0 if missed == 0 and judged > arguments.count // 4 else 1
