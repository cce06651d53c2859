#!/usr/bin/env python3
"""Runs the steps of action.yml as a runner does, here (github_runner.py).

    action.py VTCHECK SOURCE

The build step runs with a cmake that only notes what it is asked for; workflow.py builds.
"""

import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

from github_runner import Action

VTCHECK, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
BAD = "#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int make(void);\nvoid use(void);\nvoid use(void)\n{\n    make();\n}\n"
GOOD = "int good(void);\nint good(void)\n{\n    return 0;\n}\n"
UPLOAD = "github/codeql-action/upload-sarif"


def act(folder, inputs=None, github=None):
    """The action on the project in `folder`; programs in its bin/ come first."""
    environment = {"VT_NO_SETUP": "1", "PATH": f"{folder}/bin:{os.environ['PATH']}"}
    return Action(folder, f"{folder}/project", SOURCE, inputs or {}, github, environment).run()


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
        built = act(folder, github=github)
        expect("steps when there is a finding", built.ran, ["build vtcheck", "check", "upload the report", "result"])
        expect("the job fails", built.failed, True)
        expect("outputs", built.outputs, {"findings": "1", "exit-code": "1", "sarif-file": f"{folder}/project/vtcheck.sarif"})
        expect("what is uploaded", built.used[UPLOAD], {"sarif_file": f"{folder}/project/vtcheck.sarif", "category": "vtcheck"})
        expect("the annotation", "::warning file=" in built.log and "bad.c,line=7" in built.log, True)
        asked = pathlib.Path(folder, "cmake.log").read_text()
        expect("the pages' address is built in", "-DVTCHECK_PAGES_URL=https://github.com/owner/vtcheck/blob/v1\n" in asked, True)
        pathlib.Path(folder, "cmake.log").unlink()
        expect("no address of a local action", act(folder, github={"github.action_repository": ""}).failed and
               "VTCHECK_PAGES_URL" not in pathlib.Path(folder, "cmake.log").read_text(), True)
    with tempfile.TemporaryDirectory(prefix="vtcheck action ") as folder:
        project(folder, {"bad.c": BAD})
        own = {"vtcheck": VTCHECK}
        lenient = act(folder, {**own, "fail": "false", "upload": "false", "sarif-file": "out.sarif"})
        expect("steps that neither fail nor upload", lenient.ran, ["check"])
        expect("the job goes on", lenient.failed, False)
        expect("the report's name", lenient.outputs["sarif-file"], f"{folder}/project/out.sarif")
        broken = act(folder, {**own, "fail": "false", "build-dir": "nowhere"})
        expect("a run that fails fails, whatever is asked", (broken.failed, broken.outputs["exit-code"], broken.outputs["sarif-file"]), (True, "2", ""))
        expect("and uploads nothing", broken.ran, ["check", "result"])
        expect("arguments", act(folder, {**own, "args": "--checks=vt-double-await\n"}).outputs["exit-code"], "0")
        expect("another folder", act(folder, {**own, "working-directory": "build", "build-dir": "."}).outputs["findings"], "1")
        for command in (["init", "-q"], ["add", "."], ["-c", "user.name=n", "-c", "user.email=e@x", "commit", "-qm", "one"]):
            subprocess.run(["git", *command], cwd=f"{folder}/project", check=True)
        base = {"github.event.pull_request.base.sha": "HEAD"}
        expect("only what is new", act(folder, {**own, "only-new": "true"}, base).outputs["findings"], "0")
        expect("everything, unless asked", act(folder, own, base).outputs["findings"], "1")
    with tempfile.TemporaryDirectory(prefix="vtcheck action ") as folder:
        project(folder, {"good.c": GOOD})
        clean = act(folder, {"vtcheck": VTCHECK})
        expect("steps of a clean run", (clean.ran, clean.failed), (["check", "upload the report"], False))
    print("action: ok")


main()
