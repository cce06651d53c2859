# Completion scripts: bash, zsh and fish are asked, the last two where they are installed. Every option of --help is in all of them and in the manual.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
vtcheck=$BUILD/checker/driver/vtcheck
cd "$work"
mkdir folder
touch source.c 'mein Ä.c'
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
expect 'vt-double-await,vt-unawaited' vtcheck --checks = vt-double-await,vt-un
expect '-*,-vt-unawaited' vtcheck --checks = '-*,-vt-un'
expect 'vt-double-await' vtcheck explain vt-do
expect 'bash' vtcheck completion b
expect '--dump --explain --verify' vtcheck config --
[[ $(ask vtcheck '') == *explain* ]] || fail "verbs are not offered"
python3 "$here/shell_ask.py" bash 'vtcheck --format=sarif:so' 'vtcheck -o so' 'vtcheck --output=so' 'vtcheck -p fo' 'vtcheck a.c s' 'vtcheck so' 'vtcheck me' \
    'vtcheck a.c mein\ ' 'vtcheck --baseline="mein' 'vtcheck config --dump so' 'vtcheck --fix-d' 'vtcheck explain vt-do' 'vtcheck -p so' 'vtcheck -j so' >answer
printf '%s\n' 'vtcheck --format=sarif:source.c' 'vtcheck -o source.c' 'vtcheck --output=source.c' 'vtcheck -p folder/' 'vtcheck a.c source.c' 'vtcheck source.c' 'vtcheck mein\ Ä.c' \
    'vtcheck a.c mein\ Ä.c' 'vtcheck --baseline="mein Ä.c"' 'vtcheck config --dump source.c' 'vtcheck --fix-dry-run' 'vtcheck explain vt-double-await' 'vtcheck -p so' 'vtcheck -j so' |
    diff - answer || fail "bash completes in another way"

for shell in zsh fish; do
    "$vtcheck" completion $shell >vtcheck.$shell
    grep -q 'fix-dry-run' vtcheck.$shell || fail "$shell: an option is missing"
    if command -v $shell >/dev/null; then
        $shell -n vtcheck.$shell || fail "$shell cannot read its script"
    else
        echo "$shell is not installed: its script was made but not read"
    fi
done
ask_fish() { HOME=$work fish --no-config -c "source vtcheck.fish; complete -C '$1'"; }
if command -v fish >/dev/null; then
    answer=$(ask_fish "vtcheck explain vt-do")
    [ "$answer" = vt-double-await ] || fail "fish completes 'explain vt-do' by '$answer'"
    answer=$(ask_fish "vtcheck --checks=vt-double-await,vt-un" | cut -f 1)
    [ "$answer" = --checks=vt-double-await,vt-unawaited ] || fail "fish completes behind a comma by '$answer'"
    answer=$(ask_fish "vtcheck config --ver" | cut -f 1 | tr '\n' ' ')
    [[ " $answer" == *' --verify '* ]] || fail "fish completes 'config --ver' by '$answer'"
fi
if command -v zsh >/dev/null; then
    cp vtcheck.zsh _vtcheck
    python3 "$here/shell_ask.py" zsh 'vtcheck --checks=vt-double-await,vt-un' 'vtcheck --fix-d' 'vtcheck explain vt-do' 'vtcheck --format=sa' 'vtcheck -o so' 'vtcheck config --exp' >answer
    printf '%s\n' 'vtcheck --checks=vt-double-await,vt-unawaited,' 'vtcheck --fix-dry-run' 'vtcheck explain vt-double-await' 'vtcheck --format=sarif' 'vtcheck -o source.c' 'vtcheck config --explain' |
        diff - answer || fail "zsh completes in another way"
fi

# Every option of the help, by each of its spellings.
"$vtcheck" --help | sed -n '/^options:/,/^$/{s/^ *\(-[^ =[]*\)\(.*\)/\1\2/;T;s/,  *\(--[^ =[]*\).*/\n\1/;s/[ =[].*//;p}' >spellings
[ "$(wc -l <spellings)" -ge 39 ] || fail "the help has few options: $(tr '\n' ' ' <spellings)"
offered=$(ask vtcheck -- | tr ' ' '\n' | sed 's/=$//')
manual=$(sed 's/\\-/-/g' "$BUILD/packaging/vtcheck.1")
while read -r option; do
    case $option in --*) grep -qxe "$option" <<<"$offered" || fail "bash does not offer $option" ;; esac
    grep -qF -e "'$option" vtcheck.zsh || grep -qF -e "'*$option" vtcheck.zsh || fail "zsh does not know $option"
    case $option in
    --*) grep -qE -e " -l ${option#--}( |\$)" vtcheck.fish || fail "fish does not know $option" ;;
    *) grep -qE -e " -s ${option#-}( |\$)" vtcheck.fish || fail "fish does not know $option" ;;
    esac
    grep -qE -e "(^|[^a-z-])$option([^a-z-]|\$)" <<<"$manual" || fail "the manual has no $option"
    if [[ $option == --* ]] && command -v fish >/dev/null; then
        ask_fish "vtcheck $option" | cut -f 1 | grep -qE -e "^$option(=|\$)" || fail "fish does not offer $option"
    fi
done <spellings
# Every environment variable, too; and there is no other, for one place alone asks for any.
sed -n 's/^ENVIRONMENT(\([A-Z_]*\),.*/\1/p' "$here/../../checker/base/environment.def" >variables
[ -s variables ] || fail "the table of environment variables is empty"
while read -r variable; do
    grep -qxe "\.B $variable" <<<"$manual" || fail "the manual has no $variable"
done <variables
if grep -rnE 'getenv *\(|[^_]environ\b' "$here/../../checker" "$here/../../rules" --include='*.[ch]' | grep -v '/base/environment\.c:'; then
    fail "the environment is read past checker/base/environment.h"
fi
"$vtcheck" completion tcsh >out 2>err && fail "tcsh was taken"
grep -q "bash, zsh and fish" err || fail "what is wrong about tcsh is not said"
echo "completion: ok"
