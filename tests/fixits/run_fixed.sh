#!/bin/sh
# run_fixed.sh VTCHECK INCLUDE LIBRARY COMPILER - fixes broken.c, and runs what comes out with the real run time under AddressSanitizer:
# every answer is as it should be, nothing leaks, no misuse is reported. As it is, the program is stopped by the run time.
set -eu
VTCHECK=$1 INCLUDE=$2 LIBRARY=$3 CC=$4
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/vtcheck-run-fixed-XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$here/broken.c" "$work/program.c"
cd "$work"
build() {
    "$CC" -std=c11 -g -Wall -Wextra -Werror -Wno-unused-result -fsanitize=address,undefined -fno-sanitize-recover=all \
        -I"$INCLUDE" -o "$1" program.c "$LIBRARY"
}
build before
if ./before >/dev/null 2>&1; then
    echo "the broken program runs as if nothing were wrong with it"
    exit 1
fi
"$VTCHECK" --fix --exit-zero program.c -- -std=c11 -I"$INCLUDE" >left 2>&1
cat left
if grep -E 'error:|warning:' left; then
    echo "something is left to fix"
    exit 1
fi
build after
./after
