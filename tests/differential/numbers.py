#!/usr/bin/env python3
"""Functions over narrow numbers of all types, run over all their inputs, against what vtcheck says: does arithmetic that it
follows mean what it means in C?

    numbers.py --vtcheck VTCHECK --include DIR [--seed S] [--count N] [--cc CC] [--keep DIR]

A function takes a signed and an unsigned char, so that its 65,536 inputs are all tried: conversions, sums that come round, loops whose
counters are narrow or past 2^63. A miss fails. False alarms are
counted only, as products and remainders of unknowns are told apart by no analysis here. Functions with signed overflow or without end are left out.
Exit status: 0 no miss, 1 a miss, or too few functions left to judge, 2 wrong use.
"""
import sys

import functions

TYPES = ["signed char", "unsigned char", "short", "unsigned short", "int", "unsigned", "long", "size_t"]
CONSTANTS = [0, 1, 2, 3, 4, 7, 8, 10, 127, 128, 200, 254, 255, -1, -2, -128]


class Generator:
    """The body of one function."""

    def __init__(self, rng):
        self.rng, self.names, self.lines = rng, 0, []
        self.consume = rng.choice([functions.CONSUME, functions.FLAGGED])

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
        self.emit(0, "TASK")
        self.emit(0, f"{self.rng.choice(TYPES)} {name} = {self.term(['a', 'b'])};")
        for known in ["a", "b", name], ["b", name]:
            self.statements(known, 0, False)
        return "\n".join(self.lines)


if __name__ == "__main__":
    sys.exit(functions.main(functions.Kind("numbers", lambda rng: Generator(rng).function()), __doc__))
