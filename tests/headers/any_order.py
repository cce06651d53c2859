#!/usr/bin/env python3
"""The standard headers that vtcheck reads in another order than a source says: in this C library, by this Clang, the order makes no difference.

    any_order.py --list header_order.c [--clang CLANG]

The list is vtcheck's own. All of them are read in several orders: the macros afterwards are the same, and so are the declarations, whatever name of an
integer type they spell.
"""

import argparse
import random
import re
import shutil
import subprocess
import sys

FLAGS, ORDERS = [["-std=c11"], ["-D_GNU_SOURCE"]], 8


def spelled_out(declarations):
    """Each declaration without names of types for other types."""
    meaning = {}
    for declaration in declarations:
        alias = re.fullmatch(r"typedef ([\w ]+) (\w+);", declaration)
        if alias:
            meaning.setdefault(alias[2], alias[1])

    def expand(match, depth=0):
        word = match[0]
        return re.sub(r"\w+", lambda inner: expand(inner, depth + 1), meaning[word]) if word in meaning and meaning[word] != word and depth < 8 else word
    return {re.sub(r"\w+", expand, declaration) for declaration in declarations}


def said(clang, headers, *flags):
    """Macros, and declarations one by one, in no order."""
    text = "".join(f"#include <{name}>\n" for name in headers)
    command = [clang, "-x", "c", "-w", *flags, "-"]
    macros = subprocess.run([*command, "-E", "-dM"], input=text, capture_output=True, text=True, check=True).stdout
    tree = subprocess.run([*command, "-fsyntax-only", "-Xclang", "-ast-print"], input=text, capture_output=True, text=True, check=True).stdout
    return set(macros.splitlines()), spelled_out(set(declaration.strip() for declaration in re.split(r"\n(?=\S)", tree)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--list", required=True)
    arguments = parser.parse_args()
    if shutil.which(arguments.clang) is None:
        print(f"skipped: there is no {arguments.clang}")
        return 77
    with open(arguments.list, encoding="utf-8") as file:
        headers = re.findall(r'"([a-z/]+\.h)"', re.search(r"standard_headers\[\] = \{(.*?)\};", file.read(), re.S).group(1))
    rng, failed = random.Random(1), 0
    for flags in FLAGS:
        usual = said(arguments.clang, headers, *flags)
        for number in range(ORDERS):
            order = headers[::-1] if number == 0 else rng.sample(headers, len(headers))
            for what, one, other in zip(("macros", "declarations"), usual, said(arguments.clang, order, *flags)):
                if one != other:
                    failed += 1
                    print(f"{flags}, {' '.join(order)}: other {what}: {sorted(one ^ other)[:6]}")
    print(f"{len(headers)} headers, {failed} differences")
    return 1 if failed or len(headers) < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
