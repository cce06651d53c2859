#!/usr/bin/env python3
"""Reads the #include lines of the sources against the allowed directions between folders (docs of the layout: README).

    include_directions.py ROOT        prints file:line and the broken rule; exit status 1 if there is any

Allowed, apart from a folder's own headers:

    base <- ir <- worlds <- analysis <- rules     ir <- frontend     ir, analysis <- link     base <- report <- rules
    base <- scan, cache     config uses base and report; pipeline uses all of these; driver and lsp use pipeline and all below it; nobody uses those two
    but program, which is main().
    checker/, rules/ and runtime/ never include each other's side: the checker knows the API by its annotations alone.
    clang-c/* only in checker/frontend/. include/valuetask/ uses itself and libc.
"""

import os
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
SOURCES = (".c", ".h", ".def", ".inc", ".in")

STAGES = {"checker/base", "checker/ir", "checker/frontend", "checker/worlds", "checker/analysis", "checker/link", "checker/profile", "checker/report", "checker/scan", "checker/cache", "checker/config",
          "rules"}

# Folder (a "room") -> the rooms whose headers it may include besides its own.
ALLOWED = {
    "checker/base": set(),
    "checker/ir": {"checker/base"},
    "checker/frontend": {"checker/base", "checker/ir"},
    "checker/worlds": {"checker/base", "checker/ir"},
    "checker/analysis": {"checker/base", "checker/ir", "checker/worlds"},
    "checker/link": {"checker/base", "checker/ir", "checker/worlds", "checker/analysis"},
    "checker/profile": {"checker/base", "checker/ir", "checker/worlds", "checker/analysis"},
    "checker/report": {"checker/base"},
    "checker/scan": {"checker/base"},
    "checker/cache": {"checker/base"},
    "checker/config": {"checker/base", "checker/report"},
    "rules": {"checker/base", "checker/ir", "checker/worlds", "checker/analysis", "checker/report"},
    "checker/pipeline": STAGES,
    "checker/driver": STAGES | {"checker/pipeline"},
    "checker/lsp": STAGES | {"checker/pipeline"},
    "checker/program": STAGES | {"checker/pipeline", "checker/driver", "checker/lsp"},
    "include/valuetask": set(),
    "runtime": {"include/valuetask"},
    "runtime/uv": {"include/valuetask", "runtime"},
}
CLANG_ROOM = "checker/frontend"


def room_of(path):
    """The room a path relative to the root lies in, or None."""
    folder = os.path.dirname(path)
    while folder:
        if folder in ALLOWED:
            return folder
        folder = os.path.dirname(folder)
    return None


def resolve(root, file, name, is_quoted):
    """The path relative to the root of the project's header that `file` includes as `name`, or None."""
    places = ([os.path.dirname(file)] if is_quoted else []) + ["checker", "", "include", "runtime"]
    for place in places:
        path = os.path.normpath(os.path.join(place, name))
        if os.path.isfile(os.path.join(root, path)):
            return path
    return None


def check_include(root, file, name, is_quoted):
    """Returns the broken rule, or None."""
    room = room_of(file)
    if name.startswith("clang-c/"):
        return None if room == CLANG_ROOM else f"only {CLANG_ROOM} includes clang-c"
    if re.search(r"(^|/)uv\.h$", name) and not room.startswith("runtime/uv") and not room.startswith("include"):
        return "only runtime/uv includes libuv"
    target = resolve(root, file, name, is_quoted)
    if target is None:
        first = name.split("/")[0]
        written = f"checker/{first}" if f"checker/{first}" in ALLOWED else first
        # Not there (yet, or generated): judged by how it is written.
        target_room = written if written in ALLOWED and "/" in name else None
    else:
        target_room = room_of(target)
    if target_room is None or target_room == room or target_room in ALLOWED[room]:
        return None
    return f"{room} must not include {target_room}"


def check(root):
    """Yields (path, line, included name, broken rule)."""
    for top in ("checker", "rules", "runtime", "include"):
        for folder, folders, files in os.walk(os.path.join(root, top)):
            folders.sort()
            for file in sorted(files):
                if not file.endswith(SOURCES):
                    continue
                path = os.path.relpath(os.path.join(folder, file), root)
                if room_of(path) is None:
                    yield path, 1, "", "lies in no folder of the layout"
                    continue
                with open(os.path.join(folder, file), encoding="utf-8", errors="replace") as text:
                    for number, line in enumerate(text, start=1):
                        match = INCLUDE.match(line)
                        if not match:
                            continue
                        name = match[1] or match[2]
                        broken = check_include(root, path, name, match[1] is not None)
                        if broken:
                            yield path, number, name, broken


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    count = 0
    for path, number, name, broken in check(sys.argv[1]):
        count += 1
        print(f"{path}:{number}: {broken}" + (f" (#include of {name})" if name else ""))
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
