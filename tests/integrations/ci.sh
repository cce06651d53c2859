# ci.sh VTCHECK SOURCE - what the GitHub action and the GitLab job run, run here: outputs, reports, exit statuses, and input that tries to be a command.
set -euo pipefail
VTCHECK=$1 SOURCE=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/vtcheck-ci-XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() {
    echo "FAIL: $*"
    exit 1
}
mkdir "$work/bin" "$work/project" "$work/project/build"
ln -s "$VTCHECK" "$work/bin/vtcheck"
export PATH=$work/bin:$PATH LC_ALL=C RUNNER_TEMP=$work GITHUB_OUTPUT=$work/outputs GITHUB_STEP_SUMMARY=$work/summary
cd "$work/project"
printf '#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int make(void);\nvoid use(void);\nvoid use(void)\n{\n    make();\n}\n' >bad.c
printf 'int good(void);\nint good(void)\n{\n    return 0;\n}\n' >good.c
database() { printf '[{"directory": "%s", "file": "%s", "arguments": ["cc", "-I%s/include", "-c", "%s"]}]' "$PWD" "$1" "$SOURCE" "$1" >build/compile_commands.json; }

step() { # runs the action's step with these variables
    : >"$GITHUB_OUTPUT"
    : >"$GITHUB_STEP_SUMMARY"
    env VTCHECK= VTCHECK_BUILD_DIR=build VTCHECK_ARGS= VTCHECK_SARIF=out.sarif VTCHECK_SINCE= "$@" "$SOURCE/integrations/github/check.sh" >"$work/log" 2>&1
}
output() { sed -n "s/^$1=//p" "$GITHUB_OUTPUT"; }

database good.c
step || fail "a clean project fails the step"
[ "$(output exit-code) $(output findings)" = "0 0" ] || fail "outputs of a clean project: $(cat "$GITHUB_OUTPUT")"
database bad.c
step || { cat "$work/log"; fail "findings fail the step: nothing could be uploaded"; }
[ "$(output exit-code) $(output findings)" = "1 1" ] || fail "outputs of a project with a finding: $(cat "$GITHUB_OUTPUT")"
[ "$(output sarif-file)" = "$PWD/out.sarif" ] || fail "the report is $(output sarif-file)"
python3 -c 'import json, sys; run = json.load(open(sys.argv[1]))["runs"][0]; assert run["results"][0]["ruleId"] == "vt-unawaited"' out.sarif || fail "the SARIF report"
grep -q '^::warning .*file=bad.c,line=7' "$work/log" || { cat "$work/log"; fail "no annotation in the log"; }
grep -q 'bad.c:7:5: warning' "$GITHUB_STEP_SUMMARY" || fail "no finding in the summary"
step VTCHECK_ARGS='--checks=vt-double-await
--verbose' || fail "arguments"
[ "$(output exit-code)" = 0 ] || fail "arguments do not reach vtcheck"
# A run that fails says so in its status, and there is no report to upload.
rm -f out.sarif
step VTCHECK_BUILD_DIR=nowhere || fail "the step must end well, its last step fails"
[ "$(output exit-code)" = 2 ] && [ -z "$(output sarif-file)" ] || fail "outputs of a run that failed: $(cat "$GITHUB_OUTPUT")"
# Input is never a command.
step VTCHECK_ARGS='$(touch pwned) `touch pwned`; touch pwned' VTCHECK_SARIF='$(touch pwned).sarif' || true
step VTCHECK_SARIF=$'x.sarif\nfindings=0' || true
[ ! -e pwned ] || fail "an input was run as a command"
[ "$(grep -c '^findings=' "$GITHUB_OUTPUT")" = 1 ] || fail "an input made an output"

# GitLab's job, line by line as the runner does.
python3 - "$SOURCE/integrations/gitlab/vtcheck.yml" >job.sh <<'END' || fail "the GitLab job is no YAML"
import sys, yaml
job = yaml.safe_load(open(sys.argv[1]))["vtcheck"]
assert set(job) <= {"stage", "variables", "script", "artifacts", "needs", "image", "rules"}, job
print("set -e")
for name, value in job["variables"].items():
    print(f"export {name}='{value}'")
print("\n".join(job["script"]))
END
status=0
bash job.sh >"$work/log" 2>&1 || status=$?
[ $status = 1 ] || { cat "$work/log"; fail "the GitLab job ends with $status on a finding"; }
[ -s vtcheck.sarif ] || fail "the GitLab job leaves no report"
echo "ci: ok"
