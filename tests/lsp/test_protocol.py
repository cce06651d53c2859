#!/usr/bin/env python3
"""The protocol's edges: the order of a session's life, malformed and hostile bytes, processes that die. See client.py."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

from client import DOUBLE, PATIENCE, Client, brief, frame, position

VTCHECK, INCLUDE = os.environ["VTCHECK"], os.environ["VTCHECK_INCLUDE"]
FOUND = [(10, "vt-double-await")]


class Session(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="vtcheck lsp ü ")
        self.addCleanup(self.folder.cleanup)

    def client(self, **more):
        return Client(VTCHECK, self.folder.name, ["--", "-I" + INCLUDE], **more)

    def write(self, name, text):
        path = pathlib.Path(self.folder.name) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


class Life(Session):
    def test_shutdown_then_exit_is_0(self):
        client = self.client()
        self.assertEqual(client.result["serverInfo"]["name"], "vtcheck")
        self.assertEqual(client.close(), 0)

    def test_stdio_is_what_it_speaks(self):
        self.assertEqual(Client(VTCHECK, self.folder.name, ["--stdio"]).close(), 0)

    def test_exit_alone_is_1(self):
        client = self.client()
        client.notify("exit")
        self.assertEqual(client.process.wait(PATIENCE), 1)

    def test_closed_pipe_is_1(self):
        client = self.client()
        client.process.stdin.close()
        self.assertEqual(client.process.wait(PATIENCE), 1)

    def test_reader_that_goes_away(self):
        server = subprocess.Popen([VTCHECK, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.folder.name)
        server.stdout.close()
        try:
            for number in range(100):
                server.stdin.write(frame({"jsonrpc": "2.0", "id": number, "method": "no/such"}))
                server.stdin.flush()
            server.wait(PATIENCE)
        except BrokenPipeError:
            pass
        self.assertEqual(server.wait(PATIENCE), 1)
        try:
            server.stdin.close()
        except BrokenPipeError:
            pass

    def test_before_initialize(self):
        with self.client(initialize=False) as client:
            self.assertEqual(client.request("textDocument/hover", {})["error"]["code"], -32002)
            self.assertEqual(client.request("shutdown")["error"]["code"], -32002)
            client.notify("textDocument/didOpen", {})
            self.assertIn("result", client.request("initialize", {"capabilities": {}}))
            self.assertEqual(client.request("initialize", {"capabilities": {}})["error"]["code"], -32600)

    def test_after_shutdown(self):
        client = self.client()
        client.request("shutdown")
        self.assertEqual(client.request("textDocument/hover", {})["error"]["code"], -32600)
        client.notify("exit")
        self.assertEqual(client.process.wait(PATIENCE), 0)

    def test_ids_come_back(self):
        with self.client() as client:
            for number in ("", "a b", 0, -1, 2 ** 63 - 1, -2 ** 63 + 1, 1.5, 3.0):
                client.send_bytes(frame({"jsonrpc": "2.0", "id": number, "method": "no/such"}))
                answer = client.wait(lambda m: "error" in m and m["id"] == number, number)
                self.assertEqual(answer["error"]["code"], -32601)

    def test_unknown_methods(self):
        with self.client() as client:
            self.assertEqual(client.request("textDocument/rename", {})["error"]["code"], -32601)
            client.notify("$/whatever", {})
            client.notify("no/such/notification", {"a": [1, 2]})
            self.assertEqual(client.request("textDocument/didOpen", {})["error"]["code"], -32600)

    def test_wrong_params(self):
        with self.client() as client:
            for params in (None, [], {}, {"textDocument": 7}, {"textDocument": {"uri": "http://x/y.c"}}):
                self.assertEqual(client.request("textDocument/hover", params)["error"]["code"], -32602)
                self.assertEqual(client.request("textDocument/codeAction", params)["error"]["code"], -32602)
                for method in ("didOpen", "didChange", "didSave", "didClose"):
                    client.notify("textDocument/" + method, params)
            self.assertEqual(client.request("workspace/executeCommand", {"command": "rm", "arguments": ["-rf"]})["error"]["code"], -32602)


class Hostile(Session):
    """After each of these the session goes on and findings arrive."""

    def goes_on(self, data, code):
        self.write("a.c", DOUBLE)
        with self.client() as client:
            client.send_bytes(data)
            client.open("a.c")
            refused = client.wait(lambda m: "error" in m, "a refusal")
            self.assertEqual(refused["error"]["code"], code)
            self.assertIsNone(refused["id"])
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)

    def test_broken_json(self):
        self.goes_on(frame(b'{"jsonrpc": "2.0", "id": 5, "method": '), -32700)

    def test_not_utf8(self):
        self.goes_on(frame(b'{"jsonrpc": "2.0", "method": "\xff\xfe"}'), -32700)

    def test_empty_body(self):
        self.goes_on(frame(b""), -32700)

    def test_deep_nesting(self):
        self.goes_on(frame(b"[" * 1000000), -32700)

    def test_deep_nesting_of_objects(self):
        self.goes_on(frame(b'{"a":' * 300 + b"1" + b"}" * 300), -32700)

    def test_batch(self):
        self.goes_on(frame([{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]), -32600)

    def test_scalars(self):
        self.goes_on(frame(b"17"), -32700)

    def test_id_of_another_type(self):
        self.goes_on(frame({"jsonrpc": "2.0", "id": {"a": 1}, "method": "shutdown"}), -32600)

    def test_id_that_no_answer_can_name(self):
        for number in (2 ** 63, 2 ** 64 + 1, -10 ** 40, 1e40, 1e-9):
            with self.subTest(number=number):
                self.goes_on(frame({"jsonrpc": "2.0", "id": number, "method": "shutdown"}), -32600)

    def test_bytes_without_a_header(self):
        self.goes_on(b"hello, are you a language server?\r\n\r\n" * 50, -32700)

    def test_length_too_small(self):
        body = json.dumps({"jsonrpc": "2.0", "method": "no/such", "params": {"x": "y" * 50}}).encode()
        self.goes_on(b"Content-Length: 20\r\n\r\n" + body, -32700)

    def test_length_too_great(self):
        body = json.dumps({"jsonrpc": "2.0", "method": "no/such"}).encode()
        self.goes_on(b"Content-Length: %d\r\n\r\n" % (len(body) + 100) + body, -32700)

    def test_length_is_no_number(self):
        for length in (b"-5", b"1e3", b"0x10", b"", b"99999999999999999999999"):
            with self.subTest(length=length):
                self.goes_on(b"Content-Length: " + length + b"\r\n\r\n", -32700)

    def test_length_is_gigantic(self):
        """What follows is taken for the body until it is used up; here nothing else is sent."""
        with self.client() as client:
            client.send_bytes(b"Content-Length: 100000000000\r\n\r\n")
            self.assertEqual(client.wait(lambda m: "error" in m)["error"]["code"], -32700)
            client.process.stdin.close()
            self.assertEqual(client.process.wait(PATIENCE), 1)

    def test_hundred_megabytes(self):
        self.goes_on(frame(b'{"jsonrpc":"2.0","method":"x","params":"' + b"a" * 100_000_000 + b'"}'), -32700)

    def test_headers_in_other_shapes(self):
        message = json.dumps({"jsonrpc": "2.0", "id": "q", "method": "no/such"}).encode()
        with self.client() as client:
            client.send_bytes(b"content-LENGTH:%d\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n" % len(message) + message)
            self.assertEqual(client.wait(lambda m: m.get("id") == "q")["error"]["code"], -32601)

    def test_one_byte_at_a_time(self):
        with self.client() as client:
            with client.wire:
                for byte in frame({"jsonrpc": "2.0", "id": "slow", "method": "no/such"}):
                    client.send_bytes(bytes([byte]))
            self.assertEqual(client.wait(lambda m: m.get("id") == "slow")["error"]["code"], -32601)

    def test_positions_out_of_bounds(self):
        self.write("a.c", DOUBLE)
        with self.client() as client:
            client.open("a.c")
            client.diagnostics("a.c")
            far = {"line": 10 ** 12, "character": 10 ** 12}
            for start, end in (({"line": -5, "character": -1}, {"line": 0, "character": 0}), (far, far), (far, {"line": 0, "character": 0})):
                client.versions["a.c"] += 1
                client.notify("textDocument/didChange", {"textDocument": {"uri": client.uri("a.c"), "version": client.versions["a.c"]},
                                                         "contentChanges": [{"range": {"start": start, "end": end}, "text": "\n"}, {"nonsense": 1}, 7]})
            client.change("a.c", DOUBLE)
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            answer = client.request("textDocument/hover", {"textDocument": {"uri": client.uri("a.c")}, "position": far})
            self.assertIsNone(answer["result"])

    def test_text_with_lone_surrogates_and_nul(self):
        with self.client() as client:
            self.write("a.c", DOUBLE)
            client.send_bytes(frame(json.dumps({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {
                "uri": client.uri("a.c"), "languageId": "c", "version": 1, "text": DOUBLE}}}).replace("int a = 0;", "int a = 0; // \\ud800 \\udc00 \\u0000 \\ud800\\u0041").encode()))
            client.versions["a.c"] = 1
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)


class Death(Session):
    """Clang's own processes die; the server does not."""

    def test_stack_overflow(self):
        self.write("a.c", DOUBLE)
        deep = "int f(int a)\n{\n    return a" + " + (a" * 200000 + ")" * 200000 + ";\n}\n"
        with self.client() as client:
            client.open("a.c")
            client.diagnostics("a.c")
            client.change("a.c", DOUBLE + deep)
            codes = [d["code"] for d in client.diagnostics("a.c", lambda found: True)]
            self.assertTrue("not-checked" in codes or "clang-error" in codes or codes == ["vt-double-await"], codes)
            client.change("a.c", DOUBLE)
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)

    def test_process_that_is_killed(self):
        self.write("a.c", DOUBLE)
        with self.client() as client:
            client.open("a.c")
            client.settled("a.c", 1)
            for child in children(client.process.pid):
                os.kill(child, signal.SIGSEGV)
            client.wait(lambda m: m.get("method") == "window/logMessage", "word of the death")
            client.edit("a.c", 0, 0, "\n")
            self.assertEqual(brief(client.diagnostics("a.c")), [(11, "vt-double-await")])

    def test_no_process_is_left(self):
        self.write("a.c", DOUBLE)
        for end in ("close", "kill"):
            client = self.client()
            client.open("a.c")
            client.diagnostics("a.c")
            own = children(client.process.pid)
            self.assertTrue(own)
            if end == "close":
                client.close()
            else:
                client.process.kill()
                client.process.wait()
            for child in own:
                self.assertTrue(gone(child), child)


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def gone(pid):
    import time

    for _ in range(PATIENCE * 10):
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.1)
    return False


class Cancelling(Session):
    def test_request_that_waits(self):
        """Both arrive together: the request is cancelled before it is looked at."""
        with self.client() as client:
            both = frame({"jsonrpc": "2.0", "id": "h", "method": "textDocument/codeAction", "params": {}}) + \
                frame({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "h"}})
            client.send_bytes(both)
            self.assertEqual(client.wait(lambda m: m.get("id") == "h")["error"]["code"], -32800)

    def test_hover_under_way(self):
        self.write("a.c", DOUBLE)
        with self.client() as client:
            client.open("a.c")
            number = client.ask("textDocument/hover", {"textDocument": {"uri": client.uri("a.c")}, "position": position(DOUBLE, DOUBLE.index("t, &a"))})
            client.notify("$/cancelRequest", {"id": number})
            answer = client.answer(number)
            self.assertTrue("result" in answer or answer["error"]["code"] == -32800, answer)
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)

    def test_nothing_to_cancel(self):
        with self.client() as client:
            for number in (99, "x", None, {}, 1.5):
                client.notify("$/cancelRequest", {"id": number})
            self.assertEqual(client.request("no/such")["error"]["code"], -32601)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
