#!/usr/bin/env python3
"""Many random edits, typed into real fixtures: what is shown at last is what the batch driver says of that text.

Edits are of the kinds that matter to a quick check: inside one function, in several, lines moved up and down, functions added and
taken away, braces and quotes left open for a while. Prints how often the answer to a keystroke was right at once.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

from client import Client, brief

VTCHECK, INCLUDE, FIXTURES = os.environ["VTCHECK"], os.environ["VTCHECK_INCLUDE"], pathlib.Path(os.environ["VTCHECK_FIXTURES"])
FILES, ROUNDS, KEYSTROKES = 6, 5, 6
SPARE = "\nint spare(void)\n{\n    int x = 0;\n    vt_int s = vt_int_from_result(1);\n    vt_int_await(s, &x);\n    return vt_int_await(s, &x);\n}\n"


def edit(chance, text):
    """(start, end, new): one plausible edit."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    k = chance.randrange(len(lines)) if lines else 0
    kind = chance.choice(["delete line", "copy line", "blank line", "letter", "erase", "open", "quote", "comment", "function", "swap"])
    if not lines or kind == "function":
        return len(text), len(text), SPARE if "vt_int" in text and "spare" not in text else "\n"
    if kind == "delete line":
        return starts[k], starts[k + 1], ""
    if kind == "copy line":
        return starts[k], starts[k], lines[k]
    if kind == "blank line":
        return starts[k], starts[k], "\n"
    if kind == "swap" and k + 1 < len(lines):
        return starts[k], starts[k + 2], lines[k + 1] + lines[k]
    at = chance.randrange(starts[k], starts[k + 1])
    if kind == "erase":
        return at, at + 1, ""
    return at, at, {"letter": "x", "open": "{", "quote": '"', "comment": "/*"}.get(kind, " ")


class Edits(unittest.TestCase):
    def batch(self, root):
        done = subprocess.run([VTCHECK, "--format=json", "-q", "a.c"], cwd=root, capture_output=True, text=True, check=False)
        found = json.loads(done.stdout)["findings"]
        return sorted((f["line"], f["rule"]) for f in found if not f["suppressed"] and f["path"].endswith("a.c"))

    def shown(self, client):
        return [entry for entry in brief(client.published("a.c")[-1]["params"]["diagnostics"]) if entry[1].startswith("vt-")]

    def play(self, seed, fixture):
        chance = random.Random(seed)
        right = answered = 0
        with tempfile.TemporaryDirectory(prefix="vtcheck lsp ") as folder:
            root = pathlib.Path(folder).resolve()
            text = fixture.read_text()
            (root / "a.c").write_text(text)
            (root / "compile_commands.json").write_text(json.dumps([{"directory": str(root), "file": "a.c",
                                                                     "arguments": ["cc", "-I" + INCLUDE, "-I" + str(fixture.parent), "-c", "a.c"]}]))
            with Client(VTCHECK, root) as client:
                client.open("a.c")
                client.diagnostics("a.c")
                for turn in range(ROUNDS):
                    undo = client.texts["a.c"]
                    for _ in range(chance.randrange(1, KEYSTROKES)):
                        client.edit("a.c", *edit(chance, client.texts["a.c"]))
                        if chance.random() < 0.5:
                            client.diagnostics("a.c")
                    if chance.random() < 0.4:
                        client.change("a.c", undo)  # what was left open is closed again
                    client.diagnostics("a.c")
                    at_once = self.shown(client)
                    (root / "a.c").write_text(client.texts["a.c"])
                    expected = self.batch(root)
                    right += at_once == expected
                    answered += 1
                    version = client.versions["a.c"]
                    client.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"].get("version") == version
                                and self.shown(client) == expected, f"what the batch driver says ({expected}) of {fixture.name}, seed {seed}, turn {turn}; shown is "
                                f"{self.shown(client)}")
        return right, answered

    def test_at_last_as_the_batch_driver(self):
        fixtures = sorted(p for p in FIXTURES.glob("vt-*/*.c") if "known-failure" not in p.read_text())
        seeds = [int(word) for word in os.environ.get("VTCHECK_SEEDS", "").split()] or range(FILES)
        right = answered = 0
        for seed in seeds:
            fixture = random.Random(seed).choice(fixtures)
            with self.subTest(seed=seed, fixture=fixture.name):
                counts = self.play(seed, fixture)
                right, answered = right + counts[0], answered + counts[1]
        print(f"{right} of {answered} answers were final at once")


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
