#!/bin/sh
# The public headers under every compiler and language standard they promise: no warning in use, one for a result that
# is thrown away. What is not installed is said, not passed over.
#   header_warnings.sh INCLUDE_DIR
set -u
include=$1
here=$(dirname "$0")
warnings='-Werror -Wall -Wextra -Wpedantic -Wconversion -Wshadow'
failures=0
combinations=0

# check LABEL COMMAND...: the command succeeds and says nothing
check() {
	label=$1
	shift
	combinations=$((combinations + 1))
	output=$("$@" 2>&1)
	if [ $? -ne 0 ] || [ -n "$output" ]; then
		echo "FAILED: $label"
		echo "$output"
		failures=$((failures + 1))
	fi
}

# must_warn LABEL COMMAND...: the command fails over an unused result
must_warn() {
	label=$1
	shift
	combinations=$((combinations + 1))
	output=$("$@" 2>&1)
	case $output in
	*unused-result* | *warn_unused_result* | *nodiscard*) ;;
	*)
		echo "FAILED: no warning about a result thrown away: $label"
		echo "$output"
		failures=$((failures + 1))
		;;
	esac
}

# use COMPILER LANGUAGE STANDARD
use() {
	compiler=$1
	language=$2
	standard=$3
	if ! command -v "$compiler" > /dev/null; then
		return
	fi
	set -- "$compiler" -x "$language" "-std=$standard" $warnings "-I$include"
	check "$compiler $standard" "$@" -fsyntax-only "$here/header_use.c"
	# Warnings that need the flow of data come with optimisation only.
	check "$compiler $standard -O2 -DVT_DEBUG_TOKENS" "$@" -O2 -DVT_DEBUG_TOKENS -c -o /dev/null "$here/header_use.c"
	check "$compiler $standard -O2" "$@" -O2 -c -o /dev/null "$here/header_use.c"
	check "$compiler $standard, the user's names" "$@" -fsyntax-only "$here/header_names.c"
	check "$compiler $standard -DVT_PROFILE" "$@" -O2 -DVT_PROFILE -c -o /dev/null "$here/header_use.c"
	case $compiler in
	clang*) check "$compiler $standard as vtcheck" "$@" -fsyntax-only -D__VTCHECK__ "$here/header_use.c" ;;
	esac
	# GCC finds unused results while it generates code, not while it parses.
	for mistake in 1 2 3 4 5; do
		must_warn "$compiler $standard $mistake" "$@" -c -o /dev/null "-DDISCARD=$mistake" "$here/header_discard.c"
	done
}

for compiler in gcc clang clang-19; do
	command -v $compiler > /dev/null || echo "skipped: $compiler not found"
	for standard in c11 c17 c2x; do
		use $compiler c $standard
	done
done
for compiler in g++ clang++ clang++-19; do
	command -v $compiler > /dev/null || echo "skipped: $compiler not found"
	for standard in c++17 c++20; do
		use $compiler c++ $standard
	done
done

if [ $combinations -eq 0 ]; then
	echo "FAILED: no compiler found"
	exit 1
fi
echo "$combinations compilations, $failures failed"
[ $failures -eq 0 ]
