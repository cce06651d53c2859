#!/usr/bin/env bash
# Runs vtcheck as a step of a GitHub workflow: annotations go to the log, the SARIF report to a file, numbers to the step's outputs.
# Ends with 0 also when there are findings, so that the report can be uploaded; the action's last step fails then.
#
#   VTCHECK            the program; empty: the one on the PATH
#   VTCHECK_BUILD_DIR  folder of compile_commands.json
#   VTCHECK_ARGS       further arguments, one a line
#   VTCHECK_SARIF      the report
#   VTCHECK_SINCE      a revision: only what is new since then; empty: everything
set -euo pipefail
report=$(mktemp "${RUNNER_TEMP:-/tmp}/vtcheck-XXXXXX")
trap 'rm -f "$report"' EXIT

arguments=(-p "$VTCHECK_BUILD_DIR" --format=github "--format=sarif:$VTCHECK_SARIF" "--format=concise:$report")
while IFS= read -r argument; do
    [ -z "$argument" ] || arguments+=("$argument")
done <<<"${VTCHECK_ARGS:-}"
[ -z "${VTCHECK_SINCE:-}" ] || arguments+=("--diff=$VTCHECK_SINCE")

rm -f "$VTCHECK_SARIF"
status=0
"${VTCHECK:-vtcheck}" "${arguments[@]}" || status=$?
findings=$(wc -l <"$report" | tr -d ' ')

{
    echo "exit-code=$status"
    echo "findings=$findings"
    # The outputs are lines: a name with a line end in it is no file that an upload could take.
    case $VTCHECK_SARIF in
    *$'\n'*) ;;
    *) [ ! -s "$VTCHECK_SARIF" ] || echo "sarif-file=$(cd "$(dirname "$VTCHECK_SARIF")" && pwd)/$(basename "$VTCHECK_SARIF")" ;;
    esac
} >>"${GITHUB_OUTPUT:?}"

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    {
        echo "### vtcheck: $findings finding$([ "$findings" = 1 ] || echo s)"
        if [ "$findings" -gt 0 ]; then
            printf '\n```text\n'
            # Four back quotes end no block of three.
            head -n 200 "$report" | sed 's/```/` ` `/g'
            printf '```\n'
            [ "$findings" -le 200 ] || echo "and $((findings - 200)) more"
        fi
    } >>"$GITHUB_STEP_SUMMARY"
fi
