#!/usr/bin/env python3
"""Bazel runs integrations/bazel/vtcheck.bzl: sandboxed, cut off early, its caches (a folder, an HTTP server) shared by two output bases.

    bazel.py --vtcheck VTCHECK --root ROOT        status 77: Bazel or its rule packages are not installed

The report is compared with the one of a single run. No network: rules come from the distribution's packages.
"""

import argparse
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading

RULES = {"rules_java": "bazel-rules-java", "rules_proto": "bazel-rules-proto", "platforms": "bazel-platforms", "bazel_skylib": "bazel-skylib"}
CC_RULES = ("cc_library", "cc_binary", "cc_test", "cc_import", "cc_proto_library", "cc_toolchain", "cc_toolchain_suite", "cc_toolchain_alias", "fdo_prefetch_hints", "fdo_profile", "objc_library",
            "objc_import")
COUNTER = '#include "lib/counter.h"\nint counter_get(int n)\n{\n    int value = 0;\n    vt_int task = counter_fetch(n);\n    (void)vt_int_await(task, &value);\n    (void)vt_int_await(task, &value);\n    return value;\n}\n'
HEADER = '#pragma once\n#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int counter_fetch(int n);\nint counter_get(int n);\n'
MAIN = '#include "lib/counter.h"\nint main(void)\n{\n    (void)counter_fetch(1);\n    return counter_get(2);\n}\n'


def find_rules():
    found = {}
    for name, package in RULES.items():
        listing = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True, check=False).stdout.split("\n")
        roots = [os.path.dirname(path) for path in listing if os.path.basename(path) in ("WORKSPACE", "MODULE.bazel", "BUILD") and os.path.exists(path)]
        if not roots:
            return None
        found[name] = min(roots, key=len)
    return found


def put(root, name, text):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def lay(root, arguments, rules):
    workspace = "".join(f'local_repository(name = "{name}", path = "{path}")\n' for name, path in rules.items())
    put(root, "work/WORKSPACE", 'workspace(name = "work")\n' + workspace + f'local_repository(name = "rules_cc", path = "{root}/rules_cc")\n')
    put(root, "rules_cc/WORKSPACE", 'workspace(name = "rules_cc")\n')
    put(root, "rules_cc/BUILD", "")
    put(root, "rules_cc/cc/BUILD", "")
    put(root, "rules_cc/cc/defs.bzl", "".join(f"{name} = native.{name}\n" for name in CC_RULES))
    put(root, "work/tools/BUILD", 'exports_files(["vtcheck"])\n')
    shutil.copy2(arguments.vtcheck, os.path.join(root, "work/tools/vtcheck"))
    shutil.copytree(os.path.join(arguments.root, "include"), os.path.join(root, "work/valuetask/include"))
    put(root, "work/valuetask/BUILD", 'cc_library(name = "valuetask", hdrs = glob(["include/**/*.h"]), includes = ["include"], visibility = ["//visibility:public"])\n')
    shutil.copy2(os.path.join(arguments.root, "integrations/bazel/vtcheck.bzl"), os.path.join(root, "work/tools/vtcheck.bzl"))
    put(root, "work/lib/BUILD", 'cc_library(name = "counter", srcs = ["counter.c"], hdrs = ["counter.h"], deps = ["//valuetask"], visibility = ["//visibility:public"])\n')
    put(root, "work/lib/counter.c", COUNTER)
    put(root, "work/lib/counter.h", HEADER)
    put(root, "work/app/BUILD", 'load("//tools:vtcheck.bzl", "vtcheck_report")\ncc_binary(name = "app", srcs = ["main.c"], deps = ["//lib:counter"])\n'
        'vtcheck_report(name = "check", deps = [":app"], format = "json")\n')
    put(root, "work/app/main.c", MAIN)


class HttpCache(http.server.BaseHTTPRequestHandler):
    """What Bazel asks of a cache: what was PUT under a name is what a GET of it gets."""

    protocol_version = "HTTP/1.1"
    kept = {}

    def do_PUT(self):
        self.kept[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, b"")

    def do_GET(self):
        body = self.kept.get(self.path)
        self.answer(404 if body is None else 200, body or b"")

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Bazel:
    def __init__(self, root):
        self.root = root

    def build(self, base, cache):
        command = ["bazel", f"--output_user_root={self.root}/user", f"--output_base={self.root}/{base}", "--batch", "build", "--spawn_strategy=linux-sandbox,processwrapper-sandbox",
                   cache, "--color=no", "--curses=no", "--jobs=2", "--subcommands", "//app:check"]
        done = subprocess.run(command, cwd=os.path.join(self.root, "work"), env={**os.environ, "HOME": self.root}, capture_output=True, text=True, check=False, timeout=900)
        if done.returncode != 0:
            sys.exit(f"bazel failed:\n{done.stderr[-4000:]}")
        with open(os.path.join(self.root, "work/bazel-bin/app/check.json"), encoding="utf-8") as text:
            return done.stderr, text.read()

    def share(self, cache, *bases):
        """The report of the first output base; None: the second one did not take its results from the cache, or says something else."""
        _, report = self.build(bases[0], cache)
        log, again = self.build(bases[1], cache)
        if ("3 remote cache hit" in log or "3 disk cache hit" in log) and report == again:
            return report
        print(f"{cache}: the second output base did not take the results of the first:\n{log[-1500:]}")
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--root", required=True)
    arguments = parser.parse_args()
    rules = find_rules() if shutil.which("bazel") else None
    if rules is None:
        print(f"skipped: bazel and its rules are not installed (Debian: bazel-bootstrap {' '.join(RULES.values())})")
        return 77
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        lay(root, arguments, rules)
        bazel = Bazel(root)
        disk = f"--disk_cache={root}/disk"
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), HttpCache)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        report, other = bazel.share(disk, "one", "two"), bazel.share(f"--remote_cache=http://127.0.0.1:{server.server_port}", "three", "four")
        if report is None or other != report or not HttpCache.kept:
            return 1
        work = os.path.join(root, "work")
        alone = subprocess.run([arguments.vtcheck, "--no-cache", "--format=json", "app/main.c", "lib/counter.c", "--", "-iquote", ".", "-isystem", "valuetask/include"], cwd=work,
                               capture_output=True, text=True, check=False).stdout
        if report != alone or '"vt-double-await"' not in report or '"vt-unawaited"' not in report:
            print(f"Bazel's report is another than that of one run:\n{report}\n---\n{alone}")
            return 1
        put(root, "work/valuetask/include/valuetask/unused.h", "/* new */\n")
        log, _ = bazel.build("two", disk)
        if "Summarising" not in log or "Checking //app:check" in log:
            print(f"two summaries should have been made again, with the same bytes, and nothing linked:\n{log[-1500:]}")
            return 1
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
