#!/bin/sh
# <valuetask/uv.h> under -std=c11, which hides the names that libuv's header asks for: included first it sees to them itself; after
# others it says what to do.
#   header_strict.sh INCLUDE_DIR
set -u
include=$1
failures=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

printf '#include <valuetask/uv.h>\nint main(void) { return 0; }\n' > "$folder/first.c"
printf '#include <stdio.h>\n#include <valuetask/uv.h>\nint main(void) { return 0; }\n' > "$folder/later.c"

fail() {
	echo "FAILED: $1"
	echo "$2"
	failures=$((failures + 1))
}

for compiler in gcc clang clang-19; do
	if ! command -v $compiler > /dev/null; then
		echo "skipped: $compiler not found"
		continue
	fi
	for standard in c11 c17; do
		output=$($compiler -std=$standard -Wall -Wextra -Werror -I"$include" -fsyntax-only "$folder/first.c" 2>&1) ||
			fail "$compiler -std=$standard, included first" "$output"
		output=$($compiler -std=$standard -D_XOPEN_SOURCE=700 -I"$include" -fsyntax-only "$folder/later.c" 2>&1) ||
			fail "$compiler -std=$standard, _XOPEN_SOURCE on the command line" "$output"
		output=$($compiler -std=$standard -I"$include" -fsyntax-only "$folder/later.c" 2>&1)
		case $output in
		*"define _XOPEN_SOURCE as 700 before the first #include"*) ;;
		*) fail "$compiler -std=$standard, after <stdio.h>: it is not said what to do" "$output" ;;
		esac
	done
done
[ $failures -eq 0 ]
