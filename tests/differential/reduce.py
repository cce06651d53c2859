"""Makes a disagreeing program small while it keeps disagreeing in the same way, and writes it as a fixture (docs/testing.md)."""

import re
import sys
import os

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import differential  # noqa: E402
import generator  # noqa: E402
from generator import Group, Line  # noqa: E402


def wanted(verdict, program):
    """The kinds of disagreement; one at a parameter is another kind than one in a body."""
    files = differential.Layout([program]).files

    def at_head(place, line):
        return "R_ENTER" in files[place][line - 1][1]
    return {("miss", rule, at_head(place, line)) for rule, place, line in verdict.misses} | \
        {("alarm", rule, at_head(place, line)) for rule, place, line in verdict.alarms}


class Reducer:
    def __init__(self, program, vtcheck, cc):
        self.vtcheck, self.cc, self.tries = vtcheck, cc, 0
        self.program = program
        self.verdict = self.judge(program)
        kinds = wanted(self.verdict, program) if self.verdict else set()
        if not kinds:
            raise differential.Trouble("this program does not disagree")
        self.kind = sorted(kinds)[0]

    def judge(self, program):
        self.tries += 1
        try:
            return differential.judge_batch([program], self.vtcheck, self.cc)[0][0]
        except differential.Trouble:
            return None

    def holds(self, program):
        verdict = self.judge(program)
        if verdict is not None and self.kind in wanted(verdict, program) and verdict.truth.state != "invalid":
            self.verdict = verdict
            return True
        return False

    def attempt(self, change):
        """Keeps the change if the disagreement survives it."""
        copy = self.program.clone()
        if not change(copy):
            return False
        if self.holds(copy):
            self.program = copy
            return True
        return False

    @staticmethod
    def bodies(program):
        """Every list of nodes, outermost first."""
        found = []

        def visit(nodes):
            found.append(nodes)
            for node in nodes:
                # What makes a helper consume on some paths only is what the recorder was told of it.
                if isinstance(node, Group) and "R_ENTER_PARTIAL" not in (node.parts[0][0] or ""):
                    for _, body in node.parts:
                        visit(body)
        visit(program.first)
        visit(program.second)
        return found

    def delete_chunks(self):
        changed, index = False, 0
        while index < len(self.bodies(self.program)):
            size = len(self.bodies(self.program)[index])
            while size >= 1:
                at = 0
                while at < len(self.bodies(self.program)[index]):
                    def change(program, index=index, at=at, size=size):
                        nodes = self.bodies(program)[index]
                        kept = [n for n in nodes[at:at + size] if self.is_kept(n, program)]
                        if len(kept) == len(nodes[at:at + size]):
                            return False
                        nodes[at:at + size] = kept
                        return True
                    if self.attempt(change):
                        changed = True
                    else:
                        at += size
                size //= 2
            index += 1
        return changed

    @staticmethod
    def is_kept(node, program):
        return isinstance(node, Group) and node.kind == "function" and program.root in node.parts[0][0] or getattr(node, "pinned", False)

    def unwrap(self):
        """Replaces a compound by what one of its parts holds; drops parts such as an else."""
        changed, index = False, 0
        while index < len(self.bodies(self.program)):
            at = 0
            while at < len(self.bodies(self.program)[index]):
                node = self.bodies(self.program)[index][at]
                if isinstance(node, Group) and node.kind != "function":
                    for part in range(len(node.parts)):
                        def change(program, index=index, at=at, part=part):
                            nodes = self.bodies(program)[index]
                            nodes[at:at + 1] = nodes[at].parts[part][1]
                            return True
                        if self.attempt(change):
                            changed = True
                            break
                        if part > 0:
                            def drop(program, index=index, at=at, part=part):
                                del self.bodies(program)[index][at].parts[part:]
                                return True
                            if self.attempt(drop):
                                changed = True
                                break
                at += 1
            index += 1
        return changed

    def simplify_text(self):
        """Smaller conditions and calls."""
        edits = [
            (r"LIKELY\((.*)\)\) \{$", r"\1) {"), (r"»([^»«]*?) (?:&&|\|\|) ([^»«]*)\) \{$", r"»\1) {"),
            (r"»([^»«]*?) (?:&&|\|\|) ([^»«]*)\) \{$", r"»\2) {"), (r"\(sink\+\+, (.*)\);", r"\1;"),
            (r"\w+_\d+\((make_\w+\(\d\))\)", r"\1"), (r"(\w+) = [^;«]*\? (make\w+\(\d\)) : [^;]*;", r"\1 = \2;"),
            (r"»\S+ = «\(R_QUIET, »vt_int_await\w*\((.*?), .*«\)»;", r"»vt_int_forget(\1);"),
            (r"»\(void\)«\(R_QUIET, »vt_int_await\w*\((.*?), .*«\)»;", r"»vt_int_forget(\1);"),
            (r"»\w+\((\*?\w+)\);", r"»vt_int_forget(\1);"), (r"»\w+\((\*?\w+), \d\);", r"»vt_int_forget(\1);"),
            (r"\+\+ < 3", "++ < 2"), (r" < 3;", " < 2;"), (r"vt_int_from_\w+\([^)]*\)", "make_ready(0)"),
            (r"make_pending", "make_ready"), (r"LIVE", "LIVE"),
        ]

        def lines(program):
            found = []
            for nodes in self.bodies(program):
                for node in nodes:
                    if isinstance(node, Line):
                        found.append((node, None))
                    elif node.kind != "function":
                        found += [(node, part) for part in range(len(node.parts))]
            return found
        changed = False
        for index in range(len(lines(self.program))):
            for pattern, replacement in edits:
                def change(program, index=index):
                    node, part = lines(program)[index]
                    before = node.text if part is None else node.parts[part][0] or ""
                    after = re.sub(pattern, replacement, before, count=1)
                    if part is None:
                        node.text = after
                    else:
                        node.parts[part] = (after, node.parts[part][1])
                    return after != before
                changed = self.attempt(change) or changed
        return changed

    def run(self):
        changed = True
        while changed:
            changed = self.delete_chunks()
            changed = self.unwrap() or changed
            changed = self.simplify_text() or changed
            print(f"{self.tries} tries, {len(generator.lines_of(self.program.first))} lines", file=sys.stderr)


def declared_by(text):
    """What a line of the prelude declares."""
    if text.startswith("VT_DEFINE_WHEN"):
        return ["vt_int_when_all", "vt_int_when_any"]
    if text.startswith("enum"):
        return re.findall(r"\w+", text)[1:]
    found = re.search(r"#define (\w+)|struct (\w+) {|(\w+)\(|extern int (\w+)", text)
    return [name for name in found.groups() if name] if found else []


def fixture(program, verdict):
    """The program with its expectations, by the recorder. Of two files one is made, unless that is what it takes."""
    out = {}
    for name, lines in differential.Layout([program]).files.items():
        body = [text for text, _ in lines[len(generator.PRELUDE):]]
        joined = "\n".join(body)
        head = []
        for line in reversed(generator.PRELUDE[generator.PRELUDE.index("VT_DEFINE(int, int);") + 1:-1]):
            text = generator.plain(line)
            if any(re.search(rf"\b{name}\b", joined + "".join(head)) for name in declared_by(text)):
                stored = ", ".join(["vt-field-storage"] * (text.startswith("struct") * len(re.findall(r"vt_int \w+(?:\[\d\])?;", text))))
                head.insert(0, text + (f" // expect: {stored}" if stored else ""))
        when = ["#include <valuetask/when.h>"] if "when_a" in joined else []
        head = ["#include <valuetask/valuetask.h>"] + when + ["", "VT_DEFINE(int, int);"] + head
        head = (["#include <stdlib.h>", ""] if "malloc(" in joined else []) + head
        expected = {}
        for rule, place, line in verdict.shown:
            if place == name:
                expected.setdefault(line, []).append(rule)
        for number, text in enumerate(body, start=len(generator.PRELUDE) + 1):
            if re.match(r"static vt_int \w+;", text):
                expected.setdefault(number, []).append("vt-field-storage")
        for number, text in enumerate(body, start=len(generator.PRELUDE) + 1):
            head.append(text + (f" // expect: {', '.join(sorted(expected[number]))}" if number in expected else ""))
        text = "\n".join(head) + "\n"
        verdict_word = "bad" if re.search(r"test_\d+", joined) and any(expected) else "ok"
        out[name] = re.sub(r"\btest_\d+\b", f"reduced_{verdict_word}", re.sub(rf"_{program.number}\b", "", text)
                           if f"test_{program.number}" not in text else re.sub(rf"(?<!test)_{program.number}\b", "", text))
    return out


def main(options):
    reducer = Reducer(differential.program_of(options, options.program), options.vtcheck, options.cc)
    reducer.run()
    what = "missed" if reducer.kind[0] == "miss" else "false alarm"
    found = sorted((reducer.verdict.misses if reducer.kind[0] == "miss" else reducer.verdict.alarms))
    for name, text in fixture(reducer.program, reducer.verdict).items():
        text = f"// Seed {options.seed}, program {options.program}: {what} " + \
            ", ".join(f"{rule}" for rule, place, _ in found if place == name) + f" ({reducer.verdict.truth.state}).\n" + text
        if options.output:
            base, extension = os.path.splitext(options.output)
            path = base + ("_second" if name.endswith("b.c") else "") + extension
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        else:
            sys.stdout.write(text)
            lines = differential.Layout([reducer.program]).files[name]
            for rule, place, line in found:
                if place == name:
                    print(f"// {what}: {rule}: {lines[line - 1][0].strip()}")
    return 0
