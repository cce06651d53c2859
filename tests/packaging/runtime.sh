# The run time from another prefix: by find_package(ValueTask) and by pkg-config; a client is built and run.
. "$(dirname "$0")/lib.sh"
install_moved dev
flags=$(sanitizers)
flags=${flags:+-fsanitize=$flags}

mkdir "$work/client"
cat >"$work/client/main.c" <<'END'
#include <stdio.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
int main(void)
{
    int value = 0;
    vt_int_task *task = vt_int_as_task(vt_int_from_result(41));
    if (vt_int_task_await(task, &value) < 0)
        return 1;
    vt_int_task_unref(task);
    printf("%d\n", value + 1);
    return 0;
}
END
cat >"$work/client/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.20)
project(client LANGUAGES C)
find_package(ValueTask 0.1 REQUIRED)
add_executable(client main.c)
target_link_libraries(client PRIVATE valuetask::valuetask)
END
cmake -S "$work/client" -B "$work/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$CC" -DCMAKE_C_FLAGS="$flags" >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "find_package(ValueTask)"; }
cmake --build "$work/build" >"$work/log" 2>&1 || { cat "$work/log"; fail "building with CMake"; }
[ "$("$work/build/client")" = 42 ] || fail "the client built with CMake"
cmake -S "$work/client" -B "$work/build2" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$CC" >/dev/null 2>&1
sed -i 's/ValueTask 0.1/ValueTask 9.0/' "$work/client/CMakeLists.txt"
cmake -S "$work/client" -B "$work/build2" >/dev/null 2>&1 && fail "a version that is not there was found"

pc=$(dirname "$(find "$prefix" -name valuetask.pc)")
command -v pkg-config >/dev/null || skip "pkg-config is not installed; find_package works"
export PKG_CONFIG_PATH=$pc
[ "$(pkg-config --modversion valuetask)" = "$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$BUILD/CMakeCache.txt")" ] || fail "pkg-config --modversion"
# shellcheck disable=SC2046
"$CC" -std=c11 $flags -o "$work/by_pc" "$work/client/main.c" $(pkg-config --cflags --libs valuetask)
[ "$("$work/by_pc")" = 42 ] || fail "the client built with pkg-config"
grep -rl "first place" "$prefix" && fail "the first prefix is in an installed file"
echo "find_package, pkg-config: ok"
