#!/usr/bin/env python3
"""Functions over arrays, structs, pointers and helpers that write through these, run over all inputs that matter, against what vtcheck says:
is what it remembers of memory what is there?

    memory.py --vtcheck VTCHECK --include DIR [--seed S] [--count N] [--cc CC] [--alarms] [--keep DIR]

Numbers decide whether the task is consumed; they lie in arrays and fields whose elements are known by constants, counters and inputs, and are reached by
several names. A miss fails. False alarms are counted only: of two elements by unknown numbers little is known.
Exit status: 0 no miss, 1 a miss, or too few functions left to judge, 2 wrong use.
"""
import sys

import functions

SHARED = """
struct leaf { int x; int in[2]; };
struct node { int value; struct node *next; };
static int g; static struct leaf gl;
static void set(int *to, int n) { *to = n; }
static int get(const int *from) { return *from; }
static void swap(int *p, int *q) { int old = *p; *p = *q; *q = old; }
static void fill(struct leaf *leaf, int n) { leaf->x = n; leaf->in[n & 1] = n; }
static struct leaf leaf_of(int n) { struct leaf leaf = {n, {n, 1}}; return leaf; }
static void clear(int *first, int count) { for (int i = 0; i < count; i++) first[i] = 0; }
static int *nth(int *first, int i) { return first + i; }
static void note(int n) { g = n; }
static int pass(int *p, int *q) { *p = 2; return *q; }
static void move(struct leaf *to, const struct leaf *from) { *to = *from; }
static void wipe(struct leaf *leaf, int *kept) { memset(leaf, 0, sizeof *leaf); *kept = *kept & 1; }
static int count(const int *first, int size) { int n = 0; for (int i = 0; i < size; i++) n += first[i] != 0; return n; }
static int peek(struct leaf leaf, int i) { leaf.x++; return leaf.in[i & 1]; }
static struct node *after(struct node *node) { return node->next; }
static struct leaf *choose(struct leaf *one, struct leaf *other, int which) { return which ? one : other; }
"""

# What a function may have, and what that needs.
FEATURES = {"v": [], "one": [], "many": [], "grid": [], "p": [], "q": ["one", "many"], "ps": [], "ring": [], "g": [], "pp": ["p"], "u": []}
INPUTS = (-8, 8, 24)  # what `a & 3`, `b % 3` and comparisons with 0 to 2 tell apart


class Generator:
    """The body of one function."""

    def __init__(self, rng):
        self.rng, self.lines, self.loops, self.names = rng, [], [], 0
        self.consume = rng.choice([functions.CONSUME, functions.FLAGGED])
        wanted = [name for name in FEATURES if rng.random() < 0.35] or ["v", "many"]
        self.has = set(wanted).union(*(FEATURES[name] for name in wanted))
        self.has_task = False

    def emit(self, depth, text):
        self.lines.append("    " * (depth + 1) + text)

    def index(self, size):
        rng = self.rng
        free = {2: ["a & 1", "b & 1", "x & 1"], 3: ["b % 3", "(a & 1) + 1", "b & 1"], 4: ["a & 3", "b & 3", "(b & 1) + 2", "x & 3"]}[size]
        constants = [str(i) for i in range(size)]
        counters = [name for name, bound in self.loops if bound <= size]
        return rng.choice(rng.choices([constants, free, counters or constants], [5, 3, 6])[0])

    def place(self, is_direct=False):
        """An int. is_direct: by no pointer."""
        forms = ["x", "y"]
        if "v" in self.has:
            forms += [f"v[{self.index(4)}]"] * 3
        if "one" in self.has:
            forms += ["one.x", f"one.in[{self.index(2)}]"]
        if "many" in self.has:
            forms += [f"many[{self.index(3)}].x"] * 2 + [f"many[{self.index(3)}].in[{self.index(2)}]"]
        if "grid" in self.has:
            forms += [f"grid[{self.index(2)}][{self.index(2)}]"] * 2
        if "g" in self.has:
            forms += ["g", "gl.x", f"gl.in[{self.index(2)}]"]
        if "u" in self.has:
            forms += ["u.a", "u.b", "u.c.d", "u.f"]
        if "ring" in self.has:
            forms += ["n1.value", "n2.value", "head->value", "head->next->value", "n1.next->value"]
        if not is_direct:
            forms += ["*p"] * 2 * ("p" in self.has) + [f"*ps[{self.index(2)}]"] * 2 * ("ps" in self.has) + ["**pp"] * ("pp" in self.has)
            forms += ["q->x", f"q->in[{self.index(2)}]"] if "q" in self.has else []
        return self.rng.choice(forms)

    def leaf(self):
        """A struct leaf, or None: there is none."""
        forms = ["one"] * ("one" in self.has) + [f"many[{self.index(3)}]"] * 2 * ("many" in self.has) + ["*q"] * ("q" in self.has)
        return self.rng.choice(forms) if forms else None

    def value(self):
        rng, leaf = self.rng, self.leaf()
        forms = [str(rng.randint(0, 2))] * 4 + ["a & 1", "b & 1", "b & 3", self.place(), f"{self.place()} + 1", f"!{self.place()}", f"get(&{self.place()})",
                                               f"pass(&{self.place()}, &{self.place()})"]
        forms += [f"peek({leaf}, {rng.choice('ab')})"] if leaf else []
        forms += [f"count(v, {rng.randint(1, 4)})"] if "v" in self.has else []
        return rng.choice(forms)

    def condition(self):
        rng, place = self.rng, self.place()
        text = rng.choice([place, f"!{place}", f"{place} == {rng.randint(0, 2)}", f"{place} != {rng.randint(0, 2)}", f"{place} < 2", f"{place} > 0",
                           f"{rng.choice('ab')} > {rng.randint(0, 2)}", f"{place} == {self.place()}", f"{rng.choice('ab')} & 1"])
        more = rng.choice([self.place(), f"a > {rng.randint(0, 2)}"])
        return text if rng.random() < 0.8 else f"{text} {rng.choice(['&&', '||'])} {more}"

    def call(self):
        rng, leaf = self.rng, self.leaf()
        forms = [f"set(&{self.place()}, {self.value()});", f"swap(&{self.place()}, &{self.place()});"]
        if leaf:
            forms += [f"fill(&{leaf}, {self.value()});", f"move(&{leaf}, &{self.leaf()});", f"wipe(&{leaf}, &{self.place()});"]
        if "g" in self.has:
            forms += [f"note({self.value()});"]
        if "v" in self.has:
            forms += [f"clear(v, {rng.randint(1, 4)});", f"*nth(v, {self.index(4)}) = {self.value()};", "memset(v, 0, sizeof v);"]
        return rng.choice(forms)

    def whole(self):
        leaf = self.leaf()
        return self.rng.choice([f"{leaf} = {self.leaf()};", f"{leaf} = leaf_of({self.value()});", f"{leaf} = (struct leaf){{.x = {self.value()}}};",
                                f"memset(&{leaf}, 0, sizeof(struct leaf));"])

    def pointer(self):
        rng, place = self.rng, self.place()
        forms = {"p": [f"p = &{place};", f"if ({self.condition()}) p = &{place};", f"p = {self.condition()} ? &{place} : &{self.place()};"],
                 "ps": [f"ps[{self.index(2)}] = &{place};"], "pp": [f"*pp = &{place};"],
                 "ring": ["head = head->next;", "head = after(head);", "head->next = head;", f"n{rng.randint(1, 2)}.next = &n{rng.randint(1, 2)};",
                          f"if ({self.condition()}) head = &n2;"]}
        if "q" in self.has:
            forms["q"] = [f"q = &{self.leaf()};", f"if ({self.condition()}) q = &{self.leaf()};", f"q = choose(&{self.leaf()}, &{self.leaf()}, {self.value()});"]
        return rng.choice(forms[rng.choice(sorted(set(forms) & self.has))])

    def loop_head(self):
        self.names += 1
        name, bound = f"i{self.names}", self.rng.choice([2, 3, 4])
        head = self.rng.choice([f"for (int {name} = 0; {name} < {bound}; {name}++)"] * 3 + [
            f"for (int {name} = 0; {name} < {bound} && {self.condition()}; {name}++)", f"for (int {name} = {bound}; {name}-- > 0;)",
            f"for (int {name} = 0; {name} < (b & {bound - 1}); {name}++)"])
        return name, bound, head

    def statement(self, depth, in_loop):
        rng = self.rng
        weights = {"consume": 5 * self.has_task, "set": 6, "call": 3, "whole": 3 * (self.leaf() is not None),
                   "pointer": 3 * bool({"p", "q", "ps", "ring"} & self.has), "loop": 2 * (depth < 2), "choice": 3 * (depth < 2)}
        form = rng.choices(list(weights), list(weights.values()))[0]
        if form == "consume":
            self.emit(depth, f"if ({self.condition()}) {{ {self.consume}{rng.choice([' break;', '']) if in_loop else ''} }}")
        elif form == "set":
            self.emit(depth, rng.choice([f"{self.place()} = {self.value()};"] * 4 + [f"{self.place()}++;", f"{self.place()} = {self.place()};"]))
        elif form == "loop":
            name, bound, head = self.loop_head()
            self.emit(depth, head + " { TURN")
            self.loops.append((name, bound))
            self.statements(depth + 1, True)
            self.loops.pop()
            self.emit(depth, "}")
        elif form == "choice":
            self.emit(depth, f"if ({self.condition()}) {{")
            self.statements(depth + 1, in_loop)
            if rng.random() < 0.4:
                self.emit(depth, "} else {")
                self.statements(depth + 1, in_loop)
            self.emit(depth, "}")
        else:
            self.emit(depth, {"call": self.call, "whole": self.whole, "pointer": self.pointer}[form]())

    def statements(self, depth, in_loop):
        for _ in range(self.rng.randint(1, 3)):
            self.statement(depth, in_loop)

    def declarations(self):
        rng = self.rng

        def n():
            return rng.randint(0, 2)
        forms = {
            "v": ["int v[4] = {0};", f"int v[4] = {{{n()}, {n()}}};", "int v[4]; for (int i = 0; i < 4; i++) v[i] = 0;"],
            "one": ["struct leaf one = {0};", f"struct leaf one = {{{n()}, {{{n()}, {n()}}}}};", f"struct leaf one = leaf_of({n()});"],
            "many": ["struct leaf many[3] = {{0}};", f"struct leaf many[3] = {{{{{n()}}}, {{{n()}, {{{n()}}}}}}};",
                     "struct leaf many[3]; for (int i = 0; i < 3; i++) many[i] = leaf_of(i & 1);"],
            "grid": ["int grid[2][2] = {{0}};", f"int grid[2][2] = {{{{{n()}, {n()}}}, {{{n()}, {n()}}}}};"],
            "g": [f"g = {n()}; gl.x = {n()}; gl.in[0] = gl.in[1] = 0;", f"g = {n()}; memset(&gl, 0, sizeof gl);", f"g = {n()}; gl = leaf_of({n()});"],
            "ring": [f"struct node n1 = {{{n()}, NULL}}, n2 = {{{n()}, &n1}}, *head = &n1; n1.next = {rng.choice(['&n2', '&n1'])};"],
            "u": [f"union {{ int a; unsigned b; struct {{ int d; int e; }} c; struct {{ int f; int h; }}; }} u = {{{n()}}};"],
            "ps": [f"int *ps[2] = {{&{self.place(True)}, &{self.place(True)}}};"], "p": [f"int *p = &{self.place(True)};"], "pp": ["int **pp = &p;"],
            "q": ["struct leaf *q = &one;", "struct leaf *q = &many[1];", "struct leaf *q = many;"],
        }
        self.emit(0, f"int x = {n()}, y = {n()};")
        for name, texts in forms.items():
            if name in self.has:
                self.emit(0, rng.choice(texts))

    def make_task(self):
        self.emit(0, "TASK")
        self.has_task = True

    def function(self):
        rng = self.rng
        if rng.random() < 0.5 and "g" not in self.has:  # what makes the task is not seen, and may change globals
            self.make_task()
        self.declarations()
        for _ in range(rng.randint(1, 4)):
            self.statement(0, False)
        if not self.has_task:
            self.make_task()
        for _ in range(rng.randint(1, 3)):
            self.statement(0, False)
        self.emit(0, f"if ({self.condition()}) {{ {self.consume} }}")
        return "\n".join(self.lines)


if __name__ == "__main__":
    sys.exit(functions.main(functions.Kind("memory", lambda rng: Generator(rng).function(), SHARED, INPUTS), __doc__))
