#!/usr/bin/env python3
"""Runs jobs of .github/workflows as a runner does, here (github_runner.py): in a fresh clone of what is committed, with the action built from it.

    workflow.py SOURCE

The job `vtcheck` for a push, then for a pull request of a fork that adds a mistake; the job `demo`.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

from github_runner import Steps

SOURCE = pathlib.Path(sys.argv[1]).resolve()
UPLOAD = "github/codeql-action/upload-sarif"
MISTAKE = """
int once_more(struct user_store *store);
int once_more(struct user_store *store)
{
    const struct user *user = NULL;
    vt_user found = get_cached_user(store, 1);
    int status = vt_user_await(found, &user);
    return status < 0 ? status : vt_user_await(found, &user);
}
"""


def git(clone, *words):
    return subprocess.run(["git", "-C", clone, "-c", "user.name=n", "-c", "user.email=e@x", *words], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def expect(what, found, wanted, job):
    if found != wanted:
        sys.exit(f"{job.log}\nFAIL: {what}: {found!r}, not {wanted!r}")


def run(work, workflow, job, values):
    steps = yaml.safe_load((work / "clone/.github/workflows" / workflow).read_text(encoding="utf-8"))["jobs"][job]["steps"]
    environment = {"VT_NO_SETUP": os.environ.get("VT_NO_SETUP", "1")}
    return Steps(work / "temp", work / "clone", values, environment).run(steps)


def main():
    if subprocess.run(["git", "-C", SOURCE, "rev-parse", "HEAD"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
        print("skipped: this source tree is no Git repository, which could be cloned")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="vtcheck workflow ") as folder:
        work = pathlib.Path(folder)
        (work / "temp").mkdir()
        subprocess.run(["git", "clone", "-q", SOURCE, work / "clone"], check=True)
        values = {"github.event_name": "push", "github.repository": "owner/vtcheck", "github.action_repository": ""}
        push = run(work, "vtcheck.yml", "vtcheck", values)
        expect("a push", (push.failed, push.values.get("steps.vtcheck.outputs.findings")), (False, "0"), push)
        expect("the last step", push.log.splitlines()[-1], "findings 0", push)
        expect("what is used", list(push.used), ["actions/checkout", UPLOAD], push)
        report = json.loads(pathlib.Path(push.used[UPLOAD]["sarif_file"]).read_text(encoding="utf-8"))["runs"][0]
        expect("the report", (report["results"], report["invocations"][0]["executionSuccessful"]), ([], True), push)
        expect("the summary", (work / "temp/summary").read_text(), "### vtcheck: 0 findings\n", push)

        base = git(work / "clone", "rev-parse", "HEAD")
        main_file = work / "clone/examples/cached_user/main.c"
        main_file.write_text(main_file.read_text(encoding="utf-8") + MISTAKE, encoding="utf-8")
        git(work / "clone", "commit", "-qam", "once more")
        fork = {"github.event_name": "pull_request", "github.event.pull_request.base.sha": base, "github.event.pull_request.head.repo.full_name": "fork/vtcheck"}
        pull = run(work, "vtcheck.yml", "vtcheck", {**values, **fork})
        expect("a pull request", (pull.failed, pull.values.get("steps.vtcheck.outputs.findings")), (True, "1"), pull)
        expect("its annotation", "::error file=examples/cached_user/main.c,line=" in pull.log and "title=vt-double-await" in pull.log, True, pull)
        expect("a fork does not upload", list(pull.used), ["actions/checkout"], pull)
        git(work / "clone", "checkout", "-q", base)

        demo = run(work, "ci.yml", "demo", values)
        expect("the demonstration", demo.failed, False, demo)
    print("jobs vtcheck and demo: ok")


main()
