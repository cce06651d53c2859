#!/usr/bin/env python3
"""Tests of include_directions.py: each broken direction is found, allowed ones are not."""

import os
import subprocess
import sys
import tempfile
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "include_directions.py")

HEADERS = ("checker/base/arena.h", "checker/ir/ir.h", "checker/worlds/world.h", "checker/analysis/event.h", "checker/frontend/frontend.h", "checker/link/join.h",
           "checker/report/finding.h", "checker/config/config.h", "checker/pipeline/units.h",
           "checker/driver/options.h", "checker/lsp/lsp.h", "rules/rules.h",
           "include/valuetask/valuetask.h", "runtime/pool.h")


class Directions(unittest.TestCase):
    def check(self, path, *lines):
        """Status and output with one more file that has these lines."""
        with tempfile.TemporaryDirectory() as root:
            for name in HEADERS:
                os.makedirs(os.path.join(root, os.path.dirname(name)), exist_ok=True)
                open(os.path.join(root, name), "w", encoding="utf-8").close()
            os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
            done = subprocess.run([sys.executable, SCRIPT, root], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout

    def assert_fine(self, path, *lines):
        self.assertEqual(self.check(path, *lines), (0, ""))

    def assert_broken(self, where, path, *lines):
        status, output = self.check(path, *lines)
        self.assertEqual(status, 1, output)
        self.assertIn(where, output)

    def test_allowed(self):
        self.assert_fine("checker/analysis/run.c", '#include "run.h"', '#include "analysis/event.h"', '#include "ir/ir.h"',
                         '#include "base/arena.h"', "#include <glib.h>", "#include <string.h>")
        self.assert_fine("rules/double_await.c", '#include "analysis/event.h"', '#include "report/finding.h"', '#include "rules.h"')
        self.assert_fine("checker/driver/main.c", '#include "rules/rules.h"', '#include "frontend/frontend.h"', '#include "link/join.h"')
        self.assert_fine("checker/lsp/server.c", '#include "pipeline/units.h"', '#include "report/finding.h"')
        self.assert_fine("checker/frontend/lower.c", "#include <clang-c/Index.h>", '#include "ir/ir.h"')
        self.assert_fine("runtime/loop.c", "#include <valuetask/valuetask.h>", '#include "pool.h"')

    def test_backward(self):
        self.assert_broken("checker/base/x.c:2: checker/base must not include checker/ir", "checker/base/x.c", "", '#include "ir/ir.h"')
        self.assert_broken("must not include checker/analysis", "checker/ir/x.c", '#include "analysis/event.h"')
        self.assert_broken("must not include checker/analysis", "checker/worlds/x.c", '#include "analysis/event.h"')
        self.assert_broken("must not include rules", "checker/analysis/x.c", '#include "rules/rules.h"')
        self.assert_broken("must not include checker/report", "checker/analysis/x.c", '#  include "report/finding.h"')
        self.assert_broken("must not include checker/frontend", "checker/analysis/x.c", '#include "frontend/frontend.h"')
        self.assert_broken("must not include checker/analysis", "checker/frontend/x.c", '#include "analysis/event.h"')
        self.assert_broken("must not include checker/ir", "checker/report/x.c", '#include "../ir/ir.h"')

    def test_nobody_uses_the_driver(self):
        self.assert_broken("must not include checker/driver", "rules/x.c", '#include "driver/options.h"')
        self.assert_broken("must not include checker/driver", "checker/lsp/x.c", '#include "driver/options.h"')
        self.assert_broken("must not include checker/lsp", "checker/driver/x.c", '#include "lsp/lsp.h"')

    def test_the_pipeline_is_below_its_callers(self):
        self.assert_broken("must not include checker/driver", "checker/pipeline/x.c", '#include "driver/options.h"')
        self.assert_broken("must not include checker/pipeline", "rules/x.c", '#include "pipeline/units.h"')

    def test_checker_and_runtime_apart(self):
        self.assert_broken("must not include include/valuetask", "checker/frontend/x.c", "#include <valuetask/valuetask.h>")
        self.assert_broken("must not include runtime", "checker/base/x.c", '#include "runtime/pool.h"')
        self.assert_broken("must not include checker/base", "runtime/x.c", '#include "base/arena.h"')
        self.assert_broken("must not include runtime", "include/valuetask/x.h", '#include "../../runtime/pool.h"')

    def test_libclang_stays_in_the_frontend(self):
        self.assert_broken("only checker/frontend includes clang-c", "checker/driver/x.c", "#include <clang-c/Index.h>")

    def test_header_that_is_not_there(self):
        self.assert_broken("must not include checker/analysis", "checker/ir/x.c", '#include "analysis/generated.h"')

    def test_unknown_folder(self):
        self.assert_broken("checker/misc/x.c:1: lies in no folder", "checker/misc/x.c", "")


if __name__ == "__main__":
    unittest.main()
