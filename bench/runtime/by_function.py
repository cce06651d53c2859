#!/usr/bin/env python3
"""Instructions that each function takes of one turn: two callgrind runs of different length, their difference by that of the turns.

    by_function.py SHORT LONG PROGRAM ARGUMENTS...      with @ where the number of turns goes
"""
import collections
import os
import re
import subprocess
import sys
import tempfile


def costs(command):
    """Instructions by function, callees not counted."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "callgrind")
        subprocess.run(["valgrind", "--tool=callgrind", "--compress-strings=no", "--compress-pos=no", f"--callgrind-out-file={path}"] + command,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        function, is_call, result = None, False, collections.Counter()
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("fn="):
                    function = re.sub(r"'\d+$", "", line[3:].strip())  # 'N: the depth of recursion, as callgrind sees a switch of stacks
                elif line.startswith("calls="):
                    is_call = True  # the next line is what the callee took
                elif line[:1].isdigit() or line[:1] in "+-*":
                    if not is_call:
                        result[function] += int(line.split()[1])
                    is_call = False
        return result


def main():
    short, long = int(sys.argv[1]), int(sys.argv[2])
    before, after = (costs([argument.replace("@", str(turns)) for argument in sys.argv[3:]]) for turns in (short, long))
    rows = [((after[name] - before[name]) / (long - short), name) for name in after]
    for cost, name in sorted(rows, reverse=True):
        if cost >= 0.5:
            print(f"{cost:.1f} {name}")


if __name__ == "__main__":
    main()
