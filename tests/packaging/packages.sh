# The packages: what is in them, what lintian says, and that they can be unpacked and used.
. "$(dirname "$0")/lib.sh"
[ -z "$(sanitizers)" ] || skip "packages are not made of builds with sanitizers"
command -v dpkg-deb >/dev/null || skip "dpkg-deb is not installed"
cd "$work"
cpack --config "$BUILD/CPackConfig.cmake" -G "DEB;TGZ" -B "$work" >log 2>&1 || { cat log; fail cpack; }
debs=(./*.deb)
[ ${#debs[@]} -eq 2 ] || fail "these packages were made: ${debs[*]}"
for deb in "${debs[@]}"; do
    echo "$deb: $(dpkg-deb -f "$deb" Depends)"
    dpkg-deb -x "$deb" root
done
grep -q 'libclang1-19.*libglib2.0-0\|libglib2.0-0.*libclang1-19' <<<"$(dpkg-deb -f ./vtcheck_*.deb Depends)" || fail "the checker's package does not depend on libclang and GLib"
for file in usr/bin/vtcheck usr/include/valuetask/valuetask.h usr/share/man/man1/vtcheck.1.gz usr/share/bash-completion/completions/vtcheck \
    usr/share/zsh/vendor-completions/_vtcheck usr/share/fish/vendor_completions.d/vtcheck.fish usr/share/doc/vtcheck/copyright; do
    [ -e "root/$file" ] || fail "$file is in no package"
done
root/usr/bin/vtcheck --version >/dev/null || fail "the packaged program does not run"
tar -tzf ./*.tar.gz | grep '/bin/vtcheck$' >/dev/null || fail "the archive has no program"
if command -v lintian >/dev/null; then
    lintian --no-cfg --fail-on error --allow-root "${debs[@]}" >lintian.log 2>&1 || { cat lintian.log; fail "lintian finds errors"; }
    cat lintian.log
else
    skip "lintian is not installed; the packages themselves are right"
fi
echo "packages: ok"
