#!/usr/bin/env python3
"""The protocol's own client library from npm against the server, and the VS Code extension: its code, and that it packs."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from test_editors import DOUBLE

VTCHECK, INCLUDE, EDITORS = os.environ["VTCHECK"], os.environ["VTCHECK_INCLUDE"], pathlib.Path(os.environ["VTCHECK_EDITORS"])
HERE = pathlib.Path(__file__).resolve().parent


@unittest.skipIf(shutil.which("npm") is None, "npm is not installed")
class Npm(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="vtcheck lsp ")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()

    def run_in(self, folder, *command):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(done.returncode, 0, f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def test_protocol_library(self):
        client, project = self.root / "client", self.root / "project ü"
        shutil.copytree(HERE / "npm", client)
        project.mkdir()
        (project / "a.c").write_text(DOUBLE)
        (project / "compile_commands.json").write_text(json.dumps([{"directory": str(project), "file": "a.c", "arguments": ["cc", "-I" + INCLUDE, "-c", "a.c"]}]))
        self.run_in(client, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
        self.assertEqual(self.run_in(client, "node", "client.js", VTCHECK, str(project)), "ok\n")

    def test_extension(self):
        self.assertEqual(self.run_in(HERE / "npm", "node", "extension.js", str(EDITORS / "vscode/extension.js")), "ok\n")

    def test_extension_packs(self):
        folder = self.root / "vscode"
        shutil.copytree(EDITORS / "vscode", folder, ignore=shutil.ignore_patterns("node_modules", "*.vsix"))
        self.run_in(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
        self.run_in(folder, "npm", "run", "package")
        with zipfile.ZipFile(next(folder.glob("*.vsix"))) as packed:
            names = packed.namelist()
            settings = json.loads(packed.read("extension/package.json"))["contributes"]["configuration"]["properties"]
        self.assertIn("extension/extension.js", names)
        self.assertIn("extension/node_modules/vscode-languageclient/node.js", names)
        self.assertEqual(sorted(settings), ["vtcheck.args", "vtcheck.compileCommandsDir", "vtcheck.path", "vtcheck.trace"])


if __name__ == "__main__":
    result = unittest.main(verbosity=2, exit=False).result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)
