"""A program as a tree of lines, and the text that all programs begin with.

Text between the marks « and » is for the recording twin only; the text that vtcheck reads has it removed, and both have the same
line numbers. docs/differential.md says what the marks mean.
"""

import re

INDENT = "    "
MARKED = re.compile(r"«[^»]*»")

PRELUDE = [
    "#include <valuetask/valuetask.h>",
    "#include <valuetask/when.h>",
    "#include <stdatomic.h>",
    "#include <stdlib.h>",
    "#include <string.h>",
    "",
    "VT_DEFINE(int, int);",
    "VT_DEFINE_WHEN(int, int);",
    "",
    "vt_int make_ready(int result);",
    "vt_int make_pending(int result);",
    "void swallow(vt_int task);",
    "int cond(void);",
    "int pick(void);",
    "_Noreturn void die(void);",
    "void on_done(void *context, int status, int result);",
    "extern int sink;",
    "enum state { LIVE, BUSY, DONE };",
    "struct pair { vt_int first; vt_int second; };",
    "struct box { vt_int *task; int done; };",
    "struct job { vt_int task; bool done; };",
    "struct ops { void (*end)(vt_int task); bool (*look)(vt_int task); };",
    "struct node { struct node *next; vt_int task; bool done; };",
    "struct ring { vt_int slots[3]; unsigned head, count; };",
    "struct answer { bool is_pending; int code; vt_int task; };",
    "struct maybe { bool is_pending; union { vt_int task; int code; } is; };",
    "struct bits { unsigned tries : 2; unsigned live : 1; vt_int task; };",
    "struct machine { enum state state; int turns; vt_int task; void (*next)(struct machine *machine); };",
    "#define FINISH(task) do { «R_;» vt_int_forget(task); } while (0)",
    "#define DROP_IF(condition, task) do { if («(R_, »condition«)») { «R_;» vt_int_forget(task); } } while (0)",
    "#define LIKELY(condition) __builtin_expect(!!(condition), 1)",
    "",
]


class Line:
    """One line of C. `free`: mutations may drop or repeat it. `pinned`: nor may the reducer."""

    def __init__(self, text, free=True, pinned=False):
        self.text, self.free, self.pinned = text, free and not pinned, pinned

    def emit(self, out, depth):
        out.append(INDENT * depth + self.text)

    def clone(self):
        return Line(self.text, self.free, self.pinned)


class Group:
    """Parts, each a head line and what stands below it, and a foot line: a block, an if with its else, a loop, a function."""

    def __init__(self, parts, foot="}", kind="block"):
        self.parts, self.foot, self.kind = parts, foot, kind
        self.free = kind not in ("function", "unit") # mutations may turn its condition round

    def emit(self, out, depth):
        for head, body in self.parts:
            if head is not None:
                out.append(INDENT * depth + head)
            for node in body:
                node.emit(out, depth + (self.kind != "unit"))
        if self.foot is not None:
            out.append(INDENT * depth + self.foot)

    def clone(self):
        copy = Group([(head, [node.clone() for node in body]) for head, body in self.parts], self.foot, self.kind)
        copy.free = self.free
        return copy


class Program:
    """Two files' worth of top-level nodes, and the function that is run. `is_wide`: inputs are compared with each other
    or bit by bit, so more of them are to be tried."""

    def __init__(self, number, first, second, root, inputs, bounds, is_wide=False):
        self.number, self.first, self.second, self.root, self.inputs, self.bounds = number, first, second, root, inputs, bounds
        self.is_wide = is_wide

    def clone(self):
        return Program(self.number, [n.clone() for n in self.first], [n.clone() for n in self.second], self.root, self.inputs, self.bounds, self.is_wide)


def lines_of(nodes):
    out = []
    for node in nodes:
        node.emit(out, 0)
    return out


def plain(line):
    return MARKED.sub("", line).rstrip()


def recording(line):
    return line.replace("«", "").replace("»", "")


# --- what shapes are written with ---

def act(text):
    """A statement that mutations may drop or repeat."""
    return Line(f"«R_; »{text}")


def fixed(text):
    """A statement that the program would not be C, or not end, without."""
    return Line(f"«R_; »{text}", False)


def declared(text):
    return Line(text, False)


def cell(name):
    """A variable for a task, without one yet."""
    return Line(f"vt_int {name}; «R_CELL({name});»", False)


def loop(head, body, foot="}"):
    return Group([(head + " {", body)], foot, kind="loop")


def braces(body):
    return Group([("{", body)])


def surely_if(condition, body, other=None):
    """A condition that no mutation turns round: what it keeps apart would be undefined."""
    node = Group([(f"if («R_, »{condition}) {{", body)] + ([("} else {", other)] if other is not None else []), kind="if")
    node.free = False
    return node
