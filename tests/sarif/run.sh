#!/bin/sh
# run.sh VTCHECK SOURCE BUILD - writes SARIF and JSON for the fixtures and has them judged by others: the official schema, and our own, through ajv,
# and SARIF by Microsoft's Multitool with its own rules and GitHub's (Ghas). The Multitool exits with 0 whatever it finds, so its output is read.
# The validators come from the npm registry and stay in BUILD; without them it ends with 77 and says why.
set -u
VTCHECK=$1 SOURCE=$2 BUILD=$3
skip() {
    echo "skipped: $1"
    exit 77
}
command -v npm >/dev/null && command -v node >/dev/null || skip "node and npm are not installed"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "the Multitool's package is for Linux on x86-64"
mkdir -p "$BUILD/npm" && cd "$BUILD/npm" || exit 2
if ! cmp -s "$SOURCE/tests/sarif/package.json" package.json || ! [ -d node_modules/ajv ]; then
    cp "$SOURCE/tests/sarif/package.json" .
    npm install --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || {
        rm -f package.json
        tail -5 npm.log
        skip "the validators could not be installed from the npm registry"
    }
fi
multitool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
chmod u+x "$multitool"

status=0
mkdir -p out && rm -f out/*.sarif out/*.json out/*.log
cd "$SOURCE" || exit 2
odd="$BUILD/odd, <names>: ü%20"
mkdir -p "$odd" && cp testdata/rules/vt-double-await/ways.c "$odd/a \"b\" 'c'\\::error ::.c"
for folder in testdata/rules/* testdata/cli/nolint testdata/cli/parse_errors "$odd"; do
    name=$(basename "$folder")
    "$VTCHECK" --quiet --format="sarif:$BUILD/npm/out/$name.sarif" --format="json:$BUILD/npm/out/$name.json" "$folder"/*.c -- -std=gnu2x -Iinclude >/dev/null 2>&1
    [ -s "$BUILD/npm/out/$name.sarif" ] || { echo "$folder: no SARIF was written"; status=1; }
    [ -s "$BUILD/npm/out/$name.json" ] || { echo "$folder: no JSON was written"; status=1; }
done
cd "$BUILD/npm" || exit 2
node "$SOURCE/tests/sarif/schema.mjs" . sarif out/*.sarif || status=1
node "$SOURCE/tests/sarif/schema.mjs" . "$SOURCE/checker/report/vtcheck-report.schema.json" out/*.json || status=1
for file in out/*.sarif; do
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$multitool" validate "$file" --rule-kind "Sarif;Ghas" --level "Error;Warning" --output "$file.log" >"$file.txt" 2>&1
    grep -q "Analysis completed successfully" "$file.txt" || { echo "$file: the Multitool did not finish"; tail -5 "$file.txt"; status=1; }
    # SARIF2005 asks for a home page of the tool.
    grep -E '(error|warning) [A-Z]+[0-9]+:' "$file.txt" | grep -v 'SARIF2005.*informationUri' && status=1
done
[ $status -eq 0 ] && echo "the schemas and the Multitool have nothing to say against $(ls out/*.sarif out/*.json | wc -l) files"
exit $status
