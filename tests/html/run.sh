#!/bin/sh
# run.sh VTCHECK SOURCE BUILD - writes a report of the fixtures and of files with hostile names, and has a real Chromium use it (browser.mjs).
# Ends with 77, and says why, where Chromium or what drives it (from the npm registry) is missing. Pictures stay in BUILD.
set -u
VTCHECK=$1 SOURCE=$2 BUILD=$3
skip() {
    echo "skipped: $1"
    exit 77
}
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "no Chromium is installed"
command -v npm >/dev/null && command -v node >/dev/null || skip "node and npm are not installed"
mkdir -p "$BUILD/npm" && cd "$BUILD/npm" || exit 2
if ! cmp -s "$SOURCE/tests/html/package.json" package.json || ! [ -d node_modules/playwright-core ]; then
    cp "$SOURCE/tests/html/package.json" .
    npm install --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || {
        rm -f package.json
        tail -5 npm.log
        skip "playwright-core could not be installed from the npm registry"
    }
fi
odd="$BUILD/odd"
mkdir -p "$odd/<" && cp "$SOURCE/testdata/cli/html/hostile.c" "$odd/\"><img src=x onerror=alert(1)>.c" && cp "$SOURCE/testdata/cli/html/hostile.c" "$odd/</script><b>.c"
cd "$SOURCE" || exit 2
"$VTCHECK" --quiet --format="html:$BUILD/report.html" examples/cached_user/misuse.c testdata/link/*/*.c testdata/rules/vt-double-await/*.c "$odd"/*.c "$odd"/*/*.c -- -std=gnu2x -Iinclude
[ -s "$BUILD/report.html" ] || { echo "no report was written"; exit 1; }

# Two thousand findings.
mkdir -p "$BUILD/many"
for file in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do
    {
        echo '#include <valuetask/valuetask.h>'
        echo 'VT_DEFINE(int, int);'
        echo 'vt_int make(void);'
        function=0
        while [ $function -lt 100 ]; do
            echo "int twice_${file}_${function}_(void) { int a = 0; vt_int t = make(); vt_int_await(t, &a);"
            echo "    return vt_int_await(t, &a); }"
            function=$((function + 1))
        done
    } >"$BUILD/many/f$file.c"
done
"$VTCHECK" --quiet --format="html:$BUILD/many.html" "$BUILD"/many/*.c -- -Iinclude
# What the README shows.
(cd examples/cached_user && "$VTCHECK" --quiet --format="html:$BUILD/example.html" ./*.c -- -I../../include)
exec node "$SOURCE/tests/html/browser.mjs" "$BUILD/npm" "$chromium" "$BUILD/report.html" "$BUILD" "$BUILD/many.html" "$BUILD/example.html"
