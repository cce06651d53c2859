# lib.sh - for the scripts of this folder: arguments, a temporary folder, an installation that was moved.
set -euo pipefail
BUILD=$1 CC=$2
export LC_ALL=C
unset CMAKE_PREFIX_PATH PKG_CONFIG_PATH
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/vtcheck-packaging-XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAIL: $*" >&2
    exit 1
}
skip() {
    echo "skipped: $*"
    exit 77
}

# Installs component $1 and moves it, so that no path of the first place can matter: $prefix.
install_moved() {
    cmake --install "$BUILD" --prefix "$work/first place" --component "$1" >"$work/log" 2>&1 || { cat "$work/log"; fail "cmake --install"; }
    mkdir -p "$work/moved"
    cp -a "$work/first place/." "$work/moved/"
    rm -rf "$work/first place"
    prefix=$work/moved
}

# Whether programs of the build have sanitizers, which a client needs too.
sanitizers() { sed -n 's/^VT_SANITIZE:STRING=//p' "$BUILD/CMakeCache.txt"; }
