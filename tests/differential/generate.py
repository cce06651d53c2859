"""Random C programs over value tasks, the same for the same seed and number.

A program is a tree of lines. Text between the marks « and » is for the recording twin only; the text that vtcheck reads has it
removed, and both have the same line numbers. docs/differential.md says what the marks mean and what is left out, and why.
"""

import random
import re

INDENT = "    "
MARKED = re.compile(r"«[^»]*»")

PRELUDE = [
    "#include <valuetask/valuetask.h>",
    "#include <stdlib.h>",
    "",
    "VT_DEFINE(int, int);",
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
    "#define FINISH(task) do { «R_;» vt_int_forget(task); } while (0)",
    "#define DROP_IF(condition, task) do { if («(R_, »condition«)») { «R_;» vt_int_forget(task); } } while (0)",
    "#define LIKELY(condition) __builtin_expect(!!(condition), 1)",
    "",
]


LATER = (("globals", 0.12), ("heap", 0.12), ("jobs", 0.2), ("ops", 0.15), ("arithmetic", 0.12))


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
        self.free = kind not in ("function", "unit")

    def emit(self, out, depth):
        for head, body in self.parts:
            if head is not None:
                out.append(INDENT * depth + head)
            for node in body:
                node.emit(out, depth + (self.kind != "unit"))
        if self.foot is not None:
            out.append(INDENT * depth + self.foot)

    def clone(self):
        return Group([(head, [node.clone() for node in body]) for head, body in self.parts], self.foot, self.kind)


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


class Task:
    """What the generator knows of a task variable: how it is written and who may consume it."""

    def __init__(self, place, style, flag=None, cond=None):
        self.place, self.style, self.flag, self.cond = place, style, flag, cond
        self.job = None # how to pass the struct job it is in


class Scope:
    def __init__(self, parent=None, loop=False, switch=False):
        self.tasks = list(parent.tasks) if parent else []
        self.ints = list(parent.ints) if parent else []
        self.frozen = set(parent.frozen) if parent else set()
        self.in_loop = loop or bool(parent and parent.in_loop and not switch)
        self.can_continue = loop or bool(parent and parent.can_continue)
        self.depth = parent.depth + 1 if parent else 0
        self.finals = [] # lines for the end of the block: nothing may come behind them


class Int:
    """kind: number (compared with 0..2), truth (tested as it is), status (0 or negative)."""

    def __init__(self, name, kind, writable=True):
        self.name, self.kind, self.writable = name, kind, writable


class Generator:
    def __init__(self, seed, number, avoid=()):
        self.random = random.Random(f"{seed}/{number}")
        self.avoid = avoid
        self.number = number
        self.count = {}
        self.helpers = {}
        self.first, self.second = [], []
        self.uses_out = False
        self.budget = self.random.choice((6, 10, 14, 20, 28))
        self.wants_calls = self.random.random() < 0.65
        self.wants_memory = self.random.random() < 0.45
        self.wants_oracle = self.random.random() < 0.5
        self.two_files = self.random.random() < 0.25
        self.wants_bits = self.random.random() < 0.25 and "bits" not in avoid
        self.wants_relations = self.random.random() < 0.2 and "relations" not in avoid  # between inputs, and their bits
        # Of a stream of their own: programs without them stay what they were.
        more = random.Random(f"{seed}/{number}/more")
        wanted = {name for name, chance in LATER if more.random() < chance} - set(avoid)
        self.wants_globals, self.wants_heap, self.wants_jobs, self.wants_ops, self.wants_arithmetic = (name in wanted for name, _ in LATER)
        self.masks = []
        self.bounds = []
        self.near = set()

    # --- small things ---

    def chance(self, p):
        return self.random.random() < p

    def pick(self, *values):
        return self.random.choice(values)

    def name(self, stem):
        self.count[stem] = self.count.get(stem, 0) + 1
        return f"{stem}{self.count[stem]}"

    def weighted(self, table):
        total = sum(weight for weight, _ in table)
        at = self.random.random() * total
        for weight, value in table:
            at -= weight
            if at < 0:
                return value
        return table[-1][1]

    # --- conditions ---

    def comparison(self, name):
        r = self.random.random()
        if r < 0.1:
            return name
        if r < 0.2:
            return f"!{name}"
        op = self.pick("==", "==", "!=", "<", "<=", ">", ">=")
        constant = self.random.randrange(3)
        if r < 0.3:
            return f"{constant} {op} {name}"
        return f"{name} {op} {constant}"

    def computed(self, one, other):
        return self.pick(f"{one} + 1", f"{one} - 1", f"2 - {one}", f"-{one}", f"{one} * 2", f"{one} / 2", f"{one} % 2", f"{one} % 3", f"{one} & 1",
                         f"{one} ^ 1", f"{one} + {other}", f"{one} - {other}", f"{one} > {other} ? {one} : {other}", f"{one} < 0 ? 0 : {one}")

    def relation(self, scope, name):
        """Of two inputs, or of one's bits."""
        others = [v.name for v in scope.ints if v.kind == "number" and v.name != name]
        if others and self.chance(0.6):
            return f"{name} {self.pick('<', '<=', '==', '!=', '>', '>=')} {self.random.choice(others)}"
        mask = self.pick(1, 2, 3)
        return self.pick(f"({name} & {mask}) {self.pick('==', '!=')} 0", f"({name} & {mask}) == {mask}", f"!({name} & {mask})")

    def test_of(self, variable, scope=None):
        if variable.kind == "number" and self.wants_arithmetic and self.chance(0.2):
            names = [v.name for v in scope.ints if v.kind == "number"] if scope is not None else [variable.name]
            return f"({self.computed(variable.name, self.random.choice(names))}) {self.pick('==', '!=', '<', '<=', '>', '>=')} {self.random.randrange(3)}"
        if variable.kind == "number" and scope is not None and self.wants_relations and self.chance(0.35):
            return self.relation(scope, variable.name)
        if variable.kind == "number":
            return self.comparison(variable.name)
        if variable.kind == "truth":
            return self.pick("", "!") + variable.name
        return variable.name + self.pick(" < 0", " == 0", " != 0", " >= 0", "")

    def condition(self, scope, deep=0, pure=False):
        r = self.random.random()
        if r < 0.15 and deep < 2:
            op = self.pick("&&", "||")
            return f"{self.operand(scope, deep + 1, pure)} {op} {self.operand(scope, deep + 1, pure)}"
        if r < 0.2 and deep < 2:
            return f"!({self.condition(scope, deep + 1, pure)})"
        if r < 0.24 and deep < 2:
            return f"LIKELY({self.condition(scope, deep + 1, pure)})"
        if r < 0.36 and self.wants_oracle and not pure:
            return self.pick("cond()", "!cond()", self.comparison("pick()"))
        if r < 0.42 and not pure:
            live = [task for task in scope.tasks if task.flag]
            if live:
                task = self.random.choice(live)
                return f"{self.is_open(task)} && vt_int_is_completed({task.place})"
        return self.test_of(self.random.choice(scope.ints), scope)

    def operand(self, scope, deep, pure):
        text = self.condition(scope, deep, pure)
        return f"({text})" if "&&" in text or "||" in text else text

    @staticmethod
    def head(word, condition):
        return f"{word} («R_, »{condition}) {{"

    def if_node(self, condition, body, other=None):
        parts = [(self.head("if", condition), body)]
        if other is not None:
            parts.append(("} else {", other))
        return Group(parts, kind="if")

    # --- flags that say whether a task is consumed ---

    def is_open(self, task):
        name, kind = task.flag
        if isinstance(kind, int):
            return self.pick(f"!({name} & {kind}u)", f"({name} & {kind}u) == 0")
        return {"bool": f"!{name}", "int": f"{name} == 0", "enum": f"{name} != DONE", "left": f"{name} > 0", "full": name}[kind]

    def is_done(self, task):
        name, kind = task.flag
        if isinstance(kind, int):
            return self.pick(f"({name} & {kind}u)", f"({name} & {kind}u) != 0", f"({name} & {kind}u) == {kind}u")
        return {"bool": name, "int": f"{name} != 0", "enum": f"{name} == DONE", "left": f"{name} == 0", "full": f"!{name}"}[kind]

    def set_done(self, task):
        name, kind = task.flag
        if isinstance(kind, int):
            return Line(f"«R_; »{name} |= {kind}u;")
        return Line(f"«R_; »{name} = " + {"bool": "true", "int": self.pick("1", "2"), "enum": "DONE", "left": "0", "full": "false"}[kind] + ";")

    def set_open(self, task):
        name, kind = task.flag
        if isinstance(kind, int):
            return Line(f"«R_; »{name} &= ~{kind}u;")
        return Line(f"«R_; »{name} = " + {"bool": "false", "int": "0", "enum": self.pick("LIVE", "BUSY"), "left": "1", "full": "true"}[kind] + ";")

    # --- helpers ---

    def helper(self, kind):
        """The name of a helper of this kind, made when first wanted; now and then a second one."""
        known = self.helpers.setdefault(kind, [])
        if not known or (len(known) < 2 and self.chance(0.3)):
            known.append(getattr(self, "helper_" + kind)(f"{kind}{len(known) + 1}_{self.number}"))
            return known[-1]
        return self.random.choice(known)

    def add_helper(self, result, name, params, body, enter="R_ENTER", may_be_far=True):
        text = " ".join(lines_of(body))
        far = self.two_files and self.chance(0.6) and may_be_far and not any(near + "(" in text or near + "[" in text for near in self.near)
        if not far:
            self.near.add(name)
        group = Group([(f"{'' if far else 'static '}{result} {name}({params}) {{ «{enter};»", body)], kind="function")
        if far:
            self.first.append(Line(f"{result} {name}({params});", False))
            self.second.append(Line(f"{result} {name}({params});", False))
            self.second.append(group)
        else:
            self.first.append(group)
        return name

    def body_consume(self, place, allow_calls=True):
        """Lines that consume the task on all their paths."""
        r = self.random.random()
        if r < 0.3:
            return [Line(f"«R_; »vt_int_forget({place});")]
        if r < 0.45:
            return [Line("int value = 0;", False), Line(f"«R_; »sink = «(R_QUIET, »vt_int_await({place}, &value)«)»;")]
        if r < 0.55:
            return [self.if_node("cond()",
                                 [Line(f"«R_; »vt_int_forget({place});")],
                                 [Line(f"«R_; »vt_int_task_unref(vt_int_as_task({place}));")])]
        if r < 0.65:
            return [Line(f"«R_; »vt_int inner = «R_COPY(»{place}«)»; «R_CELL(inner);»"), Line("«R_; »vt_int_forget(inner);")]
        if r < 0.72:
            return [Line(f"«R_; »FINISH({place});")]
        if r < 0.8:
            return [Group([("for (int turn = 0; «R_, »turn < 1; turn++) {", [Line(f"«R_; »vt_int_forget({place});")])], kind="loop")]
        if allow_calls and len(self.helpers.get("fin", ())) < 4:
            return [Line(f"«R_; »{self.helper('fin')}({place});")]
        return [Line(f"«R_; »swallow({place});")]

    def helper_fin(self, name):
        self.helpers.setdefault("fin", [])
        depth = getattr(self, "chain", 0)
        self.chain = depth + 1
        body = self.body_consume("task", False)
        if depth < 4 and self.chance(0.35):
            inner = self.helper_fin(f"fin{depth + 5}_{self.number}")
            body = [Line(f"«R_; »{inner}(task);")]
        return self.add_helper("void", name, "vt_int task", body)

    def helper_finr(self, name):
        return self.add_helper("int", name, "vt_int task, int *out", [Line("«R_; »return vt_int_await(task, out);")])

    def helper_finp(self, name):
        return self.add_helper("void", name, "vt_int *task", self.body_consume("*task"))

    def helper_finpp(self, name):
        return self.add_helper("void", name, "vt_int **task", [Line("«R_; »vt_int_forget(**task);")])

    def box_body(self):
        """Unseen code runs before the task is taken out of the box."""
        return [Line("struct box *box = context;", False)] + ([Line("«R_; »sink += cond();")] if self.chance(0.5) else [])

    def helper_finbox(self, name):
        return self.add_helper("void", name, "void *context", self.box_body() + self.body_consume("*box->task"), may_be_far=False)

    def helper_finonce(self, name):
        return self.add_helper("void", name, "void *context", self.box_body() + [
            self.if_node("!box->done", [Line("«R_; »box->done = 1;"), Line("«R_; »vt_int_forget(*box->task);")])], may_be_far=False)

    def helper_each(self, name):
        return self.add_helper("void", name, "void (*call)(void *), void *context, int times", [
            Group([("for (int turn = 0; «R_, »turn < times; turn++) {", [Line("«R_; »call(context);", False)])], kind="loop")])

    def helper_look(self, name):
        if self.chance(0.3):
            return self.add_helper("bool", name, "vt_int task", [
                self.if_node("vt_int_is_completed(task)", [Line("«R_; »sink = 1;")]), Line("«R_; »return sink;", False)])
        return self.add_helper("bool", name, "vt_int task", [Line("«R_; »return vt_int_is_completed(task);", False)])

    def helper_lookp(self, name):
        return self.add_helper("bool", name, "vt_int *task", [Line("«R_; »return vt_int_is_completed(*task);", False)])

    def helper_noop(self, name):
        return self.add_helper("void", name, "vt_int task", [Line("(void)task;")])

    def helper_id(self, name):
        if self.chance(0.3):
            return self.add_helper("vt_int", name, "vt_int task", [Line("«R_; »vt_int inner = «R_COPY(»task«)»; «R_CELL(inner);»", False),
                                                                   Line("«R_; »return «R_RETURN(»inner«)»;", False)])
        return self.add_helper("vt_int", name, "vt_int task", [Line("«R_; »return «R_RETURN(»task«)»;", False)])

    def helper_keep(self, name):
        return self.add_helper("vt_int", name, "vt_int task, vt_int other",
                               [Line("«R_; »vt_int_forget(other);"), Line("«R_; »return «R_RETURN(»task«)»;", False)])

    def helper_attempt(self, name):
        """bool: true exactly when it consumed."""
        test = self.pick("!vt_int_is_completed(task)", "!vt_int_is_completed(task)", "cond()", "pick() > 1")
        if self.chance(0.25):
            inner = self.helper_attempt(name + "i")
            return self.add_helper("bool", name, "vt_int task, int *out", [Line(f"«R_; »return {inner}(task, out);", False)])
        if self.chance(0.3):
            return self.add_helper("bool", name, "vt_int task, int *out", [
                Line("bool taken = false;", False),
                self.if_node("!(" + test + ")", [Line("«R_; »(void)«(R_QUIET, »vt_int_await(task, out)«)»;"), Line("«R_; »taken = true;")]),
                Line("«R_; »return taken;", False)])
        return self.add_helper("bool", name, "vt_int task, int *out", [
            self.if_node(test, [Line("«R_; »return false;")]), Line("«R_; »sink = «(R_QUIET, »vt_int_await(task, out)«)»;"),
            Line("«R_; »return true;", False)])

    def helper_attemptc(self, name):
        """int: 0 when it consumed, 1 or 2 when not."""
        test = self.pick("!vt_int_is_completed(task)", "cond()")
        return self.add_helper("int", name, "vt_int task", [
            self.if_node(test, [Line(f"«R_; »return {self.pick('1', '2')};")]), Line("«R_; »vt_int_forget(task);"),
            Line("«R_; »return 0;", False)])

    def helper_mode(self, name):
        """Consumes when how is 1, looks when it is 2, else nothing: called with constants."""
        if self.chance(0.5):
            body = [Group([("switch («R_, »how) {", [Line("case 1: «R_; »vt_int_forget(task); break;"),
                                                  Line("case 2: «R_; »sink = vt_int_is_completed(task); break;"),
                                                  Line("default: break;")])], kind="switch")]
        else:
            body = [self.if_node("how == 1", [Line("«R_; »vt_int_forget(task);")]),
                    self.if_node("how == 2", [Line("«R_; »sink = vt_int_is_completed(task);")])]
        # Calls that no path reaches decide nothing (contract: then the parameter is at fault); one that is reached stands first.
        self.pinned.append(Line(f"«R_; »{name}(make_ready(0), 1);", pinned=True))
        return self.add_helper("void", name, "vt_int task, int how", body, may_be_far=False)

    def helper_maybe(self, name):
        return self.add_helper("void", name, "vt_int task, int number",
                               [self.if_node(self.comparison("number"), [Line("«R_; »vt_int_forget(task);")])],
                               "R_ENTER_PARTIAL(task)")

    def helper_make(self, name):
        body = [Line("«R_; »return «R_RETURN(»make_ready(1)«)»;", False)]
        r = self.random.random()
        if r < 0.3 and "complete" not in self.avoid:
            body = [self.if_node(self.comparison("number"), [Line("«R_; »return «R_RETURN(»vt_int_from_result(number)«)»;")])] + body
        elif r < 0.5:
            body = [Line("«R_; »vt_int made = make_pending(number); «R_CELL(made);»", False), Line("«R_; »return «R_RETURN(»made«)»;", False)]
        return self.add_helper("vt_int", name, "int number", body)

    def helper_open(self, name):
        return self.add_helper("void", name, "vt_int *out", [Line(f"«R_; »*out = {self.simple_maker()};", False)])

    def helper_reopen(self, name):
        """Consumes what is there and puts a new one."""
        return self.add_helper("void", name, "vt_int *task", [Line("«R_; »vt_int_forget(*task);"), Line("«R_; »*task = make_ready(4);", False)])

    def helper_tryopen(self, name):
        test = self.pick("cond()", "pick() == 1", "number > 0")
        if self.chance(0.35): # makes it, and takes it back
            return self.add_helper("int", name, "vt_int *out, int number", [
                Line(f"«R_; »*out = {self.simple_maker()};", False),
                self.if_node(test, [Line("«R_; »vt_int_forget(*out);"), Line("«R_; »return -1;", False)]), Line("«R_; »return 0;", False)])
        return self.add_helper("int", name, "vt_int *out, int number", [
            self.if_node(test, [Line("«R_; »return -1;", False)]), Line(f"«R_; »*out = {self.simple_maker()};", False),
            Line("«R_; »return 0;", False)])

    def helper_deep(self, name):
        style = self.random.randrange(3)
        group = f"«R_; »{name}(task, depth - 1);"
        if style == 0:
            body = [self.if_node("depth > 0", [Line(group, False)], [Line("«R_; »vt_int_forget(task);")])]
        elif style == 1:
            body = [self.if_node("depth <= 0", [Line("«R_; »vt_int_forget(task);"), Line("«R_; »return;", False)]), Line(group, False)]
        else:
            body = [self.if_node("depth < 1", [Line("«R_; »sink = «(R_QUIET, »vt_int_await(task, &sink)«)»;"), Line("«R_; »return;", False)]),
                    Line("«R_; »sink = vt_int_is_completed(task);"), Line(group, False)]
        return self.add_helper("void", name, "vt_int task, int depth", body)

    def helper_deepmake(self, name):
        return self.add_helper("vt_int", name, "int depth", [
            self.if_node("depth > 0", [Line(f"«R_; »return «R_RETURN(»{name}(depth - 1)«)»;", False)]),
            Line("«R_; »return «R_RETURN(»make_pending(depth)«)»;", False)])

    def helper_twice(self, name):
        return self.add_helper("void", name, "vt_int task", [
            Line("«R_; »vt_int_forget(task);"), self.if_node("cond()", [Line("«R_; »vt_int_forget(task);")])])

    def helper_drops(self, name):
        return self.add_helper("void", name, "int number", [
            Line("«R_; »vt_int made = make_ready(number); «R_CELL(made);»", False),
            self.if_node(self.comparison("number"), [Line("«R_; »vt_int_forget(made);")])])

    def helper_ret2(self, name):
        """Returns its task consumed: a finding in it."""
        return self.add_helper("vt_int", name, "vt_int task", [
            self.if_node("cond()", [Line("«R_; »vt_int_forget(task);")]), Line("«R_; »return «R_RETURN(»task«)»;", False)])

    def helper_table(self, name):
        members = [self.helper("fin"), self.helper("fin")]
        if self.chance(0.3):
            members[1] = self.helper("noop")
        self.first.append(Line(f"static void (*const {name}[])(vt_int) = {{{', '.join(members)}}};", False))
        return name

    def helper_endjob(self, name):
        test, done = ("!job->done", Line("«R_; »job->done = true;"))
        taken = self.body_consume("job->task")
        if self.chance(0.3):
            return self.add_helper("void", name, "struct job *job", [self.if_node("job->done", [Line("«R_; »return;", False)]), done] + taken)
        return self.add_helper("void", name, "struct job *job", [self.if_node(test, taken + [done])])

    def helper_polljob(self, name):
        return self.add_helper("bool", name, "struct job *job", [
            self.if_node("job->done || !vt_int_is_completed(job->task)", [Line("«R_; »return job->done;", False)]),
            Line("«R_; »vt_int_forget(job->task);"), Line("«R_; »job->done = true;"), Line("«R_; »return true;", False)])

    def helper_newjob(self, name):
        return self.add_helper("void", name, "struct job *job", [
            self.if_node("job->done", [Line(f"«R_; »job->task = {self.simple_maker()};", False), Line("«R_; »job->done = false;")])])

    def helper_ops(self, name):
        end, look = self.helper("fin"), self.helper("look")
        self.first.append(Line(f"static const struct ops {name} = {{{self.pick(f'{end}, {look}', f'.look = {look}, .end = {end}')}}};", False))
        return name

    def helper_apply(self, name):
        return self.add_helper("void", name, "void (*end)(vt_int), vt_int task", [Line("«R_; »end(task);", False)])

    # --- making tasks ---

    def simple_maker(self):
        complete = "complete" not in self.avoid
        return self.weighted([(5, f"make_ready({self.random.randrange(4)})"), (5, f"make_pending({self.random.randrange(4)})"),
                              (complete, "vt_int_from_result(7)"), (complete, "vt_int_from_error(-EIO)")])

    def maker(self, scope):
        r = self.random.random()
        if r < 0.55 or not self.wants_calls:
            if r < 0.06:
                return f"{self.condition(scope, 1, True)} ? {self.simple_maker()} : {self.simple_maker()}"
            return self.simple_maker()
        if r < 0.7:
            return f"{self.helper('make')}({self.number_argument(scope)})"
        if r < 0.8:
            return f"{self.helper('id')}({self.simple_maker()})"
        if r < 0.87 and "recursion" not in self.avoid:
            return f"{self.helper('deepmake')}({self.random.randrange(3)})"
        if r < 0.93:
            return f"{self.helper('keep')}({self.simple_maker()}, {self.simple_maker()})"
        return f"({self.pick('cond()', 'sink++')}, {self.simple_maker()})"

    def number_argument(self, scope):
        names = [v.name for v in scope.ints if v.kind == "number"]
        return self.random.choice(names)

    def new_flag(self, out):
        kind = self.pick("bool", "bool", "int", "enum", "left")
        name = self.name("done")
        if self.wants_bits and self.chance(0.6):
            mask = self.pick(1, 2, 4)
            out.append(Line(f"unsigned {name} = {self.pick(0, 0, 7 & ~mask)}u;", False))
            self.masks.append((name, mask))
            return name, mask
        out.append(Line({"bool": f"bool {name} = false;", "int": f"int {name} = 0;", "enum": f"enum state {name} = LIVE;",
                         "left": f"int {name} = 1;"}[kind], False))
        return name, kind

    # --- using tasks ---

    def quiet(self, call):
        return f"«(R_QUIET, »{call}«)»"

    def consume(self, scope, place):
        """Nodes that consume what `place` holds, once, on every path."""
        call = self.wants_calls
        table = [
            (8, lambda: [Line(f"«R_; »vt_int_forget({place});")]),
            (4, lambda: [Line(f"«R_; »(void){self.quiet(f'vt_int_await({place}, &value)')};")]),
            (3, lambda: [Line(f"«R_; »sink = {self.quiet(f'vt_int_await({place}, &value)')};")]),
            (2, lambda: [Line(f"«R_; »sink = {self.quiet(f'vt_int_await_timeout({place}, 5, &value)')};")]),
            (2, lambda: [Line(f"«R_; »vt_int_task_unref(vt_int_as_task({place}));")]),
            (1, lambda: [Line(f"«R_; »vt_int_on_completed({place}, on_done, &sink);")]),
            (1, lambda: [Line(f"«R_; »swallow({place});")]),
            (1, lambda: [Line(f"«R_; »FINISH({place});")]),
            (1, lambda: [Line(f"«R_; »(sink++, vt_int_forget({place}));")]),
            (1, lambda: [Line(f"«R_; »sink = ({{ vt_int inner = «R_COPY(»{place}«)»; {self.quiet('vt_int_await(inner, &value)')}; }});")]),
            (1, lambda: self.consume_alias(scope, place)),
            (1, lambda: [Line(f"«R_; »sink = {self.condition(scope, 1, True)} ? {self.quiet(f'vt_int_await({place}, &value)')} : "
                              f"{self.quiet(f'vt_int_await_timeout({place}, 9, &value)')};")]),
            (1, lambda: [self.if_node(self.condition(scope), *[[Line(f"«R_; »vt_int_forget({place});")] for _ in range(2)])]),
            (1, lambda: self.consume_status(scope, place)),
            (1, lambda: self.consume_switch(scope, place)),
            (5 * call, lambda: [Line(f"«R_; »{self.helper('fin')}({place});")]),
            (2 * call, lambda: [Line(f"«R_; »sink = {self.quiet('') if False else ''}{self.helper('finr')}({place}, &value);")]),
            (2 * call, lambda: [Line(f"«R_; »{self.helper('finp')}(&{self.address(place)});")]),
            (1 * call, lambda: self.consume_double_pointer(place)),
            (2 * (call and "contexts" not in self.avoid), lambda: self.consume_by_context(place)),
            (2 * call, lambda: [Line(f"«R_; »{self.helper('mode')}({place}, 1);")]),
            (1 * call, lambda: [Line(f"«R_; »vt_int_forget({self.helper('id')}({place}));")]),
            (1 * call, lambda: [Line(f"«R_; »vt_int_forget({self.helper('keep')}(make_ready(2), {place}));")]),
            (2 * (call and "recursion" not in self.avoid), lambda: [Line(f"«R_; »{self.helper('deep')}({place}, {self.random.randrange(3)});")]),
            (2 * call, lambda: self.consume_pointer_call(scope, place)),
            (1 * call, lambda: [Line(f"«R_; »{self.helper('apply')}({self.helper('fin')}, {place});")]),
            (1 * call, lambda: [self.if_node(f"!{self.helper('attempt')}({place}, &value)", [Line(f"«R_; »vt_int_forget({place});")])]),
            (1 * call, lambda: [self.if_node(f"{self.helper('attemptc')}({place}) {self.pick('!= 0', '> 0', '>= 1')}",
                                             [Line(f"«R_; »vt_int_forget({place});")])]),
            (1 * call, lambda: [Group([(self.head("while", f"!{self.helper('attempt')}({place}, &value)"), [Line("«R_; R_POLL; »sink++;")])], kind="loop")]
             if self.wants_oracle else [Line(f"«R_; »vt_int_forget({place});")]),
        ]
        return self.weighted(table)()

    @staticmethod
    def address(place):
        return f"{place}" if not place.startswith("*") else f"({place})"

    def consume_alias(self, scope, place):
        name = self.name("alias")
        return [Line(f"«R_; »vt_int {name} = «R_COPY(»{place}«)»; «R_CELL({name});»", False)] + self.consume_simple(name)

    def consume_simple(self, place):
        return [Line(self.pick(f"«R_; »vt_int_forget({place});", f"«R_; »sink = {self.quiet(f'vt_int_await({place}, &value)')};"))]

    def consume_status(self, scope, place):
        status = [variable.name for variable in scope.ints if variable.kind == "status"]
        if not status:
            return self.consume_simple(place)
        return [Line(f"«R_; »{self.random.choice(status)} = {self.pick(f'vt_int_await({place}, &value)', f'vt_int_await_timeout({place}, 1, &value)')};")]

    def consume_switch(self, scope, place):
        variable = self.random.choice([v for v in scope.ints if v.kind == "number"])
        bodies = [Line(f"«R_; »vt_int_forget({place}); break;") for _ in range(3)]
        labels = ["case 0:", self.pick("case 1:", "case 1 ... 2:"), "default:"]
        self.random.shuffle(labels)
        return [Group([(f"switch («R_, »{variable.name}) {{", [Line(f"{label} {line.text}") for label, line in zip(labels, bodies)])], kind="switch")]

    def consume_double_pointer(self, place):
        name = self.name("link")
        return [Line(f"«R_; »vt_int *{name} = &{self.address(place)};", False), Line(f"«R_; »{self.helper('finpp')}(&{name});")]

    def consume_by_context(self, place):
        name = self.name("box")
        out = [Line(f"«R_; »struct box {name} = {{&{self.address(place)}, 0}};", False)]
        if self.chance(0.4):
            return out + [Line(f"«R_; »{self.helper('each')}({self.helper('finonce')}, &{name}, {self.pick(1, 2, 3)});")]
        if self.chance(0.5):
            return out + [Line(f"«R_; »{self.helper('finbox')}(&{name});")]
        once = self.helper("finonce")
        return out + [Line(f"«R_; »{once}(&{name});"), Line(f"«R_; »{once}(&{name});")]

    def consume_by_ops(self, scope, place):
        if self.chance(0.4):
            return [Line(f"«R_; »{self.helper('ops')}.end({place});")]
        name = self.name("ops")
        if self.chance(0.5):
            return [Line(f"«R_; »const struct ops *{name} = {self.condition(scope, 1, True)} ? &{self.helper('ops')} : &{self.helper('ops')};", False),
                    self.if_node(f"{name}->look({place})", [Line("«R_; »sink++;")]), Line(f"«R_; »{name}->end({place});")]
        return [Line(f"«R_; »struct ops {name} = {{{self.helper('fin')}, NULL}};", False), Line(f"«R_; »{name}.end({place});")]

    def consume_pointer_call(self, scope, place):
        if self.wants_ops and self.chance(0.7):
            return self.consume_by_ops(scope, place)
        if self.chance(0.5):
            table = self.helper("table")
            members = 1
            index = self.pick("0", f"{self.condition(scope, 2, True)} ? 0 : 0")
            return [Line(f"«R_; »{table}[{index}]({place});")]
        name = self.name("end")
        one, two = self.helper("fin"), self.helper("fin")
        return [Line(f"«R_; »void (*{name})(vt_int) = {self.condition(scope, 1, True)} ? {one} : {two};", False),
                Line(f"«R_; »{name}({place});")]

    def look(self, scope, place):
        call = self.wants_calls
        table = [
            (4, lambda: [Line(f"«R_; »sink = vt_int_is_completed({place});")]),
            (2, lambda: [self.if_node(f"vt_int_is_completed({place})", [Line("«R_; »sink++;")])]),
            (2 * call, lambda: [Line(f"«R_; »sink = {self.helper('look')}({place});")]),
            (1 * call, lambda: [Line(f"«R_; »sink = {self.helper('lookp')}(&{self.address(place)});")]),
            (1 * call, lambda: [Line(f"«R_; »{self.helper('mode')}({place}, {self.pick(0, 2, 2)});")]),
            (1 * call, lambda: [Line(f"«R_; »{self.helper('noop')}({place});")]),
            (1, lambda: [Line(f"«R_; »vt_int {self.name('copy')} __attribute__((unused)) = «R_COPY(»{place}«)»;")]),
            (1, lambda: self.look_copy(place)),
        ]
        return self.weighted(table)()

    def look_copy(self, place):
        name = self.name("copy")
        return [Line(f"«R_; »vt_int {name} = «R_COPY(»{place}«)»; «R_CELL({name});»", False), Line(f"«R_; »sink = vt_int_is_completed({name});")]

    # --- new tasks and what becomes of them ---

    def new_task(self, scope):
        """Nodes that make one or more tasks, and lists of nodes to be put into the rest of the block in this order."""
        kept = [make for wanted, make in ((self.wants_globals, self.new_global), (self.wants_heap, self.new_on_heap), (self.wants_jobs, self.new_job)) if wanted]
        if kept and self.chance(0.45):
            return self.random.choice(kept)(scope)
        r = self.random.random()
        if self.wants_memory and r < 0.35:
            return self.new_container(scope)
        name = self.name("t")
        out, place = [], name
        if self.wants_calls and r > 0.85:
            return self.new_by_out(scope, name)
        r = self.random.random()
        if r < 0.8:
            out.append(Line(f"«R_; »vt_int {name} = {self.maker(scope)}; «R_CELL({name});»", False))
        else:
            out.append(Line(f"vt_int {name}; «R_CELL({name});»", False))
            if r < 0.9:
                out.append(self.if_node(self.condition(scope), [Line(f"«R_; »{name} = {self.maker(scope)};", False)],
                                        [Line(f"«R_; »{name} = {self.maker(scope)};", False)]))
            else:
                out.append(Line(f"«R_; »{name} = {self.maker(scope)};", False))
        if self.wants_memory and self.chance(0.35):
            pointer = self.name("p")
            out.append(Line(f"«R_; »vt_int *{pointer} = &{name};", False))
            place = f"*{pointer}"
            if self.chance(0.3):
                second = self.name("pp")
                out.append(Line(f"«R_; »vt_int **{second} = &{pointer};", False))
                place = f"**{second}"
            if self.chance(0.5):
                place = name if self.chance(0.5) else place
        if self.chance(0.12):
            alias = self.name("u")
            out.append(Line(f"«R_; »vt_int {alias} = «R_COPY(»{place}«)»; «R_CELL({alias});»", False))
            if self.chance(0.5):
                place = alias
        return self.plan(scope, out, place)

    def plan(self, scope, out, place):
        style = self.weighted([(5, "flag"), (3, "split"), (4, "once"), (1, "free")])
        later = []
        if style == "flag":
            task = Task(place, style, self.new_flag(out))
            later = [[self.guarded(scope, task, self.consume(scope, place))]]
        elif style == "split":
            task = Task(place, style)
            later = self.split(scope, place)
        elif style == "once":
            task = Task(place, style)
            later = [self.consume(scope, place)]
        else:
            task = Task(place, style)
        scope.tasks.append(task)
        return out, later

    def split(self, scope, place):
        """The task is consumed under a condition and under its opposite, at two places."""
        variable = self.random.choice([v for v in scope.ints if v.kind != "status"])
        scope.frozen.add(variable.name)
        if variable.kind == "truth":
            one, other = variable.name, "!" + variable.name
            if self.chance(0.5):
                one, other = other, one
        else:
            k = self.random.randrange(3)
            pairs = [("==", "!="), ("<", ">="), (">", "<="), ("!=", "=="), (">=", "<")]
            a, b = self.random.choice(pairs)
            one, other = f"{variable.name} {a} {k}", f"{variable.name} {b} {k}"
            if self.chance(0.25):
                low, mid, high = (f"{variable.name} < 1", f"{variable.name} == 1", f"{variable.name} > 1")
                return [[self.if_node(c, self.consume_simple(place))] for c in (low, mid, high)]
        later = [[self.if_node(one, self.consume(scope, place))], [self.if_node(other, self.consume(scope, place))]]
        if self.chance(0.2):
            name = self.name("w")
            later.insert(0, [Line(f"«R_; »bool {name} = {one};", False)])
            later[-1] = [self.if_node(f"!{name}", self.consume(scope, place))]
        return later

    def guarded(self, scope, task, nodes):
        test = self.is_open(task)
        if self.wants_calls and task.flag[1] == "bool" and self.chance(0.12):
            attempt = self.helper("attempt")
            return self.if_node(test, [Line(f"«R_; »{task.flag[0]} = {attempt}({task.place}, &value);")])
        done = self.set_done(task)
        return self.if_node(test, [done] + nodes if self.chance(0.3) else nodes + [done])

    def new_by_out(self, scope, name):
        out = [Line(f"vt_int {name}; «R_CELL({name});»", False)]
        if self.chance(0.6):
            out.append(Line(f"«R_; »{self.helper('open')}(&{name});", False))
            return self.plan(scope, out, name)
        helper, status = self.helper("tryopen"), self.name("ok")
        out.append(Line(f"«R_; »int {status} = {helper}(&{name}, {self.number_argument(scope)});", False))
        return out, [[self.if_node(f"{status} {self.pick('== 0', '>= 0')}", self.consume(scope, name))]]

    def new_global(self, scope):
        """A static variable with a flag that says whether it holds a task; the program begins with none."""
        name, full = self.name("held") + f"_{self.number}", self.name("full") + f"_{self.number}"
        self.first[0:0] = [Line(f"static vt_int {name};", False), Line(f"static bool {full};", False)]
        self.pinned.append(Line(f"«R_GLOBAL({name}); R_; »{full} = false;", pinned=True))
        self.near |= {name, full}
        task = Task(name, "flag", (full, "full"))
        fill = self.if_node(f"!{full}", [Line(f"«R_; »{name} = {self.maker(scope)};", False), Line(f"«R_; »{full} = true;")])
        drain = self.if_node(full, self.consume(scope, name) + [Line(f"«R_; »{full} = false;")])
        if self.chance(0.4):
            body = [Line(f"«R_; »{name} = {self.simple_maker()};", False), Line(f"«R_; »{full} = true;")]
            fill = Line(f"«R_; »{self.helper_of('fill', [self.if_node(f'!{full}', body)], name)}();")
        if self.chance(0.4):
            drain = Line(f"«R_; »{self.helper_of('drain', [self.if_node(full, self.body_consume(name) + [Line(f'«R_; »{full} = false;')])], name)}();")
        scope.tasks.append(task)
        return [fill], [[drain]]

    def helper_of(self, stem, body, name):
        return self.add_helper("void", f"{stem}_{name}", "void", body, may_be_far=False)

    def new_on_heap(self, scope):
        name = self.name("heap")
        out = [Line(f"«R_; »struct pair *{name} = «recorder_»malloc(sizeof(struct pair));", False),
               self.if_node(f"{name} == NULL", [Line(f"«R_; »{self.pick('die()', 'return sink')};", False)]),
               Line(f"«R_HEAP({name}); R_; »{name}->first = {self.simple_maker()};", False),
               Line(f"«R_; »{name}->second = {self.maker(scope)};", False)]
        later = []
        for place in (f"{name}->first", f"{name}->second"):
            later += self.plan(scope, out, place)[1]
        scope.finals.append(Line(f"«R_; recorder_»free({name});", False))
        return out, later

    def new_job(self, scope):
        name = self.name("job")
        if self.chance(0.25):
            places = [f"{name}[{k}]" for k in range(2)]
            out = [Line(f"«R_; »struct job {name}[2] = {{{{{self.maker(scope)}, false}}, {{.task = {self.simple_maker()}}}}}; «R_CELL({name}[0].task); R_CELL({name}[1].task);»", False)]
        else:
            places = [name]
            out = [Line(f"«R_; »struct job {name} = {{{self.maker(scope)}, false}}; «R_CELL({name}.task);»", False)]
            if self.chance(0.3):
                out.append(Line(f"«R_; »struct job *at_{name} = &{name};", False))
                places = [f"(*at_{name})"]
        later = []
        for place in places:
            dot = f"{place}.".replace(f"(*at_{name}).", f"at_{name}->")
            task = Task(dot + "task", "flag", (dot + "done", "bool"))
            task.job = f"&{place}" if place[0] != "(" else f"at_{name}"
            scope.tasks.append(task)
            later.append([self.end_job(scope, task)])
        if len(places) == 2 and self.chance(0.4):
            turn = self.name("i")
            later = [[Group([(f"for (int {turn} = 0; «R_, »{turn} < 2; {turn}++) {{", [Line(f"«R_; »{self.helper('endjob')}(&{name}[{turn}]);")])], kind="loop")]]
        return out, later

    def end_job(self, scope, task):
        if self.chance(0.5):
            return Line(f"«R_; »{self.helper('endjob')}({task.job});")
        return self.guarded(scope, task, self.consume(scope, task.place))

    def use_job(self, scope, task):
        if self.chance(0.4):
            return Line(f"«R_; »{self.helper('endjob')}({task.job});")
        if self.chance(0.5):
            return Line(f"«R_; »{self.helper('newjob')}({task.job});")
        return self.if_node(self.pick("", "!") + f"{self.helper('polljob')}({task.job})", [Line(self.pick(f"«R_; »{self.helper('endjob')}({task.job});", "«R_; »sink++;"))])

    def new_container(self, scope):
        if self.chance(0.6):
            name, count = self.name("row"), self.pick(2, 3)
            loop = self.chance(0.3) and "loop-fill" not in self.avoid
            if loop:
                turn = self.name("i")
                out = [Line(f"vt_int {name}[{count}]; «R_CELL({name});»", False),
                       Group([(f"for (int {turn} = 0; «R_, »{turn} < {count}; {turn}++) {{",
                               [Line(f"«R_; »{name}[{turn}] = {self.simple_maker()};", False)])], kind="loop")]
            else:
                out = [Line(f"«R_; »vt_int {name}[{count}] = {{{', '.join(self.simple_maker() for _ in range(count))}}}; «R_CELL({name});»", False)]
            places = [f"{name}[{k}]" for k in range(count)]
            if self.chance(0.5):
                turn, later = self.name("i"), []
                pointer = self.chance(0.3) and "pointer-walk" not in self.avoid
                head = self.pick(f"for (int {turn} = 0; «R_, »{turn} < {count}; {turn}++) {{",
                                 f"for (int {turn} = {count - 1}; «R_, »{turn} >= 0; {turn}--) {{")
                body = self.consume_simple(f"{name}[{turn}]")
                if pointer:
                    head = f"for (vt_int *{turn} = {name}; «R_, »{turn} < {name} + {count}; {turn}++) {{"
                    body = self.consume_simple(f"*{turn}")
                if self.chance(0.25) and not pointer:
                    keep = self.random.randrange(count)
                    body = [self.if_node(f"{turn} == {keep}", [Line("«R_; »continue;")])] + body
                    later.append(self.consume_simple(places[keep]))
                later.append([Group([(head, body)], kind="loop")])
                if len(later) == 2 and self.chance(0.5):
                    later.reverse()
                return out, later
        else:
            name = self.name("pair")
            out = [Line(f"«R_; »struct pair {name} = {{{self.simple_maker()}, {self.simple_maker()}}}; «R_CELL({name});»", False)]
            places = [f"{name}.first", f"{name}.second"]
            if self.chance(0.3):
                copy = self.name("pair")
                out.append(Line(f"«R_; »struct pair {copy} = {name}; «R_CELL({copy});»", False))
                places[self.random.randrange(2)] = f"{copy}.{self.pick('first', 'second')}"
                places = [places[0], f"{name}.second"] if "first" in places[0] else [places[0], f"{name}.first"]
            elif self.chance(0.3):
                pointer = self.name("q")
                out.append(Line(f"«R_; »struct pair *{pointer} = &{name};", False))
                places[0] = f"{pointer}->first"
        later = []
        for place in places:
            more, obligations = self.plan(scope, out, place)
            later += obligations
        return out, later

    # --- statements ---

    def statement(self, scope):
        """Nodes, and obligations for the rest of the block."""
        flags = [task for task in scope.tasks if task.flag]
        shallow = scope.depth < 4
        table = [
            (4 if self.budget > 3 else 1, lambda: self.new_task(scope)),
            (5 * bool(flags), lambda: ([self.guarded_use(scope, self.random.choice(flags))], [])),
            (2 * bool(flags), lambda: ([self.refill(scope, self.random.choice(flags))], [])),
            (1 * (len(flags) > 1), lambda: (self.swap(*self.random.sample(flags, 2)), [])),
            (0.4 * bool(scope.tasks), lambda: (self.look(scope, self.random.choice(scope.tasks).place), [])),
            (0.15 * bool(scope.tasks), lambda: (self.consume(scope, self.random.choice(scope.tasks).place), [])),
            (4 * shallow, lambda: ([self.branch(scope)], [])),
            (2.5 * shallow, lambda: (self.loop(scope), [])),
            (1.2 * shallow, lambda: ([self.switch(scope)], [])),
            (1 * shallow, lambda: (self.jump_forward(scope), [])),
            (0.7 * shallow, lambda: (self.jump_back(scope), [])),
            (1.5, lambda: (self.assign(scope), [])),
            (1.2 * (scope.depth > 0), lambda: ([self.leave(scope)], [])),
            (0.15 * self.wants_calls, lambda: ([self.faulty_call(scope)], [])),
        ]
        return self.weighted(table)()

    def faulty_call(self, scope):
        """A call of a helper that is at fault itself, whoever calls it: so that this shows, the program calls it first of all."""
        scope = self.root_scope
        made = self.faulty_helper(scope)
        if "(" in made.text:
            self.pinned.append(Line(made.text, pinned=True))
        return made

    def faulty_helper(self, scope):
        r = self.random.random()
        if r < 0.35:
            return Line(f"«R_; »{self.helper('twice')}({self.simple_maker()});")
        if r < 0.6:
            return Line(f"«R_; »{self.helper('drops')}({self.number_argument(scope)});")
        if r < 0.8:
            # Pinned with an input that nothing is known of: a call that decides by what it passes would be judged by itself.
            name = self.helper("maybe")
            self.pinned.append(Line(f"«R_; »{name}({self.simple_maker()}, {self.number_argument(scope)});", pinned=True))
            return Line("«R_; »sink++;")
        return Line(f"«R_; »vt_int_forget({self.helper('ret2')}({self.simple_maker()}));")

    def guarded_use(self, scope, task):
        if task.job is not None and self.chance(0.5):
            return self.use_job(scope, task)
        inner = self.look(scope, task.place) if self.chance(0.35) else None
        if inner is not None:
            return self.if_node(self.is_open(task), inner)
        node = self.guarded(scope, task, self.consume(scope, task.place))
        if self.chance(0.4):
            head, body = node.parts[0]
            extra = self.operand(scope, 1, True)
            return self.if_node(f"{self.is_open(task)} && {extra}" if self.chance(0.6) else f"{extra} && {self.is_open(task)}", body)
        return node

    def refill(self, scope, task):
        if self.wants_calls and self.chance(0.2):
            return self.if_node(self.is_open(task), [Line(f"«R_; »{self.helper('reopen')}(&{self.address(task.place)});")])
        made = Line(f"«R_; »{task.place} = {self.maker(scope)};", False)
        if self.wants_calls and self.chance(0.2):
            made = Line(f"«R_; »{self.helper('open')}(&{self.address(task.place)});", False)
        return self.if_node(self.is_done(task), [made, self.set_open(task)])

    def swap(self, one, other):
        if one.flag[1] != other.flag[1]:
            return [Line("«R_; »sink++;")]
        kind = {"bool": "bool", "int": "int", "enum": "enum state", "left": "int", "full": "bool"}.get(one.flag[1], "unsigned")
        task, flag = self.name("tmp"), self.name("was")
        node = [Line(f"«R_; »vt_int {task} = «R_COPY(»{one.place}«)»; «R_CELL({task});»", False),
                Line(f"«R_; »{one.place} = «R_COPY(»{other.place}«)»;"), Line(f"«R_; »{other.place} = «R_COPY(»{task}«)»;"),
                Line(f"«R_; »{kind} {flag} = {one.flag[0]};", False), Line(f"«R_; »{one.flag[0]} = {other.flag[0]};"),
                Line(f"«R_; »{other.flag[0]} = {flag};")]
        return [Group([("{", node)])]

    def branch(self, scope):
        condition = self.condition(scope)
        body = self.block(Scope(scope), self.random.randint(1, 3))
        other = self.block(Scope(scope), self.random.randint(1, 2)) if self.chance(0.4) else None
        node = self.if_node(condition, body, other)
        if other is not None and self.chance(0.3):
            node.parts[1] = (self.head("} else if", self.condition(scope, 1, True)), other)
            if self.chance(0.5):
                node.parts.append(("} else {", self.block(Scope(scope), 1)))
        return node

    def loop(self, scope):
        inner = Scope(scope, loop=True)
        turn = self.name("i")
        bound = str(self.random.randint(1, 3))
        kind = self.weighted([(4, "for"), (2, "input"), (2, "while"), (2, "do"), (1, "forever"), (1, "cond")])
        if kind == "input":
            bound = self.bound()
        if kind in ("for", "input"):
            inner.ints.append(Int(turn, "number", False))
            body = self.block(inner, self.random.randint(1, 3))
            return [Group([(f"for (int {turn} = 0; «R_, »{turn} < {bound}; {turn}++) {{", body)], kind="loop")]
        start = Line(f"int {turn} = 0;", False)
        body = self.block(inner, self.random.randint(1, 3))
        if kind == "while":
            if self.chance(0.5):
                return [start, Group([(self.head("while", f"{turn}++ < {bound}"), body)], kind="loop")]
            return [start, Group([(self.head("while", f"{turn} < {bound}"), [Line(f"«R_; »{turn}++;", False)] + body)], kind="loop")]
        if kind == "cond":
            test = f"{turn} < {bound} && {self.operand(scope, 1, not self.wants_oracle)}"
            return [start, Group([(self.head("while", test), [Line(f"«R_; »{turn}++;", False)] + body)], kind="loop")]
        if kind == "do":
            test = f"++{turn} < {bound}" + (f" && {self.operand(scope, 1, True)}" if self.chance(0.4) else "")
            return [start, Group([("do {", body)], foot=f"}} while («R_, »{test});", kind="loop")]
        stop = self.if_node(f"{turn} >= {bound}", [Line("«R_; »break;", False)])
        head = self.pick("while (1) {", "for (;;) {", "while (true) {")
        return [start, Group([(head, [stop, Line(f"«R_; »{turn}++;", False)] + body)], kind="loop")]

    def bound(self):
        if not self.bounds or (len(self.bounds) < 2 and self.chance(0.3)):
            self.bounds.append(f"n{len(self.bounds) + 1}")
        return self.random.choice(self.bounds)

    def switch(self, scope):
        numbers = [v for v in scope.ints if v.kind == "number"]
        subject = self.random.choice(numbers).name
        if self.wants_oracle and self.chance(0.2):
            subject = "pick()"
        labels = self.random.choice([["case 0:", "case 1:", "default:"], ["case 0 ... 1:", "default:"], ["default:", "case 2:"],
                                     ["case 1:", "case 2:"], ["case 0:", "default:", "case 1 ... 2:"], ["case 0:", "case 1:", "case 2:"],
                                     ["case 0: case 2:", "case 1:"]])
        lines = []
        for label in labels:
            lines.append(Line(f"{label};", False))
            inner = Scope(scope, switch=True)
            body = self.block(inner, self.random.randint(1, 2))
            lines.append(Group([("{", body)]))
            if self.chance(0.75):
                lines.append(Line("«R_; »break;"))
        return Group([(f"switch («R_, »{subject}) {{", lines)], kind="switch")

    def jump_forward(self, scope):
        label = self.name("skip")
        inner = Scope(scope)
        body = self.block(inner, self.random.randint(1, 2))
        jump = self.if_node(self.condition(scope, 1, True), [Line(f"«R_; »goto {label};")])
        body.insert(self.random.randint(0, len(body)), jump)
        return [Group([("{", body)], foot=f"}} {label}:;")]

    def jump_back(self, scope):
        label, turn = self.name("again"), self.name("g")
        body = self.block(Scope(scope), self.random.randint(1, 2))
        limit = self.random.randint(1, 2)
        jump = self.if_node(f"{turn} < {limit}" + (f" && {self.operand(scope, 1, not self.wants_oracle)}" if self.chance(0.6) else ""),
                            [Line(f"«R_; »{turn}++;", False), Line(f"«R_; »goto {label};", False)])
        return [Line(f"int {turn} = 0;", False), Line(f"{label}:;", False), Group([("{", body)]), jump]

    def assign(self, scope):
        numbers = [v for v in scope.ints if v.kind == "number"]
        if self.wants_arithmetic and self.chance(0.6):
            name, node = self.name("c"), self.computed(self.random.choice(numbers).name, self.random.choice(numbers).name)
            scope.ints.append(Int(name, "number"))
            return [Line(f"«R_; »int {name} = {node};", False)]
        r = self.random.random()
        if r < 0.35:
            name = self.name("c")
            node = Line(f"«R_; »int {name} = {self.random.choice(numbers).name};", False)
            scope.ints.append(Int(name, "number"))
            return [node]
        if r < 0.55:
            name = self.name("f")
            node = Line(f"«R_; »{self.pick('bool', 'int')} {name} = {self.comparison(self.random.choice(numbers).name)};", False)
            if " " not in node.text.split(" = ")[1] and "!" not in node.text:
                node = Line(f"«R_; »bool {name} = {self.random.choice(numbers).name} > 1;", False)
            scope.ints.append(Int(name, "truth"))
            return [node]
        if r < 0.6:
            name = self.name("s")
            test = self.condition(scope, 0, True)
            node = Line(f"«R_; »{self.pick('bool', 'int')} {name} = {test if any(c in test for c in '<>=!&|') else '!!' + test};", False)
            scope.ints.append(Int(name, "truth"))
            return [node]
        if self.masks and self.chance(0.5):
            name, mask = self.random.choice(self.masks)
            if name in "".join(task.flag[0] + " " for task in scope.tasks if task.flag).split():
                other = self.random.choice([m for m in (1, 2, 4) if m != mask])
                return [Line(f"«R_; »{name} {self.pick(f'|= {other}u', f'&= ~{other}u', f'^= {other}u')};")]
        if r < 0.65 and self.wants_oracle:
            name = self.name("o")
            scope.ints.append(Int(name, "truth"))
            return [Line(f"«R_; »int {name} = cond();", False)]
        writable = [v for v in scope.ints if v.writable and v.name not in scope.frozen and v.kind == "number"]
        if writable:
            return [Line(f"«R_; »{self.random.choice(writable).name} = {self.pick('0', '1', '2', 'pick()' if self.wants_oracle and not self.wants_relations else '3')};")]
        return [Line("«R_; »sink++;")]

    def leave(self, scope):
        ways = []
        if scope.in_loop:
            ways += ["break", "break"]
        if scope.can_continue:
            ways += ["continue", "continue"]
        if self.out_label:
            ways += ["goto out"] * 3
        ways.append(self.pick("return sink", "die()", "return sink") if self.chance(0.5) else "sink++")
        way = self.random.choice(ways)
        self.uses_out = self.uses_out or way == "goto out"
        return self.if_node(self.condition(scope, 1), [Line(f"«R_; »{way};")])

    def block(self, scope, wanted):
        slots = []
        for _ in range(wanted):
            if self.budget <= 0:
                break
            self.budget -= 1
            nodes, later = self.statement(scope)
            at = len(slots)
            slots.append(nodes)
            pending = later
            while pending:
                # Put each obligation behind some of what is still to come.
                slots.append(None)
                slots[-1] = ("later", pending.pop(0))
        return self.settle(slots) + scope.finals

    def settle(self, slots):
        """Obligations drift towards the end of the block, keeping their order."""
        out, waiting = [], []
        for slot in slots:
            if isinstance(slot, tuple):
                waiting.append(slot[1])
                continue
            while waiting and self.chance(0.35):
                out.extend(waiting.pop(0))
            out.extend(slot)
        for nodes in waiting:
            out.extend(nodes)
        return out

    # --- the whole ---

    def program(self):
        inputs = ["a", "b", "c0"][:self.pick(1, 2, 2, 3)]
        scope = Scope()
        scope.ints = [Int(name, "number") for name in inputs]
        self.root_scope, self.pinned = Scope(scope), []
        self.out_label = self.chance(0.5)
        body = [Line("int value = 0;", False)]
        for _ in range(self.pick(0, 0, 1, 2)):
            scope.ints.append(Int(self.name("rc"), "status", False))
            body.append(Line(f"int {scope.ints[-1].name} = 0;", False))
        tail = []
        if self.out_label:
            for _ in range(self.random.randint(1, 2)):
                name = self.name("t")
                body.append(Line(f"«R_; »vt_int {name} = {self.maker(scope)}; «R_CELL({name});»", False))
                task = Task(name, "flag", self.new_flag(body))
                scope.tasks.append(task)
                tail.append(self.guarded(Scope(scope), task, [Line(f"«R_; »vt_int_forget({name});")]))
        wanted = self.random.randint(2, 5)
        inner = self.block(scope, wanted)
        body[0:0] = self.pinned
        body += inner
        if self.uses_out:
            body.append(Line("out:;", False))
        body += tail
        body.append(Line("«R_; »return value;", False))
        if self.chance(0.5):
            for _ in range(self.pick(1, 1, 2)):
                self.mutate(body)
        params = ", ".join(f"int {name}" for name in inputs + self.bounds)
        root = f"test_{self.number}"
        first = self.first + [Group([(f"int {root}({params}) {{ «R_ENTER;»", body)], kind="function")]
        return Program(self.number, first, self.second, root, len(inputs), len(self.bounds), self.wants_relations or self.wants_arithmetic)

    def walk(self, nodes, found):
        for node in nodes:
            found.append((nodes, node))
            if isinstance(node, Group):
                for _, body in node.parts:
                    self.walk(body, found)

    def mutate(self, body):
        found = []
        self.walk(body, found)
        free = [(nodes, node) for nodes, node in found if isinstance(node, Line) and node.free]
        tests = [node for _, node in found if isinstance(node, Group) and node.kind == "if" and node.free]
        r = self.random.random()
        if r < 0.35 and free:
            nodes, node = self.random.choice(free)
            nodes[nodes.index(node)] = Line(";" if node.text[-1] == ";" and not node.text.startswith(("case", "default")) else "break;")
        elif r < 0.6 and free:
            nodes, node = self.random.choice(free)
            if not node.text.startswith(("case", "default")) and "vt_int copy" not in node.text:
                nodes.insert(nodes.index(node), node.clone())
        elif r < 0.8 and tests:
            node = self.random.choice(tests)
            head, inner = node.parts[0]
            if not any(word in line.text for line in inner if isinstance(line, Line) for word in ("break;", "goto again")):
                condition = head[len("if («R_, »"):-len(") {")]
                node.parts[0] = (self.head("if", f"!({condition})"), inner)
        elif tests:
            node = self.random.choice(tests)
            head, inner = node.parts[0]
            if not any(isinstance(line, Line) and not line.free for line in inner):
                node.parts[0] = (re.sub(r"(?<=[=<>] )[0-2]\b", lambda m: str((int(m.group()) + 1) % 3), head, count=1), inner)


AVOIDABLE = tuple(name for name, _ in LATER) + ("bits", "relations", "contexts", "pointer-walk", "loop-fill", "complete", "recursion")


def generate(seed, number, avoid=()):
    """`avoid`: features to leave out, to see what else disagrees while one of them is known to."""
    return Generator(seed, number, avoid).program()
