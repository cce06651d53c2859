#!/usr/bin/env python3
"""Writes the flow-variant suite: every flow variant that C has x (double await, use after await, unawaited), bad and good.

    generate.py FOLDER [--list]

The variants and their numbers are those of NIST's Juliet suite (sections 01-18, 21, 22, 31, 32, 34, 41, 42, 44, 45, 51-54,
61, 63-68; the others need C++); the programs are our own. Each case becomes a folder FOLDER/<defect>_<variant>/ that is one
program, with the same number of files as in Juliet and golden markers. The output depends on nothing but this file.

A case has three functions. Each makes a task, does something with it at the *source* and something at the *sink*; the
variant decides how control or the task itself gets from one to the other:

    bad   bad source, bad sink       the defect
    g2b   good source, bad sink      the sink is right because of what the source did not do (or what follows the sink)
    b2g   bad source, good sink      the source is right because of what the sink does not do

A tail after the sink consumes what source and sink left alone.
"""

import argparse
import os
import re
import sys
from dataclasses import dataclass

# Every case is closed: no code that cannot be seen could meddle with its variables.
PRELUDE = """#include <stdio.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static inline vt_int make(void)
{
    return vt_int_from_result(7);
}

static inline void report(int number)
{
    printf("%d\\n", number);
}
""".split("\n")

# What is done with a task: await it, look at it, nothing.
AWAIT, LOOK, NOTHING = "await", "look", "nothing"


@dataclass(frozen=True)
class Plan:
    verdict: str   # bad, g2b, b2g
    source: str
    sink: str
    tail: str
    other_source: str  # what the dead arm beside the source does
    other_sink: str


@dataclass(frozen=True)
class Defect:
    name: str
    rule: str
    at: str        # where the finding stands: "sink", or "make"
    plans: tuple
    both_live: tuple  # variant 12: (verdict, two arms of the source, two arms of the sink, tail)


DEFECTS = (
    Defect("double_await", "vt-double-await", "sink",
           (Plan("bad", AWAIT, AWAIT, NOTHING, NOTHING, NOTHING),
            Plan("g2b", NOTHING, AWAIT, NOTHING, AWAIT, NOTHING),
            Plan("b2g", AWAIT, NOTHING, NOTHING, NOTHING, AWAIT)),
           (("bad", (AWAIT, NOTHING), (AWAIT, AWAIT), NOTHING),
            ("g2b", (NOTHING, LOOK), (AWAIT, AWAIT), NOTHING),
            ("b2g", (AWAIT, AWAIT), (NOTHING, NOTHING), NOTHING))),
    Defect("use_after_await", "vt-use-after-await", "sink",
           (Plan("bad", AWAIT, LOOK, NOTHING, NOTHING, NOTHING),
            Plan("g2b", NOTHING, LOOK, AWAIT, AWAIT, AWAIT),
            Plan("b2g", AWAIT, NOTHING, NOTHING, NOTHING, LOOK)),
           (("bad", (AWAIT, AWAIT), (LOOK, NOTHING), NOTHING),
            ("g2b", (NOTHING, LOOK), (LOOK, NOTHING), AWAIT),
            ("b2g", (AWAIT, AWAIT), (NOTHING, NOTHING), NOTHING))),
    Defect("unawaited", "vt-unawaited", "make",
           (Plan("bad", NOTHING, LOOK, NOTHING, AWAIT, AWAIT),
            Plan("g2b", NOTHING, LOOK, AWAIT, AWAIT, AWAIT),
            Plan("b2g", NOTHING, AWAIT, NOTHING, NOTHING, LOOK)),
           (("bad", (NOTHING, LOOK), (LOOK, AWAIT), NOTHING),
            ("g2b", (NOTHING, LOOK), (LOOK, NOTHING), AWAIT),
            ("b2g", (NOTHING, LOOK), (AWAIT, AWAIT), NOTHING))),
)


def marker(rule):
    return f" // expect: {rule}"


def indented(lines, by=1):
    return ["    " * by + line if line else line for line in lines]


def act(what, task, mark=""):
    """Statements that do `what` with the expression `task`; the marker, if any, on the line of the call."""
    if what == AWAIT:
        return [f"if (vt_int_await({task}, &value) == 0){mark}", "    report(value);"]
    if what == LOOK:
        return [f"if (vt_int_is_completed({task})){mark}", "    report(1);"]
    return ["report(0);"]


def block(head, body):
    return [head + " {", *indented(body), "}"]


def without_unused(body):
    """The body without those declarations of its own whose variable nothing else mentions."""
    def is_used(line):
        match = re.fullmatch(r"(?:int|vt_int \*?)\s*(value|copy|one|other) = .*;", line)
        return match is None or any(re.search(rf"\b{match[1]}\b", other) for other in body if other is not line)
    return [line for line in body if is_used(line)]


class Case:
    """One defect under one variant: collects the files of the program."""

    def __init__(self, defect, number):
        self.defect, self.number = defect, number
        self.name = f"{defect.name}_{number}"
        self.header, self.files = [], {}

    def function(self, file, signature, body):
        body = without_unused(body)
        self.files.setdefault(file, []).extend([signature, "{", *indented(body), "}", ""])

    def declare(self, file, *lines):
        self.files.setdefault(file, []).extend([*lines, ""])

    def share(self, *lines):
        self.header.extend([*lines, ""])

    def mark(self, plan, place):
        """The marker of a plan for a line that is the finding's place, or nothing."""
        return marker(self.defect.rule) if plan.verdict == "bad" and place == self.defect.at else ""

    def write(self, folder):
        guard = self.name.upper() + "_H"
        top = [f"#ifndef {guard}", f"#define {guard}", "", *PRELUDE]
        os.makedirs(os.path.join(folder, self.name), exist_ok=True)
        texts = {self.name + ".h": [*top, *self.header, "#endif"]}
        for suffix, lines in self.files.items():
            title = f"/* Flow variant {self.number}: {VARIANTS[self.number][0]}. */"
            texts[f"{self.name}{suffix}.c"] = [title, f'#include "{self.name}.h"', "", *lines]
        for name, lines in texts.items():
            with open(os.path.join(folder, self.name, name), "w", encoding="utf-8") as file:
                file.write("\n".join(lines).rstrip("\n") + "\n")


# ---- one function, control flow between source and sink (01-18) ----

GUARDS = {
    "02": ("1", "0", []),
    "03": ("5 == 5", "5 != 5", []),
    "04": ("always", "never", ["static const int always = 1;", "static const int never = 0;"]),
    "05": ("yes", "no", ["static int yes = 1;", "static int no = 0;"]),
    "06": ("five == 5", "five != 5", ["static const int five = 5;"]),
    "07": ("five == 5", "five != 5", ["static int five = 5;"]),
    "08": ("true_here()", "false_here()",
           ["static int true_here(void)", "{", "    return 1;", "}", "", "static int false_here(void)", "{", "    return 0;", "}"]),
    "09": ("shared_always", "shared_never", []),
    "10": ("shared_yes", "shared_no", []),
    "11": ("true_elsewhere()", "false_elsewhere()", []),
    "13": ("shared_const_five == 5", "shared_const_five != 5", []),
    "14": ("shared_five == 5", "shared_five != 5", []),
}

# What the second file of 09-14 defines: (declaration, definition).
SUPPORT = {
    "09": (["extern const int shared_always, shared_never;"], ["const int shared_always = 1, shared_never = 0;"]),
    "10": (["extern int shared_yes, shared_no;"], ["int shared_yes = 1;", "int shared_no;"]),
    "11": (["int true_elsewhere(void);", "int false_elsewhere(void);"],
           ["int true_elsewhere(void)", "{", "    return 1;", "}", "", "int false_elsewhere(void)", "{", "    return 0;", "}"]),
    "12": (["int at_random(void);"],
           ["#include <stdlib.h>", "", "int at_random(void)", "{", "    return rand() % 2;", "}"]),
    "13": (["extern const int shared_const_five;"], ["const int shared_const_five = 5;"]),
    "14": (["extern int shared_five;"], ["int shared_five = 5;"]),
}


def steer(number, live, dead, is_sink, turned):
    """Runs `live`, has `dead` beside it. `turned`: the other way round in the text."""
    if number == "01":
        return live
    if number in GUARDS:
        true, false, _ = GUARDS[number]
        if turned:
            return block(f"if ({false})", dead)[:-1] + block("} else", live)
        return block(f"if ({true})", live)[:-1] + block("} else", dead)
    if number == "15":
        value = 7 if is_sink else 6
        arms = [("default:", dead), (f"case {value}:", live)] if turned else [(f"case {value}:", live), ("default:", dead)]
        lines = [f"switch ({value}) {{"]
        for label, body in arms:
            lines += [label, *indented([*body, "break;"])]
        return lines + ["}"]
    if number == "16":
        return block("while (1)", live + ["break;"])
    if number == "17":
        turn = "j" if is_sink else "i"
        return [*block(f"for (int {turn} = 0; {turn} < 0; {turn}++)", dead),
                *block(f"for (int {turn} = 0; {turn} < 1; {turn}++)", live)]
    label = "sink" if is_sink else "source"
    return [f"goto {label};", *dead, f"{label}:", *live]


def in_one_function(case):
    if case.number in GUARDS and GUARDS[case.number][2]:
        case.declare("", *GUARDS[case.number][2])
    if case.number in SUPPORT:
        case.share(*SUPPORT[case.number][0])
        case.declare("_support", *SUPPORT[case.number][1])
    for plan in case.defect.plans:
        for turned in (False, True) if case.number not in ("01", "16", "17", "18") else (False,):
            suffix = "_turned" if turned else ""
            source = steer(case.number, act(plan.source, "task"), act(plan.other_source, "task"), False, turned)
            sink = steer(case.number, act(plan.sink, "task", case.mark(plan, "sink")), act(plan.other_sink, "task"), True, turned)
            case.function("", f"void {case.name}_{plan.verdict}{suffix}(void)",
                          ["int value = 0;", f"vt_int task = make();{case.mark(plan, 'make')}", *source, *sink,
                           *act(plan.tail, "task")])


def at_random(case):
    case.share(*SUPPORT["12"][0])
    case.declare("_support", *SUPPORT["12"][1])
    for verdict, sources, sinks, tail in case.defect.both_live:
        at_sink = marker(case.defect.rule) if verdict == "bad" and case.defect.at == "sink" else ""
        at_make = marker(case.defect.rule) if verdict == "bad" and case.defect.at == "make" else ""
        arms = [act(what, "task", at_sink if what != NOTHING else "") for what in sinks]
        case.function("", f"void {case.name}_{verdict}(void)",
                      ["int value = 0;", f"vt_int task = make();{at_make}",
                       *block("if (at_random())", act(sources[0], "task"))[:-1], *block("} else", act(sources[1], "task")),
                       *block("if (at_random())", arms[0])[:-1], *block("} else", arms[1]),
                       *act(tail, "task")])


# ---- a flag steers a function (21, 22) ----

def flag_steers(case):
    across = case.number == "22"
    for plan in case.defect.plans:
        name = f"{case.name}_{plan.verdict}"
        # In b2g the flag is off and the sink's other arm does the right thing.
        on = plan.verdict != "b2g"
        arms = [act(plan.sink, "*task"), act(plan.other_sink, "*task")]
        if not on:
            arms.reverse()
        sink = [["int value = 0;", *block(f"if ({name}_flag)", arms[0])[:-1], *block("} else", arms[1])]][0]
        signature = f"void {name}_sink(vt_int *task)"
        if across:
            case.share(f"extern int {name}_flag;", signature + ";")
            case.function("_b", signature, sink)
            case.declare("", f"int {name}_flag;")
        else:
            case.declare("", f"static int {name}_flag;")
            case.function("", "static " + signature, sink)
        case.function("", f"void {name}(void)",
                      ["int value = 0;", f"vt_int task = make();{case.mark(plan, 'make')}", *act(plan.source, "task"),
                       f"{name}_flag = {int(on)};", f"{name}_sink(&task);{case.mark(plan, 'sink')}",
                       *act(plan.tail, "task")])


# ---- the task under another name in one function (31, 32, 34) ----

def other_name(case):
    ways = {"31": (["vt_int copy = task;"], "task", "copy"),
            "32": (["vt_int *one = &task;", "vt_int *other = &task;"], "*one", "*other"),
            "34": (["union {name} names;", "names.one = task;"], "names.one", "names.other")}
    aliases, source, sink = ways[case.number]
    if case.number == "34":
        case.declare("", f"union {case.name} {{", "    vt_int one; // expect: vt-field-storage",
                     "    vt_int other; // expect: vt-field-storage", "};")
    for plan in case.defect.plans:
        case.function("", f"void {case.name}_{plan.verdict}(void)",
                      ["int value = 0;", f"vt_int task = make();{case.mark(plan, 'make')}",
                       *[line.replace("{name}", case.name) for line in aliases],
                       *act(plan.source, source), *act(plan.sink, sink, case.mark(plan, "sink")), *act(plan.tail, sink)])


# ---- the task goes to a function (41, 44, 51-54, 63-67) ----

def sink_function(case):
    """How the sink takes the task: (parameter, what it consumes, statements before the source, argument)."""
    struct = f"struct {case.name}"
    return {"63": ("vt_int *from", "*from", [], "&task"),
            "64": ("void *from", "*(vt_int *)from", [], "&task"),
            "66": ("vt_int from[]", "from[2]", ["vt_int array[5];", "array[2] = task;"], "array"),
            "67": (f"{struct} from", "from.task", [f"{struct} carrier;", "carrier.task = task;"], "carrier"),
            }.get(case.number, ("vt_int from", "from", [], "task"))


def as_argument(case):
    parameter, inside, before, argument = sink_function(case)
    files = {"41": 1, "44": 1, "52": 3, "53": 4, "54": 5}.get(case.number, 2)
    by_pointer = case.number in ("44", "65")
    if case.number == "67":
        case.share(f"struct {case.name} {{", "    vt_int task; // expect: vt-field-storage", "};")
    for plan in case.defect.plans:
        name = f"{case.name}_{plan.verdict}"
        unused = ["(void)from;"] if plan.sink == NOTHING else []
        value = ["int value = 0;"] if plan.sink == AWAIT else []
        body = value + unused + act(plan.sink, inside)
        letters = ["", "_b", "_c", "_d", "_e"][:files]
        if files == 1:
            case.function("", f"static void {name}_sink({parameter})", body)
            first = name + "_sink"
        else:
            # The first file calls the second's function, that the third's, and so on; the last is the sink.
            chain = [f"{name}{letter}" for letter in letters[1:-1]] + [f"{name}_sink"]
            for position, function in enumerate(chain):
                case.share(f"void {function}({parameter});")
                inner = [f"{chain[position + 1]}(from);"] if position + 1 < len(chain) else body
                case.function(letters[position + 1], f"void {function}({parameter})", inner)
            first = chain[0]
        call = f"{first}({argument});"
        if by_pointer:
            before, call = [f"void (*sink)({parameter}) = {first};"], f"sink({argument});"
        case.function("", f"void {name}(void)",
                      [*(["int value = 0;"] if AWAIT in (plan.source, plan.tail) else []),
                       f"vt_int task = make();{case.mark(plan, 'make')}",
                       *before, *act(plan.source, "task"), call + case.mark(plan, "sink"), *act(plan.tail, "task")])


# ---- the task comes from a function (42, 61) ----

def as_result(case):
    other_file = case.number == "61"
    for plan in case.defect.plans:
        name = f"{case.name}_{plan.verdict}"
        source = ["vt_int task = make();"]
        head, mark_return = [], ""
        here = act(plan.source, "task")
        if case.defect.name == "double_await":
            # What was awaited at the source and is returned all the same is consumed again by the return.
            here = []
            if plan.verdict != "g2b":
                head = ["int value = 0;"]
                source += act(AWAIT, "task")
            if plan.verdict == "bad":
                mark_return = marker(case.defect.rule)
            if plan.verdict == "b2g":
                source.append("task = make();")
        sink = AWAIT if case.defect.name == "double_await" else plan.sink
        signature = f"vt_int {name}_source(void)"
        if other_file:
            case.share(signature + ";")
        case.function("_b" if other_file else "", ("" if other_file else "static ") + signature,
                      [*head, *source, f"return task;{mark_return}"])
        sink_mark = case.mark(plan, "sink") if case.defect.name != "double_await" else ""
        value = ["int value = 0;"] if AWAIT in (sink, plan.tail) or (here and plan.source == AWAIT) else []
        case.function("", f"void {name}(void)",
                      [*value, f"vt_int task = {name}_source();{case.mark(plan, 'make')}",
                       *here, *act(sink, "task", sink_mark), *act(plan.tail, "task")])


# ---- a global carries the task (45, 68) ----

def by_global(case):
    across = case.number == "68"
    for plan in case.defect.plans:
        name = f"{case.name}_{plan.verdict}"
        variable = f"vt_int {name}_data;"
        body = (["int value = 0;"] if plan.sink == AWAIT else []) + act(plan.sink, f"{name}_data")
        if across:
            case.share("extern " + variable, f"void {name}_sink(void);")
            case.declare("", variable + marker("vt-field-storage"))
            case.function("_b", f"void {name}_sink(void)", body)
        else:
            case.declare("", "static " + variable + marker("vt-field-storage"))
            case.function("", f"static void {name}_sink(void)", body)
        if case.defect.at == "make":
            # A global never goes out of scope: its task is lost when the next one is put in its place.
            last = ([f"{name}_data = vt_int_from_result(1);", *act(AWAIT, f"{name}_data")] if plan.tail == NOTHING
                    else act(plan.tail, f"{name}_data"))
            case.function("", f"void {name}(void)",
                          ["int value = 0;", f"{name}_data = make();{case.mark(plan, 'make')}", *act(plan.source, f"{name}_data"),
                           f"{name}_sink();", *last])
            continue
        case.function("", f"void {name}(void)",
                      [*(["int value = 0;"] if AWAIT in (plan.source, plan.tail) else []), "vt_int task = make();",
                       f"{name}_data = task;", *act(plan.source, "task"), f"{name}_sink();{case.mark(plan, 'sink')}",
                       *act(plan.tail, "task")])


VARIANTS = {
    "01": ("straight line", in_one_function),
    "02": ("if (1) and if (0)", in_one_function),
    "03": ("if (5 == 5) and if (5 != 5)", in_one_function),
    "04": ("static const truth values", in_one_function),
    "05": ("static truth values that nobody writes", in_one_function),
    "06": ("static const five", in_one_function),
    "07": ("static five that nobody writes", in_one_function),
    "08": ("static functions that return a constant", in_one_function),
    "09": ("const truth values of another file", in_one_function),
    "10": ("truth values of another file that nobody writes", in_one_function),
    "11": ("functions of another file that return a constant", in_one_function),
    "12": ("a function that answers at random", at_random),
    "13": ("const five of another file", in_one_function),
    "14": ("five of another file that nobody writes", in_one_function),
    "15": ("switch over a constant", in_one_function),
    "16": ("while (1) left by break", in_one_function),
    "17": ("for loops of one and of no turn", in_one_function),
    "18": ("goto", in_one_function),
    "21": ("a static flag steers a function of the same file", flag_steers),
    "22": ("a global flag steers a function of another file", flag_steers),
    "31": ("a copy in the same function", other_name),
    "32": ("two pointers in the same function", other_name),
    "34": ("two members of a union", other_name),
    "41": ("argument of a function of the same file", as_argument),
    "42": ("result of a function of the same file", as_result),
    "44": ("argument of a call through a pointer, same file", as_argument),
    "45": ("static variable between functions of the same file", by_global),
    "51": ("argument, two files", as_argument),
    "52": ("argument, three files", as_argument),
    "53": ("argument, four files", as_argument),
    "54": ("argument, five files", as_argument),
    "61": ("result of a function of another file", as_result),
    "63": ("pointer to the task, two files", as_argument),
    "64": ("void pointer to the task, two files", as_argument),
    "65": ("argument of a call through a pointer, two files", as_argument),
    "66": ("array, two files", as_argument),
    "67": ("struct, two files", as_argument),
    "68": ("global variable, two files", by_global),
}


def main():
    parser = argparse.ArgumentParser(description="Writes the flow-variant suite.")
    parser.add_argument("folder")
    parser.add_argument("--list", action="store_true", help="print the cases' names")
    options = parser.parse_args()
    for number, (_, build) in sorted(VARIANTS.items()):
        for defect in DEFECTS:
            case = Case(defect, number)
            build(case)
            case.write(options.folder)
            if options.list:
                print(case.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
