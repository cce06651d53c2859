#!/usr/bin/env bash
# Builds the run time, libuv's part and the examples with another compiler and other options, and runs their tests.
#
#     with_toolchain.sh SOURCES BUILD CC CXX FLAG [CMAKE_OPTION...]
#
# 77: that compiler is not here, or builds nothing with FLAG that runs.
set -euo pipefail
sources=$1 build=$2 cc=$3 cxx=$4 flag=$5
shift 5

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo 'int main(void) { return 0; }' > "$scratch/main.c"
if ! "$cc" "$flag" "$scratch/main.c" -o "$scratch/main" || ! "$scratch/main"; then
    echo "skipped: $cc with $flag builds no program here (Clang 19: apt-get install clang-19 lld-19 libclang-rt-19-dev)"
    exit 77
fi 2>/dev/null

cmake -S "$sources" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx" \
    -DVT_BUILD_CHECKER=OFF -DVT_WERROR=ON "$@"
cmake --build "$build"
export UBSAN_OPTIONS=print_stacktrace=1
ctest --test-dir "$build" -R '^(runtime|uv|user_service)\.' -E 'header_warnings|aarch64|i686|musl' -LE heavy --output-on-failure --no-tests=error --timeout 600
