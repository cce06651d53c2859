# The checker from another prefix: its manual, find_package(vtcheck) with vtcheck_add_check, and in CMake's place for clang-tidy.
. "$(dirname "$0")/lib.sh"
install_moved dev
install_moved vtcheck
vtcheck=$prefix/bin/vtcheck
"$vtcheck" --version >"$work/log" 2>&1 || { cat "$work/log"; fail "vtcheck --version in another prefix"; }
manual=$(find "$prefix" -name vtcheck.1.gz)
gzip -dc "$manual" >"$work/vtcheck.1"
plain=$(tr -d '\\' <"$work/vtcheck.1") # not through a pipe: grep -q would leave before tr has written all
for word in fix-dry-run 'config-file' 'vt.-double.-await' 'EXIT STATUS'; do
    grep -q -- "${word//./}" <<<"$plain" || fail "the manual says nothing of $word"
done
if command -v man >/dev/null; then
    warnings=$(MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$work/vtcheck.1" 2>&1 >/dev/null)
    [ -z "$warnings" ] || fail "man warns: $warnings"
fi

mkdir "$work/client"
cat >"$work/client/bad.c" <<'END'
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
int twice(void);
int twice(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : vt_int_await(task, &value);
}
END
printf '#include <valuetask/valuetask.h>\nVT_DEFINE(int, int);\nvt_int make(void);\nvt_int make(void)\n{\n    return vt_int_from_result(1);\n}\n' >"$work/client/good.c"
cat >"$work/client/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.24)
project(client LANGUAGES C)
find_package(ValueTask REQUIRED)
if(MODULE)
  find_package(vtcheck 0.1 REQUIRED)
endif()
add_library(good STATIC good.c)
target_link_libraries(good PUBLIC valuetask::valuetask)
if(BAD)
  add_library(bad STATIC bad.c)
  target_link_libraries(bad PUBLIC valuetask::valuetask)
endif()
if(MODULE)
  vtcheck_add_check(good)
  if(BAD)
    vtcheck_add_check(bad)
  endif()
endif()
END
configure() { # GENERATOR ARGUMENTS...
    rm -rf "$work/build"
    cmake -S "$work/client" -B "$work/build" -G "$1" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$CC" "${@:2}" >"$work/log" 2>&1 ||
        { cat "$work/log"; fail "configuring with $*"; }
}
build() { cmake --build "$work/build" "$@" >"$work/log" 2>&1; }

for generator in Ninja 'Unix Makefiles'; do
    [ "$generator" = Ninja ] || command -v make >/dev/null || { echo "make is not installed: not tried"; continue; }
    # The tool is called for each file, before its object is made.
    configure "$generator" -DCMAKE_C_CLANG_TIDY="$vtcheck"
    build || { cat "$work/log"; fail "$generator: a good file stops the build"; }
    configure "$generator" -DCMAKE_C_CLANG_TIDY="$vtcheck;--quiet" -DBAD=ON
    build && fail "$generator: a bad file does not stop the build"
    grep -q 'bad.c:10:[0-9]*: error: .*\[vt-double-await\]' "$work/log" || { cat "$work/log"; fail "$generator: the finding is not shown"; }
    [ -e "$(find "$work/build" -name 'good.c.o')" ] || build --target good || fail "$generator: the good file was not built"
    # A target of its own.
    configure "$generator" -DMODULE=ON
    build --target vtcheck || { cat "$work/log"; fail "$generator: target vtcheck on good files"; }
    configure "$generator" -DMODULE=ON -DBAD=ON
    build --target vtcheck && fail "$generator: target vtcheck does not fail on a finding"
    grep -q 'bad.c:10:.*vt-double-await' "$work/log" || { cat "$work/log"; fail "$generator: target vtcheck shows no finding"; }
    build || { cat "$work/log"; fail "$generator: the build itself must not depend on the check"; }
done
echo "manual, vtcheck_add_check, CMAKE_C_CLANG_TIDY: ok"
