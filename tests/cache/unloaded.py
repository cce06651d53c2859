#!/usr/bin/env python3
"""What parses nothing does not load libclang, whatever it reports in; and reports the same as what did.

    unloaded.py --vtcheck VTCHECK

The dynamic linker itself tells what is loaded (LD_DEBUG).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

TASK = """typedef struct __attribute__((annotate("vt::value_task"))) task { unsigned long source, token; } task;
task make(void);
int await_task(__attribute__((annotate("vt::consumes"))) task t);
int twice(void)
{
    task t = make();
    return await_task(t) + await_task(t);
}
"""
PLAIN = "int main(void) { return 0; }\n"
FORMATS = ["text", "concise", "json", "sarif", "html", "github"]


def put(root, name, text):
    with open(os.path.join(root, name), "w", encoding="utf-8") as out:
        out.write(text)


def put_database(root, *sources):
    put(root, "compile_commands.json", json.dumps([{"directory": root, "file": source, "arguments": ["cc", "-c", source]} for source in sources]))


def run(arguments, vtcheck, root, *options):
    """Status, output, and whether libclang was loaded."""
    environment = {**os.environ, "LD_DEBUG": "files", "LD_DEBUG_OUTPUT": os.path.join(root, "loaded")}
    done = subprocess.run([vtcheck, *arguments, *options], cwd=root, env=environment, capture_output=True, check=False, timeout=120)
    loaded = b""
    for name in os.listdir(root):
        if name.startswith("loaded."):
            with open(os.path.join(root, name), "rb") as log:
                loaded += log.read()
            os.remove(os.path.join(root, name))
    assert b"libc.so" in loaded, "the dynamic linker says nothing"
    return done.returncode, done.stdout, b"libclang" in loaded


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    vtcheck = os.path.abspath(parser.parse_args().vtcheck)
    failed = 0

    def check(what, condition):
        nonlocal failed
        if not condition:
            failed += 1
            print(what)

    for format_name in FORMATS:
        with tempfile.TemporaryDirectory() as root:
            root = os.path.realpath(root)
            put(root, "task.c", TASK)
            put(root, "plain.c", PLAIN)
            put_database(root, "plain.c", "task.c")
            check_all = ["-p", root, f"--format={format_name}", f"--cache-dir={root}/cache"]
            cold, warm = run(check_all, vtcheck, root), run(check_all, vtcheck, root)
            check(f"{format_name}: a run that parses does not load libclang", cold[2] and cold[0] == 1)
            check(f"{format_name}: a warm run loads libclang", not warm[2])
            check(f"{format_name}: a warm run reports other bytes:\n{warm[1].decode()}\n--- than\n{cold[1].decode()}", warm[:2] == cold[:2])
            for name in ("task", "plain"):
                run(["summarise", f"{name}.c", "-o", f"{name}.vtsum", "--no-cache"], vtcheck, root, "--", "-c")
            linked = run(["link", "task.vtsum", "plain.vtsum", f"--format={format_name}"], vtcheck, root)
            check(f"{format_name}: a link loads libclang", not linked[2])
            check(f"{format_name}: a link reports other bytes:\n{linked[1].decode()}\n--- than\n{cold[1].decode()}", linked[:2] == cold[:2])
            put_database(root, "plain.c")
            none = run(["-p", root, f"--format={format_name}", "--no-cache"], vtcheck, root)
            check(f"{format_name}: a run over code without value tasks loads libclang", not none[2] and none[0] == 0)
    print(f"{len(FORMATS)} formats, {failed} failures")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
