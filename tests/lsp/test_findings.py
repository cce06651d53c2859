#!/usr/bin/env python3
"""What an editor sees: diagnostics, code actions, hover, headers, folders, changes on disk. See client.py."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

from client import CAPABILITIES, Client, brief, position

VTCHECK, INCLUDE = os.environ["VTCHECK"], os.environ["VTCHECK_INCLUDE"]

HEAD = "#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int make(void);\n\n"
DOUBLE = HEAD + """int twice(void)
{
    int a = 0;
    vt_int t = make();
    vt_int_await(t, &a);
    return vt_int_await(t, &a);
}
"""
FOUND = [(10, "vt-double-await")]


class Project(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="vtcheck lsp ")
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name).resolve()

    def client(self, **more):
        return Client(VTCHECK, self.root, **more)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def database(self, *names, folder=".", flags=()):
        entries = [{"directory": str(self.root), "file": name, "arguments": ["cc", "-I" + INCLUDE, *flags, "-c", name]} for name in names]
        self.write(f"{folder}/compile_commands.json", json.dumps(entries))

    def batch(self, *arguments):
        """(file, line, rule) as the batch driver says."""
        done = subprocess.run([VTCHECK, "--format=json", "-q", *arguments], cwd=self.root, capture_output=True, text=True, check=False)
        return sorted((f["path"], f["line"], f["rule"]) for f in json.loads(done.stdout)["findings"] if not f["suppressed"])


class Diagnostics(Project):
    def test_open_change_close(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            found = client.diagnostics("a.c")
            self.assertEqual(brief(found), FOUND)
            one = found[0]
            self.assertEqual((one["severity"], one["source"]), (1, "vtcheck"))
            self.assertEqual(one["range"], {"start": {"line": 9, "character": 11}, "end": {"line": 9, "character": 30}})
            self.assertTrue(one["codeDescription"]["href"].startswith("file:///"))
            page = pathlib.Path(urllib.parse.unquote(one["codeDescription"]["href"][len("file://"):]))
            self.assertIn("vt-double-await", page.read_text())
            related = [(r["location"]["range"]["start"]["line"] + 1, r["message"]) for r in one["relatedInformation"]]
            self.assertEqual([line for line, _ in related][:2], [8, 9])
            self.assertIn("created here", related[0][1])
            client.change("a.c", DOUBLE.replace("return vt_int_await(t, &a)", "return a"))
            self.assertEqual(client.diagnostics("a.c"), [])
            client.change("a.c", DOUBLE)
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            client.notify("textDocument/didClose", {"textDocument": {"uri": client.uri("a.c")}})
            last = client.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and "version" not in m["params"])
            self.assertEqual(last["params"]["uri"], client.uri("a.c"))

    def test_client_that_can_nothing(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client(capabilities={}) as client:
            client.open("a.c")
            found = client.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics")["params"]
            self.assertNotIn("version", found)
            self.assertEqual(brief(found["diagnostics"]), FOUND)
            self.assertNotIn("relatedInformation", found["diagnostics"][0])
            self.assertNotIn("codeDescription", found["diagnostics"][0])
            self.assertEqual(client.all("client/registerCapability"), [])

    def test_utf16_and_utf8(self):
        line = '    /* \U0001d518\u00fc */ return vt_int_await(t, &a);\n'
        text = DOUBLE.replace("    return vt_int_await(t, &a);\n", line)
        self.write("a.c", text)
        self.database("a.c")
        before = line[:line.index("vt_int_await")]
        for encodings, length in ((None, len(before.encode("utf-16-le")) // 2), (["utf-32", "utf-8", "utf-16"], len(before.encode()))):
            able = json.loads(json.dumps(CAPABILITIES))
            if encodings:
                able["general"] = {"positionEncodings": encodings}
            with self.subTest(encodings=encodings), self.client(capabilities=able) as client:
                self.assertEqual(client.result["capabilities"]["positionEncoding"], "utf-8" if encodings else "utf-16")
                client.open("a.c")
                self.assertEqual(client.diagnostics("a.c")[0]["range"]["start"], {"line": 9, "character": length})

    def test_edits_behind_wide_characters(self):
        """An edit's place counts UTF-16 units; were it taken for bytes, the line would break."""
        text = DOUBLE.replace("    vt_int_await(t, &a);\n", "    /* \U0001d518\U0001d518 \u00fc */ vt_int_await(t, &a);\n")
        self.write("a.c", text)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            at = text.index("vt_int_await")
            client.edit("a.c", at, at + len("vt_int_await"), "vt_int_is_completed")
            client.edit("a.c", client.texts["a.c"].index("(t, &a)"), client.texts["a.c"].index("(t, &a)") + 7, "(t)")
            self.assertEqual(client.diagnostics("a.c"), [])

    def test_carriage_returns(self):
        self.write("a.c", "")
        (self.root / "a.c").write_bytes(DOUBLE.replace("\n", "\r\n").encode())
        self.database("a.c")
        with self.client() as client:
            client.open("a.c", DOUBLE.replace("\n", "\r\n"))
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)

    def test_code_that_does_not_compile(self):
        self.write("a.c", DOUBLE + "int broken(void)\n{\n    return nothing;\n}\n")
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            found = client.diagnostics("a.c")
            self.assertEqual(brief(found), FOUND + [(14, "clang-error")])
            told = [d for d in found if d["code"] == "clang-error"][0]
            self.assertEqual(told["severity"], 3)
            self.assertIn("nothing", told["message"])

    def test_suppression_in_unsaved_text(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            client.edit("a.c", DOUBLE.rindex(";\n}") + 1, DOUBLE.rindex(";\n}") + 1, " // NOLINT(vt-double-await)")
            self.assertEqual(client.diagnostics("a.c"), [])

    def test_names_that_a_macro_puts_together(self):
        """A keystroke's check parses no function that the text does not name; one that only a macro names counts all the same."""
        self.write("call.h", "#define CALL(name) call_##name\n")
        text = ('#include "call.h"\n' + HEAD + "static int call_look(vt_int t)\n{\n    return vt_int_is_completed(t);\n}\n\nint once(void)\n{\n    int a = 0;\n"
                "    vt_int t = make();\n    CALL(look)(t);\n    return vt_int_await(t, &a);\n}\n")
        self.write("a.c", text)
        self.database("a.c", flags=["-I" + str(self.root)])
        with self.client() as client:
            client.open("a.c")
            self.assertEqual(client.diagnostics("a.c"), [])
            at = text.index("    CALL")
            for _ in range(2):
                client.edit("a.c", at, at, "    CALL(look)(t);\n")
                self.assertEqual(client.diagnostics("a.c"), [])
            client.edit("a.c", at, at, "    int (*look)(vt_int) = CALL(look);\n    look(t);\n")
            self.assertEqual(client.diagnostics("a.c"), [])

    def test_stale_findings_are_dropped(self):
        """Of many versions sent at once the last one is answered, and no answer is of an older one than came before."""
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            for i in range(50):
                client.change("a.c", DOUBLE + "\n" * i + ("int x;\n" if i % 2 else ""))
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            versions = [m["params"]["version"] for m in client.published("a.c")]
            self.assertEqual(versions, sorted(versions))
            self.assertEqual(versions[-1], 51)

    def test_file_that_is_not_c(self):
        self.database("a.c")
        with self.client() as client:
            client.open("notes.txt", "hello", language="plaintext")
            client.notify("textDocument/didOpen", {"textDocument": {"uri": "untitled:1", "languageId": "c", "version": 1, "text": "int x;"}})
            self.assertEqual(client.request("no/such")["error"]["code"], -32601)
            self.assertEqual(client.all("textDocument/publishDiagnostics"), [])


class Flags(Project):
    def test_missing_database_is_told_once(self):
        for name in ("a.c", "b.c", "sub/c.c"):
            self.write(name, "int x;\n")
        with self.client() as client:
            for name in ("a.c", "b.c", "sub/c.c"):
                client.open(name)
            for name in ("a.c", "b.c", "sub/c.c"):
                client.diagnostics(name)
            told = client.all("window/showMessage")
            self.assertEqual(len(told), 1, told)
            self.assertIn("compile_commands.json", told[0]["params"]["message"])

    def test_file_that_is_not_in_the_database(self):
        """It takes the flags of the one that is likest to it, and what the project's check says of others takes nothing back."""
        self.write("src/a.c", DOUBLE)
        self.write("src/b.c", "#ifdef B\n" + DOUBLE + "#endif\n")
        self.write("other/c.c", DOUBLE)
        self.write("compile_commands.json", json.dumps([{"directory": str(self.root), "file": file, "arguments": ["cc", "-I" + INCLUDE, define, "-c", file]}
                                                        for file, define in (("other/c.c", "-DC"), ("src/a.c", "-DB"))]))
        with self.client() as client:
            client.open("src/b.c")
            self.assertEqual(brief(client.diagnostics("src/b.c", lambda found: found)), [(11, "vt-double-await")])
            client.wait(lambda m: m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "end", "the project's end")
            self.assertEqual(brief(client.settled("src/b.c")), [(11, "vt-double-await")])

    def test_flags_of_a_file(self):
        """compile_flags.txt in place of a database: nothing is missing, so nothing is told; a change of it counts."""
        self.write("src/a.c", "#ifdef TWICE\n" + DOUBLE + "#endif\n")
        flags = self.write("compile_flags.txt", f"-I{INCLUDE}\n-DTWICE\n")
        with self.client() as client:
            client.open("src/a.c")
            self.assertEqual([rule for _, rule in brief(client.diagnostics("src/a.c"))], ["vt-double-await"])
            flags.write_text(f"-I{INCLUDE}\n")
            client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": flags.as_uri(), "type": 2}]})
            client.diagnostics("src/a.c", lambda found: found == [])
            self.assertEqual(client.all("window/showMessage"), [])

    def test_several_folders_with_a_database_each(self):
        for name, define in (("one", "ONE"), ("two", "TWO")):
            self.write(f"{name}/a.c", DOUBLE.replace("return vt_int_await(t, &a);", "#ifdef ONE\n    return vt_int_await(t, &a);\n#endif\n    return 0;"))
            self.write(f"{name}/compile_commands.json", json.dumps([{"directory": str(self.root / name), "file": "a.c",
                                                                     "arguments": ["cc", "-I" + INCLUDE, "-D" + define, "-c", "a.c"]}]))
        with self.client(folders=[self.root / "one", self.root / "two"]) as client:
            client.open("one/a.c")
            client.open("two/a.c")
            self.assertEqual(brief(client.diagnostics("one/a.c")), [(11, "vt-double-await")])
            self.assertEqual(client.diagnostics("two/a.c"), [])

    def test_database_that_changes(self):
        self.write("a.c", DOUBLE.replace("return vt_int_await(t, &a);", "#ifdef AGAIN\n    return vt_int_await(t, &a);\n#endif\n    return 0;"))
        self.database("a.c")
        with self.client() as client:
            watched = client.wait(lambda m: m.get("method") == "client/registerCapability", "a registration")["params"]["registrations"][0]
            self.assertEqual(watched["method"], "workspace/didChangeWatchedFiles")
            client.open("a.c")
            self.assertEqual(client.diagnostics("a.c"), [])
            self.database("a.c", flags=["-DAGAIN"])
            client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri("compile_commands.json"), "type": 2}]})
            self.assertEqual(brief(client.diagnostics("a.c", lambda found: found)), [(11, "vt-double-await")])

    def test_client_that_watches_nothing(self):
        """It does not tell of a database that appears, nor of a configuration: the server looks when a file is saved, opened, or typed into."""
        self.write("a.c", "#ifdef AGAIN\n" + DOUBLE + "#endif\n")
        with self.client(capabilities={"textDocument": CAPABILITIES["textDocument"]}) as client:
            client.open("a.c")
            self.assertEqual(client.diagnostics("a.c"), [])
            self.database("a.c", flags=["-DAGAIN"])
            client.save("a.c")
            self.assertEqual(brief(client.diagnostics("a.c", lambda found: found)), [(11, "vt-double-await")])
            self.write(".vtcheck.yaml", "Checks: '-*'\n")
            client.edit("a.c", 0, 0, "\n")
            self.assertEqual(client.diagnostics("a.c", lambda found: not found), [])
            self.write(".vtcheck.yaml", "Checks: '*'\n")
            self.write("b.c", "int b;\n")
            client.open("b.c")
            self.assertEqual(brief(client.diagnostics("a.c", lambda found: found)), [(12, "vt-double-await")])

    def test_configuration_that_changes(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        self.write(".vtcheck.yaml", "Checks: '-*,vt-unawaited'\n")
        with self.client() as client:
            client.open("a.c")
            self.assertEqual(client.diagnostics("a.c"), [])
            self.write(".vtcheck.yaml", "Checks: '*'\n")
            client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(".vtcheck.yaml"), "type": 2}]})
            self.assertEqual(brief(client.diagnostics("a.c", lambda found: found)), FOUND)
            self.write(".vtcheck.yaml", "Cheks: '*'\n")
            client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(".vtcheck.yaml"), "type": 2}]})
            told = client.diagnostics("a.c", lambda found: [d["code"] for d in found] == ["not-checked"])
            self.assertIn("Cheks", told[0]["message"])


class Headers(Project):
    HEADER = """static inline int twice(void)
{
    int a = 0;
    vt_int t = make();
    vt_int_await(t, &a);
    return vt_int_await(t, &a);
}
"""

    def test_header_alone(self):
        """By itself it does not compile: its types come from what includes it."""
        self.write("inner.h", self.HEADER)
        self.write("a.c", "int unrelated;\n")
        self.write("b.c", HEAD + '#include "inner.h"\nint main(void) { return twice(); }\n')
        self.database("a.c", "b.c")
        with self.client() as client:
            client.open("inner.h")
            self.assertEqual(brief(client.diagnostics("inner.h")), [(6, "vt-double-await")])
            client.change("inner.h", self.HEADER.replace("return vt_int_await(t, &a)", "return a"))
            self.assertEqual(client.diagnostics("inner.h"), [])

    def test_findings_in_a_header_that_is_not_open(self):
        self.write("inner.h", self.HEADER)
        self.write("b.c", HEAD + '#include "inner.h"\nint main(void) { return twice(); }\n')
        self.database("b.c")
        with self.client() as client:
            client.open("b.c")
            self.assertEqual(brief(client.diagnostics("inner.h")), [(6, "vt-double-await")])


class Unsaved(Project):
    def test_file_that_is_open_by_a_link(self):
        """Its findings are shown there, and not once more by the name that the database has."""
        self.write("real/a.c", DOUBLE)
        (self.root / "link").symlink_to("real")
        self.database("real/a.c")
        with self.client() as client:
            self.assertEqual(brief(client.diagnostics("real/a.c")), FOUND)  # nothing is open
            client.open("link/a.c")
            self.assertEqual(brief(client.settled("link/a.c")), FOUND)
            self.assertEqual(client.published("real/a.c")[-1]["params"]["diagnostics"], [])
            client.notify("textDocument/didClose", {"textDocument": {"uri": client.uri("link/a.c")}})
            client.wait(lambda _: client.published("real/a.c")[-1]["params"]["diagnostics"] != [], "findings by the file's own name")
            self.assertEqual(client.published("link/a.c")[-1]["params"]["diagnostics"], [])

    def test_file_that_is_not_on_disk(self):
        """A new file in the editor, in a folder that is there or not."""
        with Client(VTCHECK, self.root, ["--", "-I" + os.environ["VTCHECK_INCLUDE"]]) as client:
            for name in ("new.c", "no such folder/new.c"):
                client.open(name, DOUBLE)
                self.assertEqual(brief(client.diagnostics(name)), FOUND)
                client.edit(name, 0, 0, "\n")
                self.assertEqual(brief(client.diagnostics(name)), [(11, "vt-double-await")])
            client.save("new.c")
            client.edit("new.c", 0, 0, "\n")
            self.assertEqual(brief(client.diagnostics("new.c")), [(12, "vt-double-await")])


class Pull(Project):
    """A client that asks for diagnostics (3.17) in place of being told."""

    CAN = {**CAPABILITIES, "textDocument": {**CAPABILITIES["textDocument"], "diagnostic": {}}, "workspace": {**CAPABILITIES["workspace"], "diagnostics": {"refreshSupport": True}}}

    def pull(self, client, **more):
        return client.request("textDocument/diagnostic", {"textDocument": {"uri": client.uri("a.c")}, **more})

    def test_is_offered_to_those_that_can(self):
        with self.client() as client:
            self.assertNotIn("diagnosticProvider", client.result["capabilities"])
        with self.client(capabilities=self.CAN) as client:
            self.assertEqual(client.result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], True)

    def test_answers_are_of_the_text_as_it_is(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client(capabilities=self.CAN) as client:
            client.open("a.c")
            first = self.pull(client)["result"]
            self.assertEqual((first["kind"], brief(first["items"])), ("full", FOUND))
            again = self.pull(client, previousResultId=first["resultId"])["result"]
            self.assertEqual(again, {"kind": "unchanged", "resultId": first["resultId"]})
            at = DOUBLE.index("    return vt_int_await")
            for _ in range(3):
                client.edit("a.c", at, at, "\n")
                self.assertEqual(brief(self.pull(client)["result"]["items"]), [(client.texts["a.c"][:client.texts["a.c"].index("    return vt_int_await")].count("\n") + 1, FOUND[0][1])])
            client.change("a.c", HEAD)
            self.assertEqual(self.pull(client)["result"]["items"], [])
            self.assertEqual(client.published("a.c"), [])

    def test_published_until_first_asked(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client(capabilities=self.CAN) as client:
            client.open("a.c")
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            self.assertEqual(brief(self.pull(client)["result"]["items"]), FOUND)
            client.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and not m["params"]["diagnostics"], "that the published ones are taken back")

    def test_told_to_ask_again(self):
        """Another file, saved, makes 'hand' one that consumes: then its caller is wrong."""
        caller = HEAD + "int hand(vt_int t);\nint f(void)\n{\n    int a = 0;\n    vt_int t = make();\n    hand(t);\n    return vt_int_await(t, &a);\n}\n"
        self.write("a.c", caller)
        self.write("b.c", HEAD + "int hand(vt_int t)\n{\n    return vt_int_is_completed(t);\n}\n")
        self.database("a.c", "b.c")
        with self.client(capabilities=self.CAN) as client:
            client.open("a.c")
            client.wait(lambda m: m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "end", "the end of the project's check")
            self.assertEqual(self.pull(client)["result"]["items"], [])
            client.open("b.c")
            client.change("b.c", HEAD + "int hand(vt_int t)\n{\n    vt_int_forget(t);\n    return 0;\n}\n")
            client.save("b.c")
            client.wait(lambda m: m.get("method") == "workspace/diagnostic/refresh", "the wish to be asked again")
            self.assertEqual([rule for _, rule in brief(self.pull(client)["result"]["items"])], ["vt-double-await"])

    def test_waiting_ones_are_answered_all_the_same(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client(capabilities=self.CAN) as client:
            client.open("a.c")
            cancelled, closed = (client.ask("textDocument/diagnostic", {"textDocument": {"uri": client.uri("a.c")}}) for _ in range(2))
            client.notify("$/cancelRequest", {"id": cancelled})
            client.notify("textDocument/didClose", {"textDocument": {"uri": client.uri("a.c")}})
            self.assertEqual(client.answer(cancelled)["error"]["code"], -32800)
            self.assertIn(client.answer(closed).get("error", {"code": "there was time to check"})["code"], (-32801, "there was time to check"))
            self.assertEqual(self.pull(client)["result"]["kind"], "full")
            self.assertEqual(client.request("textDocument/diagnostic", {})["error"]["code"], -32602)


class Actions(Project):
    def actions(self, client, path, line, **context):
        place = {"line": line - 1, "character": 12}
        return client.request("textDocument/codeAction", {"textDocument": {"uri": client.uri(path)}, "range": {"start": place, "end": place},
                                                          "context": {"diagnostics": [], **context}})["result"]

    def apply(self, client, path, action):
        """The text with the action's edits, from the last to the first."""
        text = client.texts[path]
        lines = text.split("\n")
        edits = action["edit"]["changes"][client.uri(path)]
        offset = lambda at: sum(len(line) + 1 for line in lines[:at["line"]]) + at["character"]
        for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
            text = text[:offset(edit["range"]["start"])] + edit["newText"] + text[offset(edit["range"]["end"]):]
        return text

    def test_suppress_and_explain(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            client.diagnostics("a.c")
            offered = self.actions(client, "a.c", 10)
            silence = [a for a in offered if a["title"].startswith("Silence")][0]
            client.change("a.c", self.apply(client, "a.c", silence))
            self.assertIn("// NOLINT(vt-double-await)\n", client.texts["a.c"])
            self.assertEqual(client.diagnostics("a.c"), [])
            explain = [a for a in offered if a["title"].startswith("Explain")][0]["command"]
            self.assertIsNone(client.request("workspace/executeCommand", {"command": explain["command"], "arguments": explain["arguments"]})["result"])
            shown = client.wait(lambda m: m.get("method") == "window/showDocument", "the rule's page")
            self.assertIn("vt-double-await", shown["params"]["uri"])

    def test_fix(self):
        for ends in ("\n", "\r\n"):
            text = DOUBLE.replace("\n", ends)
            (self.root / "a.c").write_bytes(text.encode())
            self.database("a.c")
            with self.subTest(ends=ends), self.client() as client:
                client.open("a.c", text)
                client.diagnostics("a.c")
                mend = [a for a in self.actions(client, "a.c", 10) if a.get("isPreferred")]
                self.assertEqual(len(mend), 1)
                mended = self.apply(client, "a.c", mend[0])
                self.assertEqual(mended.count("\n"), mended.count(ends))
                client.change("a.c", mended)
                self.assertEqual(client.diagnostics("a.c"), [])

    def test_none_elsewhere(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            client.diagnostics("a.c")
            self.assertEqual(self.actions(client, "a.c", 2), [])
            self.assertEqual(self.actions(client, "a.c", 10, only=["refactor"]), [])
            self.assertTrue(self.actions(client, "a.c", 10, only=["quickfix"]))

    def test_line_that_goes_on(self):
        """A comment would take the backslash's meaning away."""
        text = DOUBLE.replace("    return vt_int_await(t, &a);\n", "    return vt_int_await(t, \\\n &a);\n")
        self.write("a.c", text)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            client.diagnostics("a.c")
            self.assertEqual([a["title"] for a in self.actions(client, "a.c", 10) if a["title"].startswith("Silence")], [])


class Comments(Project):
    """NOLINT in the editor is what it is elsewhere."""

    def test_in_a_macro_of_a_header(self):
        self.write("drop.h", "#define DROP() (void)make() /* NOLINT(vt-unawaited): as agreed */\n")
        text = '#include "drop.h"\n' + HEAD + 'void f(void)\n{\n    DROP();\n}\n'
        self.write("a.c", text)
        self.database("a.c", flags=["-I" + str(self.root)])
        with self.client(options={"wholeProject": False}) as client:
            client.open("a.c")
            self.assertEqual(client.diagnostics("a.c"), [])
            at = text.index("    DROP")
            for _ in range(3):
                client.edit("a.c", at, at, "    DROP();\n")
                self.assertEqual(client.diagnostics("a.c"), [])
            client.edit("a.c", at, at, "    make();\n")
            self.assertEqual([rule for _, rule in brief(client.settled("a.c"))], ["vt-unawaited"])

    def test_idle_ones(self):
        self.write("idle.h", "/* NOLINT(vt-unawaited) */\n")
        text = HEAD + '#include "idle.h"\n\nint f(void)\n{\n    int a = 0;\n    vt_int t = make(); // NOLINT(vt-unawaited): was so once\n    return vt_int_await(t, &a);\n}\n'
        self.write("a.c", text)
        self.database("a.c", flags=["-I" + str(self.root)])
        with self.client(arguments=["--report-unused-suppressions"], options={"wholeProject": False}) as client:
            client.open("a.c")
            found = client.diagnostics("a.c")
            self.assertEqual(brief(found), [(10, "vt-unused-suppression")])
            self.assertEqual(client.published("idle.h"), [])
            actions = client.request("textDocument/codeAction", {"textDocument": {"uri": client.uri("a.c")}, "range": found[0]["range"], "context": {"diagnostics": found}})["result"]
            fix = [action for action in actions if action["title"] == "Take the comment out"][0]
            line = text.split("\n")[9]
            self.assertEqual(list(fix["edit"]["changes"].values()), [[{"newText": "", "range": {"start": {"line": 9, "character": line.index(" //")}, "end": {"line": 9, "character": len(line)}}}]])
            explain = [action for action in actions if action["title"] == "Explain vt-unused-suppression"][0]["command"]
            self.assertIn("result", client.request("workspace/executeCommand", {"command": explain["command"], "arguments": explain["arguments"]}))
            page = pathlib.Path(urllib.parse.unquote(urllib.parse.urlsplit(found[0]["codeDescription"]["href"]).path))
            self.assertIn("NOLINT", page.read_text())
            client.change("a.c", text.replace("return vt", "return nothing_of_this_name + vt"))
            self.assertEqual([rule for _, rule in brief(client.settled("a.c")) if rule != "clang-error"], [])

    def test_idle_ones_of_a_project(self):
        self.write("idle.h", "/* NOLINT(vt-unawaited) */\n")
        self.write("a.c", '#include "idle.h"\n')
        self.database("a.c", flags=["-I" + str(self.root)])
        with self.client(arguments=["--report-unused-suppressions"]) as client:
            self.assertEqual(brief(client.diagnostics("idle.h", lambda found: found)), [(1, "vt-unused-suppression")])


class Hover(Project):
    def hover(self, client, path, text, at):
        return client.request("textDocument/hover", {"textDocument": {"uri": client.uri(path)}, "position": position(text, at)})["result"]

    def test_states(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            client.diagnostics("a.c")
            first, second = DOUBLE.index("t, &a"), DOUBLE.rindex("t, &a")
            self.assertIn("not consumed yet", self.hover(client, "a.c", DOUBLE, first)["contents"]["value"])
            self.assertNotIn("not consumed yet", self.hover(client, "a.c", DOUBLE, second)["contents"]["value"])
            self.assertIsNone(self.hover(client, "a.c", DOUBLE, DOUBLE.index("int a = 0") + 4))
            self.assertIsNone(self.hover(client, "a.c", DOUBLE, 3))

    def test_unsaved_text(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client() as client:
            client.open("a.c")
            client.diagnostics("a.c")
            text = DOUBLE.replace("    vt_int_await(t, &a);\n", "\n", 1)
            client.change("a.c", text)
            self.assertIn("not consumed yet", self.hover(client, "a.c", text, text.rindex("t, &a"))["contents"]["value"])


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
