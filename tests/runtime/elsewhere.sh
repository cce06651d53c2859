#!/bin/sh
# Builds the run time for another processor or libc, with everything in one command, and runs a program of it.
#   elsewhere.sh SOURCE_DIR PACKAGES COMPILER [EMULATOR]
# 77: the compiler or the emulator is not here; PACKAGES are Debian's that have them.
set -eu
source=$1 packages=$2 compiler=$3 emulator=${4:-}

for program in $compiler $emulator; do
	command -v "$program" > /dev/null || {
		echo "skipped: $program not found (apt-get install $packages)"
		exit 77
	}
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$compiler" -static -O2 -std=c11 -Wall -Wextra -Wconversion -Wno-psabi -Werror -I"$source/include" \
	"$source"/runtime/*.c "$source"/runtime/*.S "$source/tests/runtime/elsewhere.c" -lm -lpthread -o "$folder/elsewhere"
$emulator "$folder/elsewhere"
