#!/usr/bin/env bash
# run.sh VTCHECK SOURCE BUILD - the extension in the real VS Code: code-server from the npm registry, in a headless Chromium (editor.mjs). The .vsix
# is packed, installed by VS Code's own command, and used. Ends with 77, and says why, where something is missing. 300 MB, kept in BUILD; pictures too.
set -euo pipefail
VTCHECK=$1 SOURCE=$2 BUILD=$3
skip() {
    echo "skipped: $1"
    exit 77
}
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "no Chromium is installed"
command -v npm >/dev/null || skip "npm is not installed"
[ "$(node -p 'process.versions.node.split(".")[0]')" = 20 ] || skip "this code-server wants Node.js 20"
command -v c++ >/dev/null && command -v make >/dev/null && command -v python3 >/dev/null || skip "parts of VS Code are compiled: C++, make and python3 are needed"
mkdir -p "$BUILD/npm"
cd "$BUILD/npm"

# Install scripts are not run: what they would fetch is not wanted (searching, for instance). What must be compiled is compiled by name.
inside=node_modules/code-server/lib/vscode
if ! [ -e installed ] || ! cmp -s "$SOURCE/tests/lsp/vscode/package.json" package.json; then
    rm -rf installed node_modules package-lock.json
    cp "$SOURCE/tests/lsp/vscode/package.json" .
    {
        npm install --ignore-scripts --no-audit --no-fund && npm rebuild argon2 &&
            npm install --prefix "$inside" --omit=dev --ignore-scripts --no-audit --no-fund &&
            npm rebuild --prefix "$inside" native-watchdog @vscode/spdlog @vscode/deviceid && ln -sfn node_modules "$inside/node_modules.asar"
    } >npm.log 2>&1 || {
        tail -n 5 npm.log
        skip "code-server could not be installed from the npm registry"
    }
    touch installed
fi

rm -rf "$BUILD/extension" "$BUILD/home" "$BUILD/project ü"
mkdir -p "$BUILD/home/data/User" "$BUILD/project ü"
cp -R "$SOURCE/integrations/editors/vscode" "$BUILD/extension"
(cd "$BUILD/extension" && npm install --no-audit --no-fund --ignore-scripts && npm run package) >"$BUILD/package.log" 2>&1 || { cat "$BUILD/package.log"; exit 1; }
cat >"$BUILD/home/data/User/settings.json" <<ENDSETTINGS
{"vtcheck.path": "$VTCHECK", "workbench.startupEditor": "none", "security.workspace.trust.enabled": false, "telemetry.telemetryLevel": "off",
 "extensions.ignoreRecommendations": true, "workbench.tips.enabled": false, "editor.accessibilitySupport": "off", "files.autoSave": "off"}
ENDSETTINGS
cat >"$BUILD/project ü/a.c" <<ENDSOURCE
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

int twice(void)
{
    int a = 0;
    vt_int t = make();
    int rc = vt_int_await(t, &a);
    if (rc < 0)
        rc = vt_int_await(t, &a);
    return rc < 0 ? rc : a;
}
ENDSOURCE
printf '[{"directory": "%s", "file": "a.c", "arguments": ["cc", "-I%s", "-c", "a.c"]}]' "$BUILD/project ü" "$SOURCE/include" >"$BUILD/project ü/compile_commands.json"

server=(env HOME="$BUILD/home" node node_modules/code-server/out/node/entry.js --user-data-dir "$BUILD/home/data" --extensions-dir "$BUILD/home/extensions")
"${server[@]}" --install-extension "$BUILD"/extension/vtcheck-*.vsix >"$BUILD/install.log" 2>&1 || { cat "$BUILD/install.log"; exit 1; }
socket=$BUILD/home/socket
"${server[@]}" --auth none --socket "$socket" --disable-telemetry --disable-update-check --disable-workspace-trust >"$BUILD/server.log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null || true' EXIT
status=0
node "$SOURCE/tests/lsp/vscode/editor.mjs" "$BUILD/npm" "$chromium" "$socket" "$BUILD/project ü" "$BUILD" || status=$?
[ $status = 0 ] || tail -n 20 "$BUILD/server.log"
exit $status
