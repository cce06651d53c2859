#!/usr/bin/env python3
"""Tests of the golden runner: with a checker that is a script, right markers pass and wrong ones fail."""

import os
import stat
import subprocess
import sys
import tempfile
import unittest

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.py")

# Says what the file's `// says:` lines tell it to say; its exit status is that of the last `// exits:` line, else by findings.
CHECKER = r'''#!/usr/bin/env python3
import glob, json, re, sys
arguments = sys.argv[1:]
if "-p" in arguments:
    with open(arguments[arguments.index("-p") + 1] + "/compile_commands.json") as file:
        files = [entry["file"] for entry in json.load(file)]
else:
    files = [arguments[arguments.index("--") - 1]]
status = None
found = False
for path in files:
    for line in open(path):
        if "// says:" in line:
            text = line.split("// says:", 1)[1].strip().replace("HERE", path)
            print(text)
            found = found or "[vt-" in text
        if "// exits:" in line:
            status = int(line.split("// exits:", 1)[1])
sys.exit(status if status is not None else 1 if found else 0)
'''


class Golden(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="golden-selftest-")
        self.addCleanup(self.folder.cleanup)
        self.checker = os.path.join(self.folder.name, "checker")
        with open(self.checker, "w", encoding="utf-8") as file:
            file.write(CHECKER)
        os.chmod(self.checker, stat.S_IRWXU)

    def golden(self, *options, **files):
        """Runs the runner over the files; returns (status, output)."""
        fixtures = tempfile.mkdtemp(dir=self.folder.name)
        for name, text in files.items():
            path = os.path.join(fixtures, name.replace("__", "/") + ".c")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run([sys.executable, GOLDEN, "--vtcheck", self.checker, "--include", fixtures, *options, fixtures],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_matching_markers_pass(self):
        status, output = self.golden(a="// says: HERE:2:5: error: 'task' is awaited twice [vt-double-await]\n"
                                       "x(); // expect: vt-double-await task\n")
        self.assertEqual(status, 0, output)

    def test_clean_file_passes(self):
        status, output = self.golden(a="x();\n")
        self.assertEqual(status, 0, output)

    def test_missing_finding_fails(self):
        status, output = self.golden(a="x(); // expect: vt-unawaited\n")
        self.assertEqual(status, 1)
        self.assertIn("a.c:1: - missing vt-unawaited", output)

    def test_extra_finding_fails(self):
        status, output = self.golden(a="// says: HERE:2:1: warning: lost [vt-unawaited]\nx();\n")
        self.assertEqual(status, 1)
        self.assertIn("a.c:2: + not expected: lost [vt-unawaited]", output)

    def test_other_line_fails(self):
        status, output = self.golden(a="// says: HERE:3:1: warning: lost [vt-unawaited]\n"
                                       "x(); // expect: vt-unawaited\ny();\n")
        self.assertEqual(status, 1)
        self.assertIn("a.c:2: - missing vt-unawaited; there is one on line 3", output)
        self.assertIn("a.c:3: + not expected", output)

    def test_other_rule_fails(self):
        status, output = self.golden(a="// says: HERE:2:1: warning: lost [vt-use-after-await]\n"
                                       "x(); // expect: vt-unawaited\n")
        self.assertEqual(status, 1)
        self.assertIn("- missing vt-unawaited", output)
        self.assertIn("+ not expected", output)

    def test_message_must_contain_the_text(self):
        says = "// says: HERE:2:1: warning: 'left' is lost [vt-unawaited]\n"
        self.assertEqual(self.golden(a=says + "x(); // expect: vt-unawaited left\n")[0], 0)
        self.assertEqual(self.golden(a=says + "x(); // expect: vt-unawaited right\n")[0], 1)

    def test_two_findings_on_a_line(self):
        says = ("// says: HERE:3:1: warning: 'left' is lost [vt-unawaited]\n"
                "// says: HERE:3:9: warning: 'right' is lost [vt-unawaited]\n")
        self.assertEqual(self.golden(a=says + "x(); // expect: vt-unawaited, vt-unawaited right\n")[0], 0)
        self.assertEqual(self.golden(a=says + "x(); // expect: vt-unawaited\n")[0], 1)

    def test_notes(self):
        says = ("// says: HERE:4:1: error: twice [vt-double-await]\n"
                "// says: HERE:3:1: note: first awaited here\n")
        self.assertEqual(self.golden(a=says + "x(); // expect-note: first\ny(); // expect: vt-double-await\n")[0], 0)
        status, output = self.golden(a=says + "x(); // expect-note: second\ny(); // expect: vt-double-await\n")
        self.assertEqual(status, 1)
        self.assertIn("missing note 'second'", output)

    def test_marker_in_a_block_comment(self):
        status, output = self.golden(a="// says: HERE:2:1: warning: lost [vt-unawaited]\nx(); /* expect: vt-unawaited */ \\\n")
        self.assertEqual(status, 0, output)

    def test_known_failure(self):
        known = "// known-failure: too hard\n"
        self.assertEqual(self.golden(a=known + "x(); // expect: vt-unawaited\n")[0], 0)
        status, output = self.golden(a=known + "x();\n")
        self.assertEqual(status, 1)
        self.assertIn("known failure that passes", output)

    def test_compiler_errors_fail(self):
        status, output = self.golden(a="// says: HERE:2:1: error: expected expression\n// exits: 3\n")
        self.assertEqual(status, 1)
        self.assertIn("expected expression", output)

    def test_exit_status_must_fit(self):
        self.assertEqual(self.golden(a="// exits: 3\n")[0], 1)
        self.assertEqual(self.golden(a="// says: HERE:1:1: warning: x [vt-unawaited] // expect: vt-unawaited\n// exits: 0\n")[0], 1)

    def test_crash_fails(self):
        status, output = self.golden(a="// exits: 134\n")
        self.assertEqual(status, 1)
        self.assertIn("exit status 134", output)

    def test_unknown_rule_in_marker_fails(self):
        self.assertEqual(self.golden(a="// known-failure: x\nx(); // expect: double-await\n")[0], 1)

    def test_programs(self):
        files = {"case__a": "// says: HERE:2:1: warning: lost [vt-unawaited]\nx(); // expect: vt-unawaited\n",
                 "case__b": "y();\n", "other__c": "z();\n"}
        status, output = self.golden("--programs", **files)
        self.assertEqual(status, 0, output)
        self.assertIn("2 fixtures", output)
        files["case__b"] = "y(); // expect: vt-double-await\n"
        self.assertEqual(self.golden("--programs", **files)[0], 1)

    def test_names_agree_with_markers(self):
        good = ("int f_ok(void)\n{\n    return 0;\n}\n\nint f_bad(void)\n{\n"
                "// says: HERE:9:1: warning: lost [vt-unawaited]\n    x(); // expect: vt-unawaited\n}\n")
        self.assertEqual(self.golden("--lint", a=good)[0], 0)
        status, output = self.golden("--lint", a=good.replace("f_bad", "g_ok"))
        self.assertEqual(status, 1)
        self.assertIn("a.c:6: g_ok has expectation", output)
        status, output = self.golden("--lint", a="int f_bad(void)\n{\n    return 0;\n}\n")
        self.assertEqual(status, 1)
        self.assertIn("a.c:1: f_bad has no expectation", output)

    def test_no_fixture_is_a_failure(self):
        self.assertNotEqual(self.golden()[0], 0)


if __name__ == "__main__":
    unittest.main()
