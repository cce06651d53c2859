#!/usr/bin/env python3
"""Summaries made apart and joined say what one run says, byte for byte.

    distributed.py --vtcheck VTCHECK --root ROOT [--only NAME...]

A generated project (bench/speed/generate.py, with mistakes, a comment that silences one, and a file that does not parse) is checked as
one run; by `summarise` and `link`; through Ninja; and by the shards of the Slurm script, without Slurm.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

FORMATS = ("text", "json")
BROKEN = '#include "base/async.h"\nint broken(void)\n{\n    vt_int task = async_read(undeclared);\n    return missing;\n}\nvoid dropped(void)\n{\n    (void)async_read(1);\n}\n'
SILENCED = ('#include "base/async.h"\n#include "drop_twice.h"\nvoid silent(void)\n{\n    (void)async_read(1); // NOLINT(vt-unawaited)\n    (void)async_read(2);\n'
            '    DROP();\n    DROP_TWICE();\n}\n')
DROP = '#define DROP() ((void)async_read(3)) // NOLINT(vt-unawaited)\n'
DROP_TWICE = '#include "drop.h"\n#define DROP_TWICE() DROP(), DROP()\n'


class Wrong(Exception):
    """The message says what."""


def expect(condition, message):
    if not condition:
        raise Wrong(message)


class Bench:
    def __init__(self, vtcheck, root):
        self.vtcheck, self.root = vtcheck, root

    def run(self, *words, cwd, status=(0, 1, 3), environment=None):
        done = subprocess.run([self.vtcheck, *words], cwd=cwd, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False, timeout=300)
        expect(done.returncode in status, f"{' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def project(self, folder):
        subprocess.run([sys.executable, os.path.join(self.root, "bench/speed/generate.py"), folder, "--units", "20", "--share", "80", "--include", os.path.join(self.root, "include")], check=True)
        with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as text:
            entries = json.load(text)
        for name, text in (("m0/broken.c", BROKEN), ("m1/silenced.c", SILENCED)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                out.write(text)
            entries.append({**entries[0], "file": name, "arguments": entries[0]["arguments"][:-3] + [name]})
        for name, text in (("m1/drop.h", DROP), ("m1/drop_twice.h", DROP_TWICE)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                out.write(text)
        random.Random(5).shuffle(entries)
        with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as out:
            json.dump(entries, out)
        return entries

    def summarise(self, folder, entry, output, *options):
        return self.run("summarise", "--quiet", entry["file"], "-o", output, *options, "--", *entry["arguments"], cwd=folder, status=(0,))


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def test_equal(bench, folder, entries, expected):
    names = []
    for n, entry in enumerate(entries):
        bench.summarise(folder, entry, f"s{n}.vtsum")
        names.append(f"s{n}.vtsum")
    with open(os.path.join(folder, "list"), "w", encoding="utf-8") as out:
        out.write("\n".join(reversed(names)) + "\n")
    for form in FORMATS:
        for words in (names, ["@list"]):
            out = bench.run("link", f"--format={form}", *words, cwd=folder).stdout
            expect(out == expected[form], f"'link {words[0]}...' says something else than one run in {form}")
    bare = folder + "-bare"  # no source far and wide
    os.makedirs(bare)
    for name in [*names, "list"]:
        shutil.copy(os.path.join(folder, name), bare)
    expect(bench.run("link", "@list", cwd=bare).stdout == expected["text"], "'link' without sources says something else than one run")


def test_processes(bench, folder, _entries, expected):
    """One process that analyses, or several: the same words."""
    for jobs in ("1", "3"):
        for words in (["-p", ".", "--no-cache"], ["link", "@list"]):
            out = bench.run(*words, "-j", jobs, cwd=folder).stdout
            expect(out == expected["text"], f"'{' '.join(words)} -j {jobs}' says something else")


def test_order(bench, folder, entries, _expected):
    """Two ways of compiling one source, in either order."""
    entry = next(entry for entry in entries if entry["file"] == "m1/silenced.c")
    bench.summarise(folder, entry, "one.vtsum")
    bench.summarise(folder, {**entry, "arguments": [*entry["arguments"], "-Dasync_read=async_write"]}, "two.vtsum")
    orders = (["one.vtsum", "two.vtsum"], ["two.vtsum", "one.vtsum"])
    said = [bench.run("link", *order, cwd=folder).stdout + bench.run("link", "--dump=ir", *order, cwd=folder).stdout for order in orders]
    expect(said[0] == said[1] and "async_write" in said[0], "what is said depends on the order of the summaries")


def test_portable(bench, folder, entries, _expected):
    """Two places, two times: the same bytes, which name neither place."""
    elsewhere = folder + "-elsewhere-with-a-longer-name"
    shutil.copytree(folder, elsewhere)
    for entry in random.Random(1).sample(entries, 5):
        for place in (folder, elsewhere):
            bench.summarise(place, entry, "one.vtsum")
        expect(read(folder, "one.vtsum") == read(elsewhere, "one.vtsum"), f"the summary of {entry['file']} depends on its place")
        expect(folder.encode() not in read(folder, "one.vtsum"), f"the summary of {entry['file']} names its place")
    shutil.rmtree(elsewhere)


def test_depfile(bench, folder, entries, _expected):
    entry = next(entry for entry in entries if entry["file"] == "m0/u1.c")
    bench.summarise(folder, entry, "one.vtsum", "--depfile", "one.d")
    words = read(folder, "one.d").decode().replace("\\\n", " ").split()
    expect(words[0] == "one.vtsum:" and "m0/u1.c" in words and "base/async.h" in words, f"the depfile lacks something: {words[:5]}")
    expect(not any(word.endswith(".vtcheck.yaml") for word in words), "the depfile names a configuration that is not there")
    configurations = {"m0/.vtcheck.yaml": "Inherit: true\n", ".vtcheck.yaml": "Checks: '*'\n"}
    for name, text in configurations.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)
    bench.summarise(folder, entry, "one.vtsum", "--depfile", "one.d")
    words = read(folder, "one.d").decode().replace("\\\n", " ").split()
    expect(all(words.count(name) == 1 for name in configurations), f"the depfile lacks a configuration: {words[-3:]}")
    for name in configurations:
        os.remove(os.path.join(folder, name))
    before = os.stat(os.path.join(folder, "one.vtsum"))
    bench.summarise(folder, entry, "one.vtsum")
    expect(os.stat(os.path.join(folder, "one.vtsum")).st_mtime_ns == before.st_mtime_ns, "a summary that says the same was written again")


def test_bad_files(bench, folder, entries, _expected):
    bench.summarise(folder, entries[0], "one.vtsum")
    whole = read(folder, "one.vtsum")
    rng = random.Random(2)
    for n in range(12):
        data = bytearray(whole)
        if n % 3 == 0:
            del data[rng.randrange(len(data)):]
        elif n % 3 == 1:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        else:
            data += b"x"
        with open(os.path.join(folder, "bad.vtsum"), "wb") as out:
            out.write(data)
        done = bench.run("link", "bad.vtsum", cwd=folder, status=(2,))
        expect("bad.vtsum: it" in done.stderr, f"no word about the bad file: {done.stderr}")
    with open(os.path.join(folder, "bad.vtsum"), "wb") as out:
        out.write(whole.replace(b"by vtcheck ", b"by vtcheck 9", 1))
    expect("make it again" in bench.run("link", "bad.vtsum", cwd=folder, status=(2,)).stderr, "another version's file is not told")
    with open(os.path.join(folder, "bad.vtsum"), "wb") as out:
        out.write(whole.replace(b"vtcheck summary 3", b"vtcheck summary 1", 1))
    expect("make it again" in bench.run("link", "bad.vtsum", cwd=folder, status=(2,)).stderr, "another format's file is not told")
    for words in (["link"], ["link", "@none"], ["link", "none.vtsum"], ["summarise", "m0/u1.c"], ["summarise", "-o", "x"], ["summarise", "none.c", "-o", "x.vtsum", "--"]):
        bench.run(*words, cwd=folder, status=(2,))


def test_ninja(bench, folder, _entries, expected):
    def ninja():
        return subprocess.run(["ninja", "-f", "vtcheck.ninja"], cwd=folder, capture_output=True, text=True, check=False)
    for form in FORMATS:
        subprocess.run([sys.executable, os.path.join(bench.root, "integrations/ninja/vtcheck-ninja"), "--vtcheck", bench.vtcheck, "--format", form], cwd=folder, check=True, capture_output=True)
        done = ninja()
        expect(done.returncode == 0, done.stdout)
        expect(read(folder, f"vtcheck-report.{form}").decode() == expected[form], f"Ninja's {form} report is another")
    expect("no work to do" in ninja().stdout, "Ninja does something though nothing changed")
    with open(os.path.join(folder, "base/list.h"), "a", encoding="utf-8") as out:
        out.write("/* a remark */\n")
    said = ninja().stdout
    expect("link" not in said, f"a remark in a header made Ninja link again: {said}")


def test_shards(bench, folder, _entries, expected):
    script = os.path.join(bench.root, "integrations/slurm/vtcheck-array.sh")
    os.makedirs(os.path.join(folder, "vtcheck-summaries"), exist_ok=True)
    for shard in range(3):
        subprocess.run(["sh", script, "--shard", ".", "3"], cwd=folder, env={**os.environ, "VTCHECK": bench.vtcheck, "SLURM_ARRAY_TASK_ID": str(shard)}, check=True, capture_output=True)
    subprocess.run(["sh", script, "--link", ".", "json"], cwd=folder, env={**os.environ, "VTCHECK": bench.vtcheck}, check=True, capture_output=True)
    expect(read(folder, "vtcheck-report.json").decode() == expected["json"], "the report of the shards is another")


TESTS = {"equal": test_equal, "processes": test_processes, "order": test_order, "portable": test_portable, "depfile": test_depfile, "bad_files": test_bad_files, "shards": test_shards, "ninja": test_ninja}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vtcheck", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--only", nargs="*", default=list(TESTS))
    arguments = parser.parse_args()
    bench = Bench(os.path.abspath(arguments.vtcheck), os.path.abspath(arguments.root))
    with tempfile.TemporaryDirectory() as root:
        folder = os.path.join(os.path.realpath(root), "project")
        os.environ["XDG_CACHE_HOME"] = os.path.join(root, "cache")
        entries = bench.project(folder)
        expected = {form: bench.run("-p", ".", f"--format={form}", cwd=folder).stdout for form in FORMATS}
        expect(json.loads(expected["json"])["stats"]["suppressed"] == 3 and len(json.loads(expected["json"])["findings"]) >= 3, "the project has not what it should have")
        failed = 0
        for name in arguments.only:
            try:
                TESTS[name](bench, folder, entries, expected)
            except Wrong as wrong:
                failed += 1
                print(f"{name}: {wrong}")
    print(f"{len(arguments.only) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
