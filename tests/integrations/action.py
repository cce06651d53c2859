#!/usr/bin/env python3
"""Runs the steps of action.yml as a runner does, here: conditions, inputs with their defaults, env, outputs from step to step.

    action.py VTCHECK SOURCE

Steps of other actions are noted and not run. Expressions are those that action.yml uses: anything else is an error, so that a step which
this cannot judge is seen. The build step runs with a cmake that only notes what it is asked for.
"""

import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile

import yaml

VTCHECK, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
ACTION = yaml.safe_load((SOURCE / "action.yml").read_text(encoding="utf-8"))
BAD = "#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int make(void);\nvoid use(void);\nvoid use(void)\n{\n    make();\n}\n"
GOOD = "int good(void);\nint good(void)\n{\n    return 0;\n}\n"

TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<op>==|!=|&&|\|\||[(),])|(?P<call>always|format)(?=\()|(?P<name>[a-z_]+(?:\.[a-z_-]+)+))")
OPERATORS = {"&&": " and ", "||": " or ", "==": "==", "!=": "!=", "(": "(", ")": ")", ",": ","}


def evaluate(expression, values):
    """A workflow expression. `&&` and `||` hand on a value as Python's do; texts are compared without regard to case."""
    python, at = "", 0
    while expression[at:].strip():
        found = TOKEN.match(expression, at)
        assert found, f"an expression that this test does not know: {expression[at:]}"
        at = found.end()
        if found["text"] is not None:
            python += repr(found["text"][1:-1].replace("''", "'"))
        elif found["op"]:
            python += OPERATORS[found["op"]]
        else:
            python += found["call"] or f"value({found['name']!r})"
    functions = {"always": lambda: True, "format": lambda text, *rest: text.format(*rest), "value": lambda name: values.get(name, "")}
    return eval(python, {"__builtins__": {}}, functions)  # of what is matched above alone


def fill(text, values):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluate(found.group(1), values)), str(text))


class Runner:
    def __init__(self, folder, inputs=None, github=None):
        self.folder = pathlib.Path(folder)
        self.values = {f"inputs.{name}": str(about.get("default", "")) for name, about in ACTION["inputs"].items()}
        unknown = set(inputs or {}) - set(ACTION["inputs"])
        assert not unknown, unknown
        self.values.update({f"inputs.{name}": value for name, value in (inputs or {}).items()})
        self.values.update(github or {})
        self.ran, self.log, self.failed = [], "", False

    def run(self):
        for step in ACTION["runs"]["steps"]:
            condition = step.get("if", "")
            wanted = evaluate(str(condition), self.values) if condition else True
            if not wanted or (self.failed and "always()" not in condition):
                continue
            self.ran.append(step["name"])
            if "run" in step:
                self.run_step(step)
            else:
                self.uploaded = {key: fill(value, self.values) for key, value in step["with"].items()}
        self.outputs = {name: fill(about["value"], self.values) for name, about in ACTION["outputs"].items()}
        return self

    def run_step(self, step):
        assert step["shell"] == "bash" and "${{" not in step["run"], "a step reads an expression as a command"
        output, path = self.folder / "output", self.folder / "path"
        output.write_text("")
        environment = {**os.environ, "GITHUB_OUTPUT": str(output), "GITHUB_PATH": str(path), "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
                       "RUNNER_TEMP": str(self.folder), "GITHUB_ACTION_PATH": str(SOURCE), "VT_NO_SETUP": "1"}
        environment["PATH"] = ":".join([*(path.read_text().splitlines() if path.exists() else []), str(self.folder / "bin"), os.environ["PATH"]])
        environment.update({name: fill(value, self.values) for name, value in step.get("env", {}).items()})
        where = self.folder / "project" / fill(step.get("working-directory", "."), self.values)
        done = subprocess.run(["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]], cwd=where, env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        self.log += done.stdout
        self.failed |= done.returncode != 0
        for line in output.read_text().splitlines():
            name, value = line.split("=", 1)
            self.values[f"steps.{step['id']}.outputs.{name}"] = value


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"FAIL: {what}: {found!r}, not {wanted!r}")


def project(folder, sources):
    root = pathlib.Path(folder) / "project"
    (root / "build").mkdir(parents=True)
    for name, text in sources.items():
        (root / name).write_text(text)
    entries = [{"directory": str(root), "file": name, "arguments": ["cc", f"-I{SOURCE}/include", "-c", name]} for name in sources]
    (root / "build" / "compile_commands.json").write_text(json.dumps(entries))


def fake_cmake(folder):
    """Notes its arguments; --install puts vtcheck where it belongs."""
    program = pathlib.Path(folder) / "bin" / "cmake"
    program.parent.mkdir()
    program.write_text(f'#!/bin/bash\nprintf "%s\\n" "$@" "" >>"{folder}/cmake.log"\n'
                       f'if [ "$1" = --install ]; then mkdir -p "$4/bin" && ln -sf "{VTCHECK}" "$4/bin/vtcheck"; fi\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def main():
    github = {"github.action_repository": "owner/vtcheck", "github.action_ref": "v1", "github.server_url": "https://github.com"}
    with tempfile.TemporaryDirectory(prefix="vtcheck action ") as folder:
        project(folder, {"bad.c": BAD})
        fake_cmake(folder)
        built = Runner(folder, github=github).run()
        expect("steps when there is a finding", built.ran, ["build vtcheck", "check", "upload the report", "result"])
        expect("the job fails", built.failed, True)
        expect("outputs", built.outputs, {"findings": "1", "exit-code": "1", "sarif-file": f"{folder}/project/vtcheck.sarif"})
        expect("what is uploaded", built.uploaded, {"sarif_file": f"{folder}/project/vtcheck.sarif", "category": "vtcheck"})
        expect("the annotation", "::warning file=" in built.log and "bad.c,line=7" in built.log, True)
        asked = pathlib.Path(folder, "cmake.log").read_text()
        expect("the pages' address is built in", "-DVTCHECK_PAGES_URL=https://github.com/owner/vtcheck/blob/v1\n" in asked, True)
        pathlib.Path(folder, "cmake.log").unlink()
        expect("no address of a local action", Runner(folder, github={"github.action_repository": ""}).run().failed and
               "VTCHECK_PAGES_URL" not in pathlib.Path(folder, "cmake.log").read_text(), True)
    with tempfile.TemporaryDirectory(prefix="vtcheck action ") as folder:
        project(folder, {"bad.c": BAD})
        own = {"vtcheck": VTCHECK}
        lenient = Runner(folder, {**own, "fail": "false", "upload": "false", "sarif-file": "out.sarif"}).run()
        expect("steps that neither fail nor upload", lenient.ran, ["check"])
        expect("the job goes on", lenient.failed, False)
        expect("the report's name", lenient.outputs["sarif-file"], f"{folder}/project/out.sarif")
        broken = Runner(folder, {**own, "fail": "false", "build-dir": "nowhere"}).run()
        expect("a run that fails fails, whatever is asked", (broken.failed, broken.outputs["exit-code"], broken.outputs["sarif-file"]), (True, "2", ""))
        expect("and uploads nothing", broken.ran, ["check", "result"])
        expect("arguments", Runner(folder, {**own, "args": "--checks=vt-double-await\n"}).run().outputs["exit-code"], "0")
        expect("another folder", Runner(folder, {**own, "working-directory": "build", "build-dir": "."}).run().outputs["findings"], "1")
        for command in (["init", "-q"], ["add", "."], ["-c", "user.name=n", "-c", "user.email=e@x", "commit", "-qm", "one"]):
            subprocess.run(["git", *command], cwd=f"{folder}/project", check=True)
        base = {"github.event.pull_request.base.sha": "HEAD"}
        expect("only what is new", Runner(folder, {**own, "only-new": "true"}, base).run().outputs["findings"], "0")
        expect("everything, unless asked", Runner(folder, own, base).run().outputs["findings"], "1")
    with tempfile.TemporaryDirectory(prefix="vtcheck action ") as folder:
        project(folder, {"good.c": GOOD})
        clean = Runner(folder, {"vtcheck": VTCHECK}).run()
        expect("steps of a clean run", (clean.ran, clean.failed), (["check", "upload the report"], False))
    print("action: ok")


main()
