"""C programs of a given size for bench/scale/run: one function here is one shape of code.

A shape gets its size and returns the text of one C file. Lines that carry a finding end in `// expect`; the runner compares
these lines with what vtcheck reports, so that no shape is fast because it is not analysed.
"""

import random

HEAD = """#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(int id);
int probe(int id);
void note(int id);
"""

TASKS = 10


def tasks(count=TASKS, indent="    "):
    return "".join(f"{indent}vt_int t{i} = make({i});\n" for i in range(count))


def finish(count=TASKS, indent="    "):
    return "".join(f"{indent}vt_int_await(t{i}, &x);\n" for i in range(count))


def function(body, parameters="void", name="work", before=TASKS):
    return f"int {name}({parameters})\n{{\n    int x = 0, total = 0;\n{tasks(before)}{body}{finish(before)}    return total + x;\n}}\n"


# --- one function, n independent branches, ten tasks ---

def branches_calls(n):
    """Each branch asks an opaque function and calls another."""
    return HEAD + function("".join(f"    if (probe({i}))\n        note({i});\n" for i in range(n)))


def branches_counter(n):
    """Each branch asks an opaque function and changes a local number."""
    return HEAD + function("".join(f"    if (probe({i}))\n        total += {i % 7 + 1};\n" for i in range(n)))


def branches_locals(n):
    """Each branch reads a boolean of its own, all set beforehand."""
    flags = "".join(f"    bool b{i} = probe({i});\n" for i in range(n))
    return HEAD + function(flags + "".join(f"    if (b{i})\n        total++;\n" for i in range(n)))


def branches_locals_twice(n):
    """As branches_locals, and every boolean is asked again afterwards: all facts stay alive."""
    flags = "".join(f"    bool b{i} = probe({i});\n" for i in range(n // 2))
    asks = "".join(f"    if (b{i})\n        total++;\n" for i in range(n // 2))
    return HEAD + function(flags + asks + asks)


def branches_flags(n):
    """Each branch sets a flag of its own that is read at the end: n flags that are alive together."""
    flags = "".join(f"    bool b{i} = false;\n" for i in range(n // 2))
    sets = "".join(f"    if (probe({i}))\n        b{i} = true;\n" for i in range(n // 2))
    asks = "".join(f"    if (b{i})\n        note({i});\n" for i in range(n // 2))
    return HEAD + function(flags + sets + asks)


def branches_fields(n):
    """Each branch reads a field of a struct behind a pointer parameter."""
    struct = "struct state {\n" + "".join(f"    int f{i};\n" for i in range(n)) + "};\n"
    body = "".join(f"    if (s->f{i} > {i % 5})\n        total++;\n" for i in range(n))
    return HEAD + struct + function(body, "struct state *s")


def branches_field_stores(n):
    """Each branch reads one field and stores another one."""
    struct = "struct state {\n" + "".join(f"    int f{i}, g{i};\n" for i in range(n)) + "};\n"
    body = "".join(f"    if (s->f{i})\n        s->g{i} = {i};\n" for i in range(n))
    return HEAD + struct + function(body, "struct state *s")


def branches_parameter(n):
    """Each branch compares the one parameter with a number of its own."""
    return HEAD + function("".join(f"    if (n > {i})\n        total++;\n" for i in range(n)), "int n")


def branches_returns(n):
    """Every fiftieth branch finishes all tasks and returns."""
    parts = []
    for i in range(n):
        if i % 50 == 49:
            parts.append(f"    if (probe({i})) {{\n{finish(indent='        ')}        return {i};\n    }}\n")
        else:
            parts.append(f"    if (probe({i}))\n        note({i});\n")
    return HEAD + function("".join(parts))


def branches_awaits(n):
    """Branches await a task once, guarded by a flag; the end awaits what is left."""
    flags = "".join(f"    bool d{i} = false;\n" for i in range(TASKS))
    parts = []
    for i in range(n):
        k = i % TASKS
        parts.append(f"    if (!d{k} && probe({i})) {{\n        vt_int_await(t{k}, &x);\n        d{k} = true;\n    }}\n")
    rest = "".join(f"    if (!d{k})\n        vt_int_await(t{k}, &x);\n" for k in range(TASKS))
    return HEAD + f"int work(void)\n{{\n    int x = 0;\n{tasks()}{flags}{''.join(parts)}{rest}    return x;\n}}\n"


def branches_chain(n):
    """One if / else-if chain."""
    chain = "".join(f"    {'else ' if i else ''}if (n == {3 * i})\n        total = {i};\n" for i in range(min(n, 20000)))
    return HEAD + function(chain, "int n")


def branches_state(n):
    """A small state machine: each branch reads and writes one of four state variables."""
    head = "    int a = probe(0), b = probe(1), c = probe(2), d = probe(3);\n"
    names = "abcd"
    body = "".join(f"    if ({names[i % 4]} == {i % 9})\n        {names[(i * 7 + 1) % 4]} = {i % 5};\n" for i in range(n))
    return HEAD + function(head + body + "    total = a + b + c + d;\n")


def branches_mixed(n):
    """Nested ifs, else parts, conjunctions, reads of locals and calls, in a random mix."""
    chance = random.Random(1)
    lines = ["    int a = probe(-1), b = probe(-2);\n    bool e = false, f = probe(-3);\n"]
    for i in range(n // 2):
        lines.append(chance.choice([
            f"    if (a > {i} && probe({i}))\n        total += 1;\n",
            f"    if (b == {i})\n        e = true;\n    else if (probe({i}))\n        note(total);\n",
            f"    if (e) {{\n        if (probe({i}))\n            e = false;\n    }}\n",
            f"    if (f || probe({i}))\n        b = probe(total);\n",
            f"    total = probe({i}) ? total + a : b;\n",
        ]))
    return HEAD + function("".join(lines))


# --- a defect behind n branches ---

def _with_defect(text):
    head, tail = text.rsplit("    return total + x;\n", 1)
    return head + "    vt_int_await(t3, &x); // expect\n    return total + x;\n" + tail


def defect_calls(n):
    """n branches on calls, then a task is awaited twice."""
    return _with_defect(branches_calls(n))


def defect_locals(n):
    """n branches on booleans set beforehand, then a task is awaited twice."""
    return _with_defect(branches_locals_twice(n))


def defect_flags(n):
    """n flags set on the way, then a task is awaited twice."""
    return _with_defect(branches_flags(n))


def defect_fields(n):
    """n branches on fields, then a task is awaited twice."""
    return _with_defect(branches_fields(n))


def defect_correlated(n):
    """A flag of before the branches decides behind them: only the path that agrees with itself is at fault."""
    body = "".join(f"    if (probe({i}))\n        total += {i};\n" for i in range(n))
    return (HEAD + "int work(int mode)\n{\n    int x = 0, total = 0;\n    vt_int t = make(0);\n    bool done = false;\n"
            "    if (mode == 3) {\n        vt_int_await(t, &x);\n        done = true;\n    }\n" + body +
            "    if (!done)\n        vt_int_await(t, &x);\n    if (mode == 4)\n        vt_int_await(t, &x); // expect\n    return total + x;\n}\n")


# --- many functions ---

def component_ring(n):
    """n functions, each calls the next, the last the first; the task goes round."""
    declarations = "".join(f"int f{i}(vt_int t, int n);\n" for i in range(n))
    return HEAD + declarations + "".join(
        f"int f{i}(vt_int t, int n)\n{{\n    int x = 0;\n    if (n == {i}) {{\n        vt_int_await(t, &x);\n        return x;\n    }}\n"
        f"    return f{(i + 1) % n}(t, n - 1);\n}}\n" for i in range(n))


def component_random(n):
    """n functions in one component, each with two random callees, and a task of its own."""
    chance = random.Random(2)
    parts = [f"int f{i}(int n);\n" for i in range(n)]
    for i in range(n):
        other = chance.randrange(n)
        parts.append(f"int f{i}(int n)\n{{\n    int x = 0;\n    vt_int t = make(n);\n    if (n > {i % 10}) {{\n        vt_int_await(t, &x);\n"
                     f"        return f{(i + 1) % n}(n - 1) + f{other}(n - 2);\n    }}\n    vt_int_await(t, &x);\n    return x;\n}}\n")
    return HEAD + "".join(parts)


def component_tasks(n):
    """n functions in one component that return tasks they got from each other."""
    parts = [f"vt_int f{i}(int n);\n" for i in range(n)]
    for i in range(n):
        parts.append(f"vt_int f{i}(int n)\n{{\n    if (n < {i % 10})\n        return make(n);\n    return f{(i * 7 + 1) % n}(n - 1);\n}}\n")
    return HEAD + "".join(parts)


def component_param_random(n):
    """n functions in one component that hand a task on to one of two others, and say whether they consumed it."""
    chance = random.Random(3)
    parts = [f"bool f{i}(vt_int t, int n);\n" for i in range(n)]
    for i in range(n):
        other = chance.randrange(n)
        parts.append(f"bool f{i}(vt_int t, int n)\n{{\n    int x = 0;\n    if (n == 0)\n        return false;\n    if (n == {i % 100 + 1}) {{\n"
                     f"        vt_int_await(t, &x);\n        return true;\n    }}\n"
                     f"    return n % 2 ? f{(i + 1) % n}(t, n - 1) : f{other}(t, n - 2);\n}}\n")
    return HEAD + "".join(parts)


def chain_helpers(n):
    """A chain of n helpers that hand a task down; the last awaits it."""
    declarations = "".join(f"int f{i}(vt_int t);\n" for i in range(n + 1))
    last = f"int f{n}(vt_int t)\n{{\n    int x = 0;\n    vt_int_await(t, &x);\n    return x;\n}}\n"
    links = "".join(f"int f{i}(vt_int t)\n{{\n    return f{i + 1}(t);\n}}\n" for i in range(n))
    return HEAD + declarations + links + last + function("", before=0).replace("return", "vt_int t = make(0); f0(t); f0(t); // expect\n    return", 1)


def chain_returns(n):
    """A chain of n helpers that hand a task up."""
    declarations = "".join(f"vt_int f{i}(int n);\n" for i in range(n + 1))
    last = f"vt_int f{n}(int n)\n{{\n    return make(n);\n}}\n"
    links = "".join(f"vt_int f{i}(int n)\n{{\n    return f{i + 1}(n);\n}}\n" for i in range(n))
    return HEAD + declarations + links + last + "int work(void)\n{\n    int x = 0;\n    vt_int t = f0(1);\n    vt_int_await(t, &x);\n    return x;\n}\n"


def chain_split(n):
    """A chain of n helpers each of which may refuse the task and says so."""
    declarations = "".join(f"bool f{i}(vt_int t);\n" for i in range(n + 1))
    last = f"bool f{n}(vt_int t)\n{{\n    int x = 0;\n    vt_int_await(t, &x);\n    return true;\n}}\n"
    links = "".join(f"bool f{i}(vt_int t)\n{{\n    if (probe({i}))\n        return false;\n    return f{i + 1}(t);\n}}\n" for i in range(n))
    return HEAD + declarations + links + last + "int work(void)\n{\n    int x = 0;\n    vt_int t = make(0);\n    if (!f0(t))\n        vt_int_await(t, &x);\n    return x;\n}\n"


def chain_numbers(n):
    """A chain of n helpers that compute a number, asked twice; only the last shows that it is another one each time."""
    declarations = "extern int calls;\n" + "".join(f"int f{i}(int n);\n" for i in range(n + 1))
    links = "".join(f"int f{i}(int n)\n{{\n    return f{i + 1}(n) + {i % 7};\n}}\n" for i in range(n))
    last = f"int f{n}(int n)\n{{\n    return n + calls++;\n}}\n"
    asks = "int work(int n)\n{\n    int x = 0;\n    vt_int t;\n    if (f0(n) > 3)\n        t = make(n); // expect\n    if (f0(n) > 3)\n        vt_int_await(t, &x);\n    return x;\n}\n"
    return HEAD + declarations + links + last + asks


def recursion_cycles(n):
    """n / 10 cycles of ten functions, one below the other."""
    parts = [f"int f{i}(vt_int t, int n);\n" for i in range(n + 1)]
    for i in range(n):
        back = i - 9 if i % 10 == 9 else i + 1
        parts.append(f"int f{i}(vt_int t, int n)\n{{\n    int x = 0;\n    if (n > {i % 10})\n        return f{back}(t, n - 1);\n    return f{i + 1 if i % 10 == 0 and i + 10 > n else (i // 10 + 1) * 10 if (i // 10 + 1) * 10 <= n else n}(t, n);\n}}\n")
    parts.append(f"int f{n}(vt_int t, int n)\n{{\n    int x = 0;\n    vt_int_await(t, &x);\n    return x + n;\n}}\n")
    return HEAD + "".join(parts)


# --- one function, other shapes ---

def loops_nested(n):
    """Five nested loops with a branch each, n times, around ten tasks."""
    loop = ("    for (int a = 0; a < total + 9; a++)\n        for (int b = 0; b < a; b++) {\n            int c = probe(b);\n            while (c-- > 0) {\n"
            "                int d = 3;\n                do {\n                    for (int e = 10; e > d; e--) {\n                        vt_int t = make(e);\n"
            "                        if (probe(e)) {\n                            vt_int_await(t, &x);\n                            continue;\n                        }\n"
            "                        vt_int_await(t, &total);\n                        if (x == 7)\n                            break;\n                    }\n"
            "                } while (--d > 0 && probe(d));\n            }\n        }\n")
    return HEAD + function(loop * n)


def switch_cases(n):
    """A switch with n cases, each setting a number, every tenth falling through."""
    cases = "".join(f"    case {2 * i}: total = {i % 100};\n" + ("" if i % 10 == 9 else "        break;\n") for i in range(n))
    return HEAD + function(f"    switch (n) {{\n{cases}    default: total = -1;\n    }}\n", "int n")


def switch_awaits(n):
    """A switch with n cases each of which finishes the task in its own way; one forgets that it did."""
    cases = "".join(f"    case {i}:\n        total = vt_int_await(t, &x);\n        break;\n" for i in range(n))
    return (HEAD + f"int work(int n)\n{{\n    int x = 0, total = 0;\n    vt_int t = make(0);\n    switch (n) {{\n{cases}    default:\n        vt_int_forget(t);\n    }}\n"
            f"    if (n == {n // 2})\n        vt_int_await(t, &x); // expect\n    return total;\n}}\n")


def many_tasks(n):
    """n tasks in one function, all alive together."""
    return HEAD + function("    if (probe(1))\n        note(1);\n", before=n)


def many_tasks_branches(n):
    """n tasks in one function, each awaited in one of two branches."""
    body = "".join(f"    vt_int t{i} = make({i});\n    if (probe({i}))\n        vt_int_await(t{i}, &x);\n    else\n        vt_int_forget(t{i});\n" for i in range(n))
    return HEAD + f"int work(void)\n{{\n    int x = 0;\n{body}    return x;\n}}\n"


def many_marks(n):
    """One task at a time in n places, and a number that says whether there is one: each place takes the one before it."""
    body = "".join(f"    if (probe({i})) {{\n        if (id != -1) {{\n            vt_int_await(t, &x);\n            id = -1;\n        }}\n        id = items[{i}].id;\n        t = make(id);\n    }}\n" for i in range(n))
    return HEAD + "struct item { int id; };\n" + f"int work(const struct item *items)\n{{\n    int x = 0, id = -1;\n    vt_int t;\n{body}    if (id != -1)\n        vt_int_forget(t);\n    return x;\n}}\n"


def straight_line(n):
    """n lines without a branch: assignments, calls, and a task every tenth line."""
    lines = []
    for i in range(n // 10):
        lines.append(f"    vt_int t{i} = make(total);\n    total += {i};\n    x = total * 3;\n    note(x);\n    total = probe(x);\n    s.a = total;\n    s.b = s.a + x;\n"
                     f"    note(s.b);\n    vt_int_await(t{i}, &x);\n    total += x;\n")
    return HEAD + "struct pair { int a, b; };\n" + "int work(void)\n{\n    int x = 0, total = 0;\n    struct pair s = {0, 0};\n" + "".join(lines) + "    return total;\n}\n"


def array_of_tasks(n):
    """An array of n tasks, filled by constant indices, awaited in a loop."""
    fill = "".join(f"    ts[{i}] = make({i});\n" for i in range(n))
    return HEAD + f"int work(void)\n{{\n    int x = 0;\n    vt_int ts[{n}];\n{fill}    for (int i = 0; i < {n}; i++)\n        vt_int_await(ts[i], &x);\n    return x;\n}}\n"


def no_tasks(n):
    """n functions without any task, beside one that has one: what ordinary code costs."""
    parts = [f"static int f{i}(int n)\n{{\n    int total = n;\n    for (int i = 0; i < n; i++)\n        if (probe(i))\n            total += i;\n    return total;\n}}\n" for i in range(n)]
    calls = "".join(f"    total += f{i}(total);\n" for i in range(n))
    return HEAD + "".join(parts) + function(calls)


# --- deep trees: what the frontend does with them ---

def deep_sum(n):
    """A sum of n terms: a tree that leans to the left."""
    return HEAD + f"int work(int n)\n{{\n    return {' + '.join(['n'] * n)};\n}}\n"


def deep_conditions(n):
    """A condition of n operands of &&."""
    return HEAD + f"int work(int n)\n{{\n    return {' && '.join(f'n != {i}' for i in range(n))};\n}}\n"


def deep_ternaries(n):
    """n conditional operators, each in the third operand of the one before."""
    return HEAD + f"int work(int n)\n{{\n    return {' : '.join(f'n == {i} ? {i + 1}' for i in range(n))} : 0;\n}}\n"


def deep_assignments(n):
    """One assignment to n variables."""
    return HEAD + f"int work(int n)\n{{\n    int r;\n    {'r = ' * n}n;\n    return r;\n}}\n"


def deep_else_ifs(n):
    """A chain of n else-ifs. (Clang's own parser is quadratic here.)"""
    return HEAD + f"int work(int n)\n{{\n    int r = 0;\n    {' else '.join(f'if (n == {i}) r = {i};' for i in range(n))}\n    return r;\n}}\n"
