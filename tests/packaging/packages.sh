# The packages: what is in them, what lintian says, and that dpkg installs them (into a root of their own), they can be used there, and leave nothing behind.
. "$(dirname "$0")/lib.sh"
[ -z "$(sanitizers)" ] || skip "packages are not made of builds with sanitizers"
command -v dpkg-deb >/dev/null || skip "dpkg-deb is not installed"
cd "$work"
cpack --config "$BUILD/CPackConfig.cmake" -G "DEB;TGZ" -B "$work" >log 2>&1 || { cat log; fail cpack; }
debs=(./*.deb)
[ ${#debs[@]} -eq 2 ] || fail "these packages were made: ${debs[*]}"
for deb in "${debs[@]}"; do
    echo "$deb: $(dpkg-deb -f "$deb" Depends)"
done
mkdir -p root/var/lib/dpkg/{info,updates,triggers}
touch root/var/lib/dpkg/{status,available}
# What they depend on is installed in the system's root, not in this one.
in_root() { PATH=$PATH:/usr/sbin:/sbin dpkg --root="$work/root" --force-depends --force-not-root --log=/dev/null "$@" >log 2>&1 || { cat log; fail "dpkg $*"; }; }
in_root --install "${debs[@]}"
grep -q 'libclang1-19.*libglib2.0-0\|libglib2.0-0.*libclang1-19' <<<"$(dpkg-deb -f ./vtcheck_*.deb Depends)" || fail "the checker's package does not depend on libclang and GLib"
for file in usr/bin/vtcheck usr/include/valuetask/valuetask.h usr/share/man/man1/vtcheck.1.gz usr/share/bash-completion/completions/vtcheck \
    usr/share/zsh/vendor-completions/_vtcheck usr/share/fish/vendor_completions.d/vtcheck.fish usr/share/doc/vtcheck/copyright; do
    [ -e "root/$file" ] || fail "$file is in no package"
done
root/usr/bin/vtcheck --version >/dev/null || fail "the packaged program does not run"
mkdir client
printf '#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nint main(void)\n{\n    int value = 1;\n    return vt_int_await(vt_int_from_result(0), &value) < 0 ? 1 : value;\n}\n' >client/main.c
cat >client/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.24)
project(client LANGUAGES C)
find_package(ValueTask 0.1 REQUIRED)
find_package(vtcheck 0.1 REQUIRED)
add_executable(client main.c)
target_link_libraries(client PRIVATE valuetask::valuetask)
vtcheck_add_check(client)
END
cmake -S client -B build -DCMAKE_PREFIX_PATH="$work/root/usr" -DCMAKE_C_COMPILER="$CC" >log 2>&1 || { cat log; fail "find_package from the packages"; }
grep -q "_DIR:PATH=$work/root/usr/.*cmake/valuetask" -i build/CMakeCache.txt || fail "another installation was found"
cmake --build build >log 2>&1 && build/client || { cat log; fail "a client of the packages"; }
cmake --build build --target vtcheck >log 2>&1 || { cat log; fail "the packaged vtcheck on a client"; }
tar -tzf ./*.tar.gz | grep '/bin/vtcheck$' >/dev/null || fail "the archive has no program"
in_root --purge vtcheck libvaluetask-dev
left=$(find root/usr -type f 2>/dev/null || true)
[ -z "$left" ] || fail "purged, the packages leave $left"
if command -v lintian >/dev/null; then
    lintian --no-cfg --fail-on error --allow-root "${debs[@]}" >lintian.log 2>&1 || { cat lintian.log; fail "lintian finds errors"; }
    cat lintian.log
else
    skip "lintian is not installed; the packages themselves are right"
fi
echo "packages: ok"
