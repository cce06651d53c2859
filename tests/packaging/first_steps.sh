# What README and docs/getting-started.md promise for the first five minutes, done: their programs are built and checked, and vtcheck says what stands there.
. "$(dirname "$0")/lib.sh"
[ -z "$(sanitizers)" ] || skip "the steps are those of a build without sanitizers"
source=$(cd "$here/../.." && pwd)
install_moved dev
install_moved vtcheck
export PATH=$prefix/bin:$PATH XDG_CACHE_HOME=$work/cache

# block FILE KIND N - the N-th block of code of this kind ("" is the plain one).
block() {
    awk -v kind="$2" -v wanted="$3" '/^```/ { if (inside) { inside = 0 } else { inside = 1; is_kind = $0 == "```" kind; number += is_kind; next } }
        inside && is_kind && number == wanted' "$source/$1"
}
same() { diff -u "$1" "$2" || fail "$3"; }

mkdir "$work/readme" "$work/project"
cd "$work/readme"
block README.md c 1 >sensor.c
block README.md '' 1 >expected
vtcheck --quiet sensor.c -- -I"$prefix/include" >found || true
same expected found "README: this is not what vtcheck says of sensor.c"

cd "$work/project"
steps=docs/getting-started.md
block $steps cmake 1 >CMakeLists.txt
block $steps c 1 >main.c
mkdir "$work/home" && ln -s "$prefix" "$work/home/.local"
HOME=$work/home CC=$CC bash -e -c "$(block $steps '' 2)" >log 2>&1 || { cat log; fail "the commands of the guide"; }
[ "$(tail -n 1 log)" = "1: 21" ] || { cat log; fail "the guide's program prints something else"; }
block $steps '' 3 | sed 1d >expected
[ "$(block $steps '' 3 | head -n 1)" = '$ vtcheck' ] || fail "the guide's third block is no run of vtcheck"
vtcheck --quiet >found || true
same expected found "the guide: this is not what vtcheck says of main.c"
block $steps cmake 2 >>CMakeLists.txt
HOME=$work/home cmake -S . -B build >log 2>&1 || { cat log; fail "the guide's vtcheck_add_check"; }
cmake --build build --target vtcheck >log 2>&1 && fail "the guide's target does not fail on its finding"
grep -q 'main.c:15:22: warning' log || { cat log; fail "the guide's target shows no finding"; }
echo "README, getting started: ok"
