#!/bin/sh
# run_case.sh VTCHECK INCLUDE CASE [--bless] - runs one case of testdata/cli and compares what it prints.
#
# A case is a folder with the script `cmd`, the text `expected`, and the files the script needs. The script runs in a
# copy of the folder, with these at hand:
#   vt ARGUMENTS...        runs vtcheck; prints the command, standard output, standard error ("2> " before each line) and the exit status
#   vt_places ARGUMENTS... the same, of findings only place, severity and rule: their words are tested elsewhere
#   show COMMAND...        any other command, printed in the same way
#   skip REASON            ends the case as skipped (status 77)
#   $VTCHECK $INCLUDE      the program, and the folder of <valuetask/valuetask.h>
# In what is compared the copy's path reads DIR, the flags that are always added "...", and a crash reads the same whether a signal or a sanitizer ended it.
set -u
VTCHECK=$1 INCLUDE=$2 CASE=$3
export VTCHECK INCLUDE LC_ALL=C TERM=dumb
unset NO_COLOR CLICOLOR_FORCE VTCHECK_RESOURCE_DIR
work=$(mktemp -d "${TMPDIR:-/tmp}/vtcheck-cli-XXXXXX") || exit 2
work=$(cd "$work" && pwd -P)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
mkdir "$work/case"
export XDG_CACHE_HOME="$work/cache"
cp -R "$CASE/." "$work/case"
rm -f "$work/case/cmd" "$work/case/expected"

show() {
    echo "\$ $*"
    "$@" >"$work/out" 2>"$work/err" && status=0 || status=$?
    cat "$work/out"
    sed 's/^/2> /' "$work/err"
    echo "exit $status"
}
run_vtcheck() {
    "$VTCHECK" "$@" >"$work/out" 2>"$work/err" && status=0 || status=$?
    echo "\$ vtcheck $*"
}
vt() {
    run_vtcheck "$@"
    cat "$work/out"
    sed 's/^/2> /' "$work/err"
    echo "exit $status"
}
vt_places() {
    run_vtcheck "$@"
    sed -n -E 's/^([^ ]+: (error|warning)): .* \[(vt-[a-z-]+)\]$/\1: [\3]/p' "$work/out"
    sed 's/^/2> /' "$work/err"
    echo "exit $status"
}
skip() {
    echo "skipped: $1" >&3
    exit 77
}

cd "$work/case" || exit 2
(. "$CASE/cmd") >"$work/transcript" 2>&1 3>"$work/reason"
if [ $? -eq 77 ]; then
    cat "$work/reason"
    exit 77
fi
sed -E -e "s|$work/case|DIR|g" -e "s|$INCLUDE|INCLUDE|g" -e 's/"(version|clang)" : "[^"]*"/"\1" : "VERSION"/' \
    -e 's/ ?-Wno-implicit-function-declaration .*-w -fbracket-depth=[0-9]+$/ .../' -e 's/(libclang crashed \(signal [0-9]+, [^)]*\)|libclang ended its process \(status [0-9]+\))/libclang CRASHED/' "$work/transcript" >"$work/actual"
if [ "${4:-}" = --bless ]; then
    cp "$work/actual" "$CASE/expected"
elif ! diff -u "$CASE/expected" "$work/actual"; then
    echo "FAILED: $CASE (run_case.sh ... --bless accepts the new text)"
    exit 1
fi
