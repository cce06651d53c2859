#!/usr/bin/env python3
"""Random sessions: what a client may send, cut anywhere and mixed with what none should send. See client.py.

VTCHECK_FUZZ=N makes N times as many rounds, and thousands of open files (ctest -L heavy); VTCHECK_FUZZ_SEED=S chooses others. A failure
names its seed.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import time
import unittest

from client import DOUBLE, PATIENCE, Client, brief, frame
from test_protocol import FOUND, INCLUDE, VTCHECK, Session, children, gone

TIMES = int(os.environ.get("VTCHECK_FUZZ", "1"))
SEED = int(os.environ.get("VTCHECK_FUZZ_SEED", "1"))
MOST_PROCESSES = 12 + 1  # the server's bound, and the project's

METHODS = ["textDocument/hover", "textDocument/codeAction", "textDocument/diagnostic", "workspace/executeCommand", "no/such", "", "$/x",
           "textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose", "initialized",
           "workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders", "window/workDoneProgress/cancel"]
NUMBERS = [0, -1, 1, 2 ** 31, 2 ** 53, -2 ** 63, 1.5, 1e300]
TEXTS = ["", "a.c", "file:///", "file://host/a.c", "file:///%00", "file:///%ff.c", "http://x/y.c", "file:///tmp/../a.c", "\0", "\U0001f600", "x" * 5000, "untitled:1"]


def value(rng, depth=0):
    """Any JSON."""
    kinds = [lambda: rng.choice(NUMBERS), lambda: rng.choice(TEXTS), lambda: None, lambda: rng.random() < 0.5]
    if depth < 4:
        kinds += [lambda: [value(rng, depth + 1) for _ in range(rng.randrange(4))], lambda: params(rng, depth + 1)]
    return rng.choice(kinds)()


def params(rng, depth=0):
    """Keys that the server looks at, with anything in them."""
    keys = ["textDocument", "uri", "text", "version", "languageId", "position", "line", "character", "range", "start", "end", "contentChanges", "context",
            "diagnostics", "command", "arguments", "changes", "event", "added", "removed", "token", "previousResultId", "previousResultIds", "id"]
    return {key: value(rng, depth + 1) for key in rng.sample(keys, rng.randrange(6))}


def garbage(rng):
    """Bytes that are no message, after which the next header begins one. Lengths reach no further than the session's last messages."""
    body = json.dumps({"jsonrpc": "2.0", "method": "no/such", "params": {"x": "y" * rng.randrange(100)}}).encode()
    return rng.choice([
        lambda: frame(body[:rng.randrange(len(body))]),
        lambda: b"Content-Length: %d\r\n\r\n" % rng.randrange(1, len(body)) + body,
        lambda: b"Content-Length: %d\r\n\r\n" % (len(body) + rng.randrange(1, 300)) + body,
        lambda: b"Content-Length: " + rng.choice([b"-1", b"1e3", b"0x10", b"", b"1 2", b"9" * 40]) + b"\r\n\r\n",
        lambda: bytes(rng.randrange(256) for _ in range(rng.randrange(60))) + b"\r\n",
        lambda: frame(b"\0" * rng.randrange(1, 50)),
        lambda: frame(b'{"jsonrpc":"2.0","method":"\xff\xc3\x28\xed\xa0\x80"}'),
        lambda: frame(b"[" * rng.randrange(1, 2000)),
        lambda: frame(rng.choice([b"17", b"null", b'"x"', b"{}{}", b"[]", b"{}", b"{]", b'{"a":1e999}'])),
        lambda: b"X-Other: 1\r\n" * rng.randrange(1, 500) + b"\r\n",
        lambda: b"Content-Length: 300\r\n\r\n{" * 3 + b"\"" + b"\r\n",
    ])()


def request_id(rng, number):
    return rng.choice([number, f"s{number}", number + 0.5, f"\u00fc\U0001f600{number}", -number - 1])


def pieces(rng, data):
    """The same bytes, cut at random."""
    while data:
        size = rng.choice([1, 2, 7, 100, 4096, 100000])
        yield data[:size]
        data = data[size:]


class Sessions(Session):
    def session(self, seed):
        rng, ids, data = random.Random(seed), [], b""
        for number in range(rng.randrange(20, 80)):
            kind = rng.random()
            if kind < 0.4:
                data += garbage(rng)
            elif kind < 0.7:
                ids.append(request_id(rng, 1000 + number))
                data += frame({"jsonrpc": "2.0", "id": ids[-1], "method": rng.choice(METHODS), "params": value(rng)})
            elif kind < 0.9:
                data += frame({"jsonrpc": "2.0", "method": rng.choice(METHODS), "params": value(rng)})
            else:
                data += frame({"jsonrpc": "2.0", "id": value(rng), "result": value(rng)})
        data += frame({"jsonrpc": "2.0", "method": "no/such", "params": {"filler": "z" * 400}}) * 3
        return rng, ids, data

    def test_every_request_is_answered_once(self):
        self.write("a.c", DOUBLE)
        for seed in range(SEED, SEED + 6 * TIMES):
            with self.subTest(seed=seed), self.client(options={"wholeProject": False}) as client:
                rng, ids, data = self.session(seed)
                with client.wire:
                    for piece in pieces(rng, data):
                        client.send_bytes(piece)
                # What comes last is answered last, or waits for a check: ask for the file's findings, too.
                client.open("a.c")
                found = client.request("textDocument/diagnostic", {"textDocument": {"uri": client.uri("a.c")}})["result"]["items"]
                self.assertEqual(brief(found), FOUND)
                for wanted in ids:
                    client.wait(lambda m, wanted=wanted: "method" not in m and m.get("id") == wanted, f"the answer to {wanted!r}")
                answers = [m["id"] for m in client.messages if m is not None and "method" not in m and m["id"] is not None]
                for wanted in ids:
                    self.assertEqual(answers.count(wanted), 1, wanted)

    def test_before_and_after(self):
        """Anything before initialize and after shutdown is refused, and nothing of it has an effect."""
        for seed in range(SEED, SEED + 4 * TIMES):
            rng = random.Random(seed)
            with self.subTest(seed=seed):
                client = self.client(initialize=False)
                for phase, code in (("before", -32002), ("after", -32600)):
                    for number in range(30):
                        wanted, method = f"{phase}{number}", rng.choice(METHODS + ["shutdown", "initialize" if phase == "after" else "shutdown"])
                        client.send({"jsonrpc": "2.0", "id": wanted, "method": method, "params": value(rng)})
                        client.notify(rng.choice(METHODS), value(rng))
                        self.assertEqual(client.answer(wanted)["error"]["code"], code, method)
                    if phase == "before":
                        self.assertIn("result", client.request("initialize", {"capabilities": value(rng)}))
                        self.assertIn("result", client.request("shutdown", value(rng)))
                client.notify("exit", value(rng))
                self.assertEqual(client.process.wait(PATIENCE), 0)
                client.release()

    def test_initialize_with_anything(self):
        for seed in range(SEED, SEED + 10 * TIMES):
            rng = random.Random(seed)
            given = {key: value(rng) for key in ("processId", "rootUri", "rootPath", "capabilities", "initializationOptions", "workspaceFolders", "trace")}
            with self.subTest(seed=seed):
                client = self.client(initialize=False)
                self.assertIn("capabilities", client.request("initialize", rng.choice([given, value(rng)]))["result"])
                client.notify("initialized", value(rng))
                self.assertEqual(client.close(), 0)

    def test_pipe_that_closes_anywhere(self):
        self.write("a.c", DOUBLE)
        opened = {"textDocument": {"uri": (pathlib.Path(self.folder.name).resolve() / "a.c").as_uri(), "languageId": "c", "version": 1, "text": DOUBLE}}
        data = b"".join([frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}),
                         frame({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
                         frame({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": opened}),
                         frame({"jsonrpc": "2.0", "id": 2, "method": "no/such"})])
        rng = random.Random(SEED)
        for cut in [0, len(data)] + [rng.randrange(len(data)) for _ in range(20 * TIMES)]:
            with self.subTest(cut=cut):
                done = subprocess.run([VTCHECK, "lsp"], input=data[:cut], stdout=subprocess.PIPE, cwd=self.folder.name, timeout=PATIENCE, check=False)
                self.assertEqual(done.returncode, 1)
                # Whoever says no more still hears what it asked for.
                self.assertEqual(b'"id":1' in done.stdout, cut >= data.index(b"}}") + 2 and cut >= data.index(b"Content", 5))
                self.assertEqual(b'"id":2' in done.stdout, cut == len(data))

    def test_whole_session_through_a_pipe(self):
        """All that the client has to say at once, its farewell too: the findings come before that."""
        path = self.write("a.c", DOUBLE).resolve()
        opened = {"textDocument": {"uri": path.as_uri(), "languageId": "c", "version": 1, "text": DOUBLE.replace("&a", "&b")}}
        changed = {"textDocument": {"uri": path.as_uri(), "version": 2}, "contentChanges": [{"text": DOUBLE}]}
        farewell = [{"id": 2, "method": "shutdown"}, {"method": "exit"}]
        for ending in ([], farewell, farewell[:1], farewell[1:]):
            session = [{"id": 1, "method": "initialize", "params": {"capabilities": {}}}, {"method": "initialized", "params": {}},
                       {"method": "textDocument/didOpen", "params": opened}, {"method": "textDocument/didChange", "params": changed}, *ending]
            data = b"".join(frame({"jsonrpc": "2.0", **message}) for message in session)
            done = subprocess.run([VTCHECK, "lsp", "--", "-I" + INCLUDE], input=data, stdout=subprocess.PIPE, cwd=self.folder.name, timeout=PATIENCE, check=False)
            self.assertEqual(done.returncode, 0 if ending == farewell else 1)
            published = [json.loads(part)["params"]["diagnostics"] for part in done.stdout.decode().replace("Content-Length", "\n\nContent-Length").split("\r\n\r\n")[1:]
                         for part in [part.split("\n\nContent-Length")[0]] if '"textDocument/publishDiagnostics"' in part]
            self.assertEqual(brief(published[-1]), FOUND, ending)
            self.assertEqual(b'"id":2' in done.stdout, {"id": 2, "method": "shutdown"} in ending)


class Edits(Session):
    """Edits that no editor makes; the text that follows counts."""

    def test_ranges(self):
        text = DOUBLE.replace("int a = 0;", "int a = 0; /* \U0001f600\U0001f600 \u00fc */")
        self.write("a.c", text)
        numbers = [-2 ** 40, -1, 0, 1, 2, 5, 6, 7, 8, 13, 14, 15, 16, 17, 18, 19, 20, 100, 2 ** 31, 2 ** 32, 2 ** 53, 1e300, 0.5, None, "3", [], {}]
        with self.client(options={"wholeProject": False}) as client:
            client.open("a.c")
            for seed in range(SEED, SEED + 15 * TIMES):
                rng = random.Random(seed)

                def place(rng=rng):
                    return rng.choice([{"line": rng.choice(numbers), "character": rng.choice(numbers)}] * 8 + [None, 7, {}, [], {"line": 1}])

                changes = [rng.choice([{"range": {"start": place(), "end": place()}, "text": rng.choice(["", "\n", "x", "\U0001f600", "\r\n", "\r", DOUBLE])},
                                       {"range": {"start": place(), "end": place()}, "rangeLength": rng.choice(numbers), "text": "y"}, value(rng)])
                           for _ in range(rng.randrange(1, 12))]
                client.versions["a.c"] += 1
                client.notify("textDocument/didChange", {"textDocument": {"uri": client.uri("a.c"), "version": client.versions["a.c"]},
                                                         "contentChanges": rng.choice([changes] * 9 + [changes[0]])})
                with self.subTest(seed=seed):
                    client.change("a.c", text)
                    client.diagnostics("a.c", lambda found: brief(found) == FOUND)  # at the latest by the full check


class Many(Session):
    """More files than anybody can afford a process each for."""

    def test_open_files(self):
        count = 40 if TIMES == 1 else 1000
        for number in range(count):
            self.write(f"f{number}.c", DOUBLE)
        with self.client(options={"wholeProject": False}) as client:
            for number in range(count):
                client.open(f"f{number}.c")
                self.assertLessEqual(len(children(client.process.pid)), MOST_PROCESSES)
            self.assertEqual(brief(client.diagnostics(f"f{count - 1}.c")), FOUND)
            deadline = time.monotonic() + PATIENCE + count
            while len({m["params"]["uri"] for m in client.all("textDocument/publishDiagnostics")}) < count:
                self.assertLess(time.monotonic(), deadline)
                self.assertLessEqual(len(children(client.process.pid)), MOST_PROCESSES)
                time.sleep(0.05)
            # The one that was opened last is looked at: it did not wait for all the others.
            order = [m["params"]["uri"] for m in client.all("textDocument/publishDiagnostics")]
            self.assertLess(order.index(client.uri(f"f{count - 1}.c")), count - 1)
            # Typed into, one that has lost its process gets another.
            for number in (0, count // 2):
                client.edit(f"f{number}.c", 0, 0, "\n")
                self.assertEqual(brief(client.diagnostics(f"f{number}.c")), [(11, "vt-double-await")])
            for number in range(count):
                client.notify("textDocument/didClose", {"textDocument": {"uri": client.uri(f"f{number}.c")}})
            client.request("no/such")
            for child in children(client.process.pid):
                self.assertTrue(gone(child))


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
