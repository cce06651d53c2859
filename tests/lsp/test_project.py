#!/usr/bin/env python3
"""Whole projects: findings in files that are not open, other files' functions in an open one, progress. See client.py."""

import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

from client import CAPABILITIES, brief
from test_findings import DOUBLE, FOUND, HEAD, Project

HELPER = HEAD + """vt_int forward(int n)
{
    vt_int t = make();
    int a = 0;
    vt_int_await(t, &a);
    return vt_int_from_result(n + a);
}

int finish(vt_int t)
{
    int a = 0;
    vt_int_await(t, &a);
    return a;
}
"""

USER = HEAD + """int finish(vt_int t);

int user(void)
{
    int a = 0;
    vt_int t = make();
    finish(t);
    vt_int_await(t, &a);
    return a;
}
"""

# By a helper that only looks, nothing is wrong here; without its body a by-value parameter would count as consumed.
LOOKS = HEAD + "bool looks(vt_int t)\n{\n    return vt_int_is_completed(t);\n}\n"
ASKS = HEAD + """bool looks(vt_int t);

int asks(void)
{
    int a = 0;
    vt_int t = make();
    if (looks(t))
        a = 1;
    vt_int_await(t, &a);
    return a;
}
"""


# One function is in a table of the other file, one depends on a variable that the other one writes, one is always asynchronous.
SOURCE = HEAD + """int is_ready = 0;

vt_int always(struct vt_source *source) { return vt_int_from_source(source, 1); }

vt_int in_table(struct vt_source *source) { return vt_int_from_source(source, 2); }

vt_int depends(struct vt_source *source)
{
    if (is_ready)
        return vt_int_from_result(0);
    return vt_int_from_source(source, 3);
}

int number(void)
{
    return 1;
}
"""
TABLE = HEAD + """extern int is_ready;
vt_int in_table(struct vt_source *source);
vt_int (*const table[])(struct vt_source *) = {in_table};

void get_ready(void)
{
    is_ready = 1;
}
"""


class Checked(Project):
    def ended(self, client, count=1):
        """Waits until so many checks of the project have ended."""
        client.wait(lambda _: sum(m["params"]["value"]["kind"] == "end" for m in client.all("$/progress")) >= count, f"{count} ends of the project's check")


class Whole(Checked):
    def test_files_that_are_not_open(self):
        self.write("a.c", DOUBLE)
        self.write("b.c", USER)
        self.write("c.c", HELPER)
        self.database("a.c", "b.c", "c.c")
        with self.client() as client:
            client.open("c.c")
            self.ended(client)
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            self.assertEqual(brief(client.diagnostics("b.c")), [(12, "vt-double-await")])
            kinds = [m["params"]["value"]["kind"] for m in client.all("$/progress")]
            self.assertEqual((kinds[0], kinds[-1]), ("begin", "end"))
            created = client.all("window/workDoneProgress/create")
            self.assertEqual(created[0]["params"]["token"], client.all("$/progress")[0]["params"]["token"])

    def test_nothing_is_open(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client() as client:
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)

    def test_not_wanted(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client(options={"wholeProject": False}) as client:
            time.sleep(3)
            self.assertEqual(client.all("$/progress"), [])
            self.assertEqual(client.published("a.c"), [])

    def test_functions_of_other_files(self):
        self.write("looks.c", LOOKS)
        self.write("asks.c", ASKS)
        self.database("looks.c", "asks.c")
        with self.client() as client:
            client.open("asks.c")
            client.diagnostics("asks.c", lambda found: found == [])
            self.ended(client)
            client.settled("asks.c")
            # Typed into, the file is still judged with the other file's function; and by a quick check.
            text = ASKS.replace("a = 1;", "a = 2;")
            client.change("asks.c", text)
            self.assertEqual(client.diagnostics("asks.c"), [])
            client.change("asks.c", text.replace("    return a;", "    return looks(t) ? a : 0;"))
            self.assertEqual([rule for _, rule in brief(client.diagnostics("asks.c"))], ["vt-use-after-await"])

    def test_nothing_is_taken_back(self):
        self.write("looks.c", LOOKS)
        self.write("asks.c", ASKS)
        self.database("looks.c", "asks.c")
        with self.client() as client:
            client.open("asks.c")
            self.ended(client)
            client.settled("asks.c")
            self.assertEqual([m for m in client.published("asks.c") if m["params"]["diagnostics"]], [])

    def test_nothing_to_wait_for(self):
        self.write("looks.c", LOOKS)
        self.write("asks.c", ASKS)
        self.database("looks.c", "asks.c")
        with self.client(options={"wholeProject": False}) as client:
            client.open("asks.c")
            self.assertEqual(brief(client.diagnostics("asks.c")), [(13, "vt-double-await")])

    def test_variables_and_tables_of_other_files(self):
        self.write("source.c", SOURCE)
        self.write("table.c", TABLE)
        self.database("source.c", "table.c")
        with self.client() as client:
            client.open("source.c")
            self.ended(client)
            client.settled("source.c")
            client.change("source.c", SOURCE.replace("return 1;", "return 2;"))
            self.assertEqual(brief(client.settled("source.c")), [(7, "vt-always-async")])

    def test_saved_file_changes_others(self):
        self.write("looks.c", LOOKS)
        self.write("asks.c", ASKS)
        self.database("looks.c", "asks.c")
        with self.client() as client:
            client.open("looks.c")
            self.ended(client)
            self.assertEqual(client.published("asks.c"), [])
            client.change("looks.c", LOOKS.replace("return vt_int_is_completed(t);", "int a = 0;\n    return vt_int_await(t, &a) == 0;"))
            client.save("looks.c")
            self.assertEqual(brief(client.diagnostics("asks.c")), [(13, "vt-double-await")])
            self.assertEqual([(line, rule) for path, line, rule in self.batch() if path == "asks.c"], [(13, "vt-double-await")])

    def test_cache_is_the_drivers(self):
        """What the server parsed and analysed the driver does not again, and files without value tasks neither does."""
        self.write("a.c", DOUBLE)
        self.write("b.c", USER)
        self.write("c.c", HELPER)
        self.write("plain.c", "int plain(int a)\n{\n    return a;\n}\n")
        self.database("a.c", "b.c", "c.c", "plain.c")
        with self.client() as client:
            self.ended(client)
        for turn in range(2):
            run = subprocess.run([os.environ["VTCHECK"], "--stats"], cwd=self.root, env={**os.environ, "XDG_CACHE_HOME": str(self.root / ".cache")},
                                 capture_output=True, text=True, check=False)
            self.assertIn("  parses: 0, of these", run.stderr)
            if turn == 0:
                self.assertIn("nothing to do with each other: 2, of these analysed: 0\n", run.stderr)
            with self.client() as client:  # and the other way round
                self.ended(client)
                self.assertEqual(brief(client.diagnostics("b.c")), [(12, "vt-double-await")])

    def test_no_cache(self):
        self.write("a.c", DOUBLE)
        self.database("a.c")
        with self.client(arguments=["--no-cache"]) as client:
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            self.ended(client)
            self.assertEqual([path.name for path in (self.root / ".cache" / "vtcheck").iterdir()], ["rules"])

    def test_cancelled(self):
        for i in range(30):
            self.write(f"f{i}.c", DOUBLE.replace("twice", f"twice{i}"))
        self.database(*[f"f{i}.c" for i in range(30)])
        with self.client() as client:
            token = client.wait(lambda m: m.get("method") == "$/progress")["params"]["token"]
            client.notify("window/workDoneProgress/cancel", {"token": token})
            end = client.wait(lambda m: m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "end")
            self.assertIn(end["params"]["value"].get("message"), ("cancelled", None))
            client.open("f3.c")
            self.assertEqual(brief(client.diagnostics("f3.c")), FOUND)

    def test_broken_database(self):
        self.write("a.c", DOUBLE)
        self.write("compile_commands.json", "[{")
        with self.client() as client:
            client.open("a.c")
            self.assertEqual([d["code"] for d in client.diagnostics("a.c")], ["not-checked"])
            client.wait(lambda m: m.get("method") == "window/logMessage", "word of the database")
            self.database("a.c")
            client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri("compile_commands.json"), "type": 2}]})
            self.assertEqual(brief(client.diagnostics("a.c", lambda found: brief(found) == FOUND)), FOUND)

    def test_two_databases(self):
        for name in ("one", "two"):
            self.write(f"{name}/a.c", DOUBLE)
            self.write(f"{name}/compile_commands.json", json.dumps([{"directory": str(self.root / name), "file": "a.c",
                                                                     "arguments": ["cc", "-I" + os.environ["VTCHECK_INCLUDE"], "-c", "a.c"]}]))
        with self.client(folders=[self.root / "one", self.root / "two"]) as client:
            for name in ("one", "two"):
                self.assertEqual(brief(client.diagnostics(f"{name}/a.c")), FOUND)


class Asked(Checked):
    """A client that asks for the findings of all files (workspace/diagnostic)."""

    def client(self, **more):
        return super().client(capabilities={**CAPABILITIES, "textDocument": {**CAPABILITIES["textDocument"], "diagnostic": {}}}, **more)

    def ask(self, client, before=None):
        """By file: the items, or None for "as before"; and what to send the next time."""
        known = [{"uri": uri, "value": value} for uri, value in (before or {}).items()]
        return client.ask("workspace/diagnostic", {"identifier": "vtcheck", "previousResultIds": known})

    def read(self, client, answer, before=None):
        reports = {}
        results = dict(before or {})
        for report in answer["result"]["items"]:
            reports[pathlib.PurePath(report["uri"]).name] = brief(report["items"]) if report["kind"] == "full" else None
            results[report["uri"]] = report["resultId"]
        return reports, results

    def two_files(self):
        self.write("a.c", DOUBLE)
        self.write("b.c", USER)
        self.write("c.c", HELPER)
        self.database("a.c", "b.c", "c.c")

    def test_all_files(self):
        self.two_files()
        with self.client() as client:
            self.assertTrue(client.result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"])
            first = client.answer(self.ask(client))
            reports, results = self.read(client, first)
            self.assertEqual(reports, {"a.c": FOUND, "b.c": [(12, "vt-double-await")]})
            self.assertEqual([r["version"] for r in first["result"]["items"]], [None, None])
            # Nothing is published besides.
            self.assertEqual([m for m in client.published("a.c") if m["params"]["diagnostics"]], [])
            # Asked again it waits for something new: a file that was written.
            waiting = self.ask(client, results)
            client.request("no/such")
            self.write("a.c", DOUBLE.replace("    return vt_int_await(t, &a);", "    return a;"))
            client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri("a.c"), "type": 2}]})
            reports, results = self.read(client, client.answer(waiting), results)
            self.assertEqual(reports, {"a.c": [], "b.c": None})
            self.assertEqual([m for m in client.published("a.c") if m["params"]["diagnostics"]], [])

    def test_typed(self):
        self.two_files()
        with self.client() as client:
            client.open("a.c")
            reports, results = self.read(client, client.answer(self.ask(client)))
            waiting = self.ask(client, results)
            client.edit("a.c", 0, 0, "\n")
            answer = client.answer(waiting)
            reports, _ = self.read(client, answer, results)
            self.assertEqual(reports["a.c"], [(11, "vt-double-await")])
            self.assertEqual([r["version"] for r in answer["result"]["items"] if r["uri"] == client.uri("a.c")], [2])

    def test_nothing_to_say(self):
        self.write("a.c", DOUBLE.replace("    return vt_int_await(t, &a);", "    return a;"))
        self.database("a.c")
        with self.client() as client:
            for _ in range(2):
                self.assertEqual(client.answer(self.ask(client))["result"], {"items": []})

    def test_taken_back_when_asked(self):
        self.two_files()
        with self.client() as client:
            self.assertEqual(brief(client.diagnostics("a.c")), FOUND)
            self.ended(client)
            self.assertEqual(self.read(client, client.answer(self.ask(client)))[0]["a.c"], FOUND)
            client.wait(lambda _: client.published("a.c")[-1]["params"]["diagnostics"] == [], "that what was published is taken back")

    def test_cancelled_and_ended(self):
        self.two_files()
        with self.client() as client:
            _, results = self.read(client, client.answer(self.ask(client)))
            waiting = self.ask(client, results)
            client.notify("$/cancelRequest", {"id": waiting})
            self.assertEqual(client.answer(waiting)["error"]["code"], -32800)
            waiting = self.ask(client, results)
            client.request("shutdown")
            self.assertEqual(client.answer(waiting)["error"]["code"], -32800)
            client.notify("exit")
            self.assertEqual(client.process.wait(60), 0)

    def test_no_project(self):
        self.write("a.c", DOUBLE)
        with self.client(arguments=["--", "-I" + os.environ["VTCHECK_INCLUDE"]]) as client:
            client.open("a.c")
            client.request("textDocument/diagnostic", {"textDocument": {"uri": client.uri("a.c")}})
            self.assertEqual(self.read(client, client.answer(self.ask(client)))[0], {"a.c": FOUND})


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
