#!/usr/bin/env bash
# Builds vtcheck from the source that this action is, and puts it on the PATH of the steps that follow.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
prefix=${RUNNER_TEMP:?}/vtcheck
"$source/scripts/setup"
cmake -S "$source" -B "$RUNNER_TEMP/vtcheck-build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DVT_BUILD_TESTS=OFF -DVT_BUILD_EXAMPLES=OFF \
    ${VTCHECK_PAGES_URL:+"-DVTCHECK_PAGES_URL=$VTCHECK_PAGES_URL"}
cmake --build "$RUNNER_TEMP/vtcheck-build"
cmake --install "$RUNNER_TEMP/vtcheck-build" --prefix "$prefix"
echo "$prefix/bin" >>"${GITHUB_PATH:?}"
