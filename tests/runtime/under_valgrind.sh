#!/usr/bin/env bash
# Runs test programs under valgrind's memcheck: an error or a leak is a failure. 77: there is no valgrind. What is "possibly lost" is not: in a child made by
# fork that is said of what belongs to threads that only its parent has.
#
#     under_valgrind.sh PROGRAM...
set -euo pipefail
command -v valgrind >/dev/null || { echo "skipped: there is no valgrind (apt-get install valgrind)"; exit 77; }
export VT_STRESS=2000
for program; do
    echo "== $program"
    valgrind -q --error-exitcode=9 --leak-check=full --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect "$program"
done
