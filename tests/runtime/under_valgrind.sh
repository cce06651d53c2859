#!/usr/bin/env bash
# Runs test programs under valgrind's memcheck: an error or a leak is a failure. 77: there is no valgrind.
#
#     under_valgrind.sh PROGRAM...
set -euo pipefail
command -v valgrind >/dev/null || { echo "skipped: there is no valgrind (apt-get install valgrind)"; exit 77; }
export VT_STRESS=2000
for program; do
    echo "== $program"
    valgrind -q --error-exitcode=9 --leak-check=full "$program"
done
