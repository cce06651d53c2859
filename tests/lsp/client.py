"""A scripted client of `vtcheck lsp` for tests and the benchmark: speaks the protocol, keeps what the server says.

    with Client(vtcheck, folder) as client:
        client.open("a.c", text)
        client.diagnostics("a.c")       # waits for those of the current version
"""

import json
import os
import pathlib
import subprocess
import threading
import time

PATIENCE = int(os.environ.get("VTCHECK_PATIENCE", "120"))  # seconds until a test gives up; never a measure of speed

# Where a finding is: at line 10.
DOUBLE = """#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);

int twice(void)
{
    int a = 0;
    vt_int t = make();
    vt_int_await(t, &a);
    return vt_int_await(t, &a);
}
"""

CAPABILITIES = {
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "codeDescriptionSupport": True, "versionSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}, "workspaceFolders": True},
}


def frame(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


class Client:
    def __init__(self, vtcheck, folder, arguments=(), environment=None, folders=None, capabilities=None, initialize=True, options=None):
        self.folder = pathlib.Path(folder).resolve()
        self.messages, self.changed = [], threading.Condition()
        self.wire = threading.RLock()  # held by whoever sends a message in parts: the reader answers the server's requests
        self.next_id, self.versions, self.texts = 0, {}, {}
        home = self.folder / ".cache"
        self.process = subprocess.Popen([vtcheck, "lsp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.folder,
                                        env={**os.environ, "XDG_CACHE_HOME": str(home), **(environment or {})})
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        if initialize:
            given = [{"uri": pathlib.Path(f).resolve().as_uri(), "name": str(f)} for f in (folders or [self.folder])]
            self.result = self.request("initialize", {"processId": os.getpid(), "rootUri": given[0]["uri"] if given else None, "workspaceFolders": given,
                                                      "capabilities": CAPABILITIES if capabilities is None else capabilities,
                                                      **({"initializationOptions": options} if options else {})})["result"]
            self.notify("initialized", {})

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None and self.process.poll() is None:
            self.close()
        else:
            self.process.kill()
            self.process.wait()
        self.release()

    # --- the wire ---

    def _read(self):
        out = self.process.stdout
        while True:
            length = None
            while True:
                line = out.readline()
                if not line:
                    with self.changed:
                        self.messages.append(None)
                        self.changed.notify_all()
                    return
                if line == b"\r\n":
                    break
                name, value = line.decode().split(":", 1)
                if name.lower() == "content-length":
                    length = int(value)
            message = json.loads(out.read(length))
            message["received"] = time.perf_counter()
            if "method" in message and "id" in message:  # a request of the server's: all are answered with null
                try:
                    self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
                except (BrokenPipeError, ValueError):
                    pass  # the test has closed the stream
            with self.changed:
                self.messages.append(message)
                self.changed.notify_all()

    def send(self, message):
        self.send_bytes(frame(message))

    def send_bytes(self, data):
        with self.wire:
            self.process.stdin.write(data)
            self.process.stdin.flush()

    def wait(self, test, what="a message"):
        """The first message, of all that came, for which test() is true."""
        deadline, seen = time.monotonic() + PATIENCE, 0
        with self.changed:
            while True:
                for message in self.messages[seen:]:
                    if message is None:
                        raise AssertionError(f"the server ended while {what} was waited for")
                    if test(message):
                        return message
                seen = len(self.messages)
                if not self.changed.wait(max(0, deadline - time.monotonic())) and time.monotonic() > deadline:
                    raise AssertionError(f"no {what} within {PATIENCE} s; came: {self.messages[-5:]}")

    def ask(self, method, params=None):
        """Sends a request; returns its id."""
        self.next_id += 1
        self.send({"jsonrpc": "2.0", "id": self.next_id, "method": method, **({} if params is None else {"params": params})})
        return self.next_id

    def answer(self, number):
        return self.wait(lambda m: m.get("id") == number and "method" not in m, f"the answer to request {number}")

    def request(self, method, params=None):
        return self.answer(self.ask(method, params))

    def notify(self, method, params=None):
        self.send({"jsonrpc": "2.0", "method": method, **({} if params is None else {"params": params})})

    def all(self, method):
        with self.changed:
            return [m for m in self.messages if m is not None and m.get("method") == method]

    # --- documents ---

    def uri(self, path):
        return (self.folder / path).as_uri()

    def open(self, path, text=None, language="c"):
        text = (self.folder / path).read_text() if text is None else text
        self.versions[path], self.texts[path] = 1, text
        self.notify("textDocument/didOpen", {"textDocument": {"uri": self.uri(path), "languageId": language, "version": 1, "text": text}})

    def change(self, path, text):
        """The whole text anew."""
        self.versions[path] += 1
        self.texts[path] = text
        self.notify("textDocument/didChange", {"textDocument": {"uri": self.uri(path), "version": self.versions[path]}, "contentChanges": [{"text": text}]})

    def edit(self, path, start, end, new):
        """Replaces text[start:end]; tells it as a range."""
        text = self.texts[path]
        self.versions[path] += 1
        self.texts[path] = text[:start] + new + text[end:]
        change = {"range": {"start": position(text, start), "end": position(text, end)}, "text": new}
        self.notify("textDocument/didChange", {"textDocument": {"uri": self.uri(path), "version": self.versions[path]}, "contentChanges": [change]})
        return self.versions[path]

    def save(self, path):
        (self.folder / path).write_text(self.texts[path])
        self.notify("textDocument/didSave", {"textDocument": {"uri": self.uri(path)}})

    def published(self, path):
        return [m for m in self.all("textDocument/publishDiagnostics") if m["params"]["uri"] == self.uri(path)]

    def diagnostics(self, path, test=lambda diagnostics: True):
        """The first diagnostics of the current version for which test() is true."""
        version, uri = self.versions.get(path), self.uri(path)
        return self.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
                         and m["params"].get("version") == version and test(m["params"]["diagnostics"]),
                         f"diagnostics of {path}, version {version}")["params"]["diagnostics"]

    def settled(self, path, quiet=2.0):
        """The diagnostics of the current version after nothing more came for a while."""
        self.diagnostics(path)
        while True:
            count = len(self.published(path))
            time.sleep(quiet)
            if len(self.published(path)) == count:
                last = self.published(path)[-1]["params"]
                assert last.get("version") in (None, self.versions.get(path)), last
                return last["diagnostics"]

    # --- the end ---

    def close(self):
        self.request("shutdown")
        self.notify("exit")
        self.process.stdin.close()
        status = self.process.wait(PATIENCE)
        self.release()
        return status

    def release(self):
        self.reader.join(PATIENCE)
        for file in (self.process.stdin, self.process.stdout):
            try:
                file.close()
            except BrokenPipeError:
                pass


def position(text, offset):
    """The protocol's position, in UTF-16 units."""
    before = text[:offset]
    line = before.count("\n")
    last = before.rsplit("\n", 1)[-1]
    return {"line": line, "character": len(last.encode("utf-16-le")) // 2}


def brief(diagnostics):
    """(line from 1, rule), sorted."""
    return sorted((d["range"]["start"]["line"] + 1, d["code"]) for d in diagnostics)
