#!/bin/sh
# Builds the run time for aarch64 and switches stacks under qemu-user.
#   aarch64.sh SOURCE_DIR
set -eu
source=$1

for program in aarch64-linux-gnu-gcc qemu-aarch64; do
	command -v $program > /dev/null || {
		echo "skipped: $program not found (Debian: gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, qemu-user)"
		exit 77
	}
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
aarch64-linux-gnu-gcc -static -O2 -std=c11 -Wall -Wextra -Werror -I"$source/include" \
	"$source"/runtime/*.c "$source"/runtime/*.S "$source/tests/runtime/switching.c" -lm -o "$folder/switching"
qemu-aarch64 "$folder/switching"
