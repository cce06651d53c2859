# Completion scripts: bash's is asked, those of zsh and fish are read by their shells where these are installed.
. "$(dirname "$0")/lib.sh"
vtcheck=$BUILD/checker/driver/vtcheck
cd "$work"
mkdir folder
touch source.c
"$vtcheck" completion bash >vtcheck.bash
ask() { # WORDS... the last one is to be completed
    bash --norc -c '
        compopt() { :; }
        . ./vtcheck.bash
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _vtcheck
        printf "%s\n" "${COMPREPLY[@]}" | sort | tr "\n" " "' bash "$@"
}
expect() { # ANSWER WORDS...
    local answer
    answer=$(ask "${@:2}")
    [ "$answer" = "$1 " ] || fail "'${*:2}' is completed by '$answer', not '$1'"
}
expect '--fix --fix-dry-run' vtcheck --fi
expect 'always auto' vtcheck --color = a
expect 'always auto never' vtcheck --color =
expect 'sarif' vtcheck --format = sa
expect 'vt-use-after-await' vtcheck --checks = vt-use
expect 'vt-double-await' vtcheck explain vt-do
expect 'bash' vtcheck completion b
expect 'folder' vtcheck -p fo
expect 'source.c' vtcheck -o so
[[ $(ask vtcheck '') == *explain* ]] || fail "verbs are not offered"
[[ $(ask vtcheck a.c s) == 'source.c ' ]] || fail "files are not offered"

for shell in zsh fish; do
    "$vtcheck" completion $shell >vtcheck.$shell
    grep -q 'fix-dry-run' vtcheck.$shell || fail "$shell: an option is missing"
    if command -v $shell >/dev/null; then
        $shell -n vtcheck.$shell || fail "$shell cannot read its script"
    else
        echo "$shell is not installed: its script was made but not read"
    fi
done
if command -v fish >/dev/null; then
    answer=$(HOME=$work fish --no-config -c 'source vtcheck.fish; complete -C "vtcheck explain vt-do"')
    [ "$answer" = vt-double-await ] || fail "fish completes 'explain vt-do' by '$answer'"
fi
"$vtcheck" completion tcsh >out 2>err && fail "tcsh was taken"
grep -q "bash, zsh and fish" err || fail "what is wrong about tcsh is not said"
echo "completion: ok"
