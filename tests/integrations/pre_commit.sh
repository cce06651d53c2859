# pre_commit.sh VTCHECK SOURCE - the hooks of .pre-commit-hooks.yaml with the real pre-commit, offline: as an installed Git hook they
# stop a bad commit and let a good one pass.
set -euo pipefail
VTCHECK=$1 SOURCE=$2
command -v pre-commit >/dev/null || { echo "skipped: pre-commit is not installed"; exit 77; }
command -v git >/dev/null || { echo "skipped: git is not installed"; exit 77; }
work=$(mktemp -d "${TMPDIR:-/tmp}/vtcheck-pre-commit-XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() {
    echo "FAIL: $*"
    exit 1
}
# Nothing of the user's and nothing of a surrounding Git hook.
for name in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
export HOME=$work/home PRE_COMMIT_HOME=$work/cache PATH=$work/bin:$PATH LC_ALL=C GIT_CONFIG_NOSYSTEM=1
mkdir -p "$HOME" "$work/bin" "$work/hooks" "$work/project"
ln -s "$VTCHECK" "$work/bin/vtcheck"
git config --global user.name Tester
git config --global user.email tester@localhost
git config --global init.defaultBranch main
git config --global protocol.file.allow always

cp "$SOURCE/.pre-commit-hooks.yaml" "$work/hooks"
pre-commit validate-manifest "$work/hooks/.pre-commit-hooks.yaml" || fail "the manifest is not valid"
git -C "$work/hooks" init -q
git -C "$work/hooks" add .
git -C "$work/hooks" commit -qm hooks
revision=$(git -C "$work/hooks" rev-parse HEAD)

cd "$work/project"
git init -q
use() { # HOOK ARGS
    printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: %s\n%s' "$work/hooks" "$revision" "$1" "${2:-}" >.pre-commit-config.yaml
    git add .pre-commit-config.yaml
}
mkdir build src
echo build/ >.gitignore
entry() { printf '{"directory": "%s", "file": "%s", "arguments": ["cc", "-I%s/include", "-c", "%s"]}' "$PWD" "$1" "$SOURCE" "$1"; }
echo "[$(entry src/make.c), $(entry src/use.c)]" >build/compile_commands.json
cat >src/make.c <<'END'
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
void give_up(vt_int task);
void give_up(vt_int task)
{
    vt_int_forget(task);
}
END
cat >src/use.c <<'END'
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
void look(vt_int task);
int use(void);
int use(void)
{
    int value = 0;
    int rc = vt_int_await(make(), &value);
    return rc < 0 ? rc : value;
}
END
use vtcheck
pre-commit install >/dev/null || fail "pre-commit install"
git add .
git commit -qm good >"$work/log" 2>&1 || { cat "$work/log"; fail "a good commit is stopped"; }

sed -i 's/int rc = .*/make();\n    int rc = vt_int_await(make(), \&value);/' src/use.c
git add .
git commit -qm bad >"$work/log" 2>&1 && fail "a bad commit passes"
grep -q 'src/use.c:9:5: warning: .*\[vt-unawaited\]' "$work/log" || { cat "$work/log"; fail "the finding is not shown"; }
grep -qx bad <<<"$(git log --format=%s)" && fail "the bad commit is there"
git commit -qnm bad # past the hook, to have it in the history

# Only what changed is checked: the finding of use.c is no business of a commit to another file.
echo '/* changed */' >>src/make.c
git add .
git commit -qm other >"$work/log" 2>&1 || { cat "$work/log"; fail "a commit is stopped for a file that it does not change"; }
# The whole project is, whatever changed.
use vtcheck-project
echo '/* changed again */' >>src/make.c
git add .
git commit -qm project >"$work/log" 2>&1 && fail "vtcheck-project lets the bad project pass"
grep -q 'src/use.c:9:5:' "$work/log" || { cat "$work/log"; fail "the project's finding is not shown"; }
# Arguments reach it.
use vtcheck-project '        args: ["--checks=vt-double-await"]
'
git commit -qam arguments >"$work/log" 2>&1 || { cat "$work/log"; fail "args are not passed on"; }
# A file that goes is no business of the hook; one with a new name is, once the database knows that name, and until then it says so.
use vtcheck
git rm -q --cached src/use.c
mv src/use.c src/käufer.c
git commit -qm gone >"$work/log" 2>&1 || { cat "$work/log"; fail "a commit that takes a file away is stopped"; }
sed -i '/make();$/d' src/käufer.c
git add .
git commit -qm renamed >"$work/log" 2>&1 && fail "a file without flags passes"
grep -q 'src/käufer.c: not in the compilation database.*anew' "$work/log" || { cat "$work/log"; fail "what to do about a renamed file is not said"; }
echo "[$(entry src/make.c), $(entry src/käufer.c)]" >build/compile_commands.json
git commit -qm renamed >"$work/log" 2>&1 || { cat "$work/log"; fail "a renamed file is stopped"; }
# What is staged is checked, not what lies in the folder.
sed -i 's/int rc = .*/make();\n    int rc = vt_int_await(make(), \&value);/' src/käufer.c
git add .
git show HEAD:src/käufer.c >src/käufer.c
git commit -qm staged >"$work/log" 2>&1 && fail "a staged mistake passes that was mended in the folder alone"
git checkout -q HEAD -- src/käufer.c
# A run that fails is no clean run.
use vtcheck '        args: ["--no-such-option"]
'
echo '/* and again */' >>src/make.c
git add .
git commit -qm broken >"$work/log" 2>&1 && fail "a run that fails lets the commit pass"
echo "pre-commit: ok"
