"""Structs and unions that travel by value with a task inside, bit fields, compound literals, and expressions that decide."""

from ..names import Scope, Task
from ..tree import act, cell, declared, fixed, loop


def ask(g, kind, is_bare=False):
    """A helper that answers with a task or a number: `kind` is answer or maybe. `is_bare`: what it does not set stays undefined."""
    member = {"answer": "", "maybe": "is."}[kind]

    def make(name):
        test = g.pick(g.comparison("number"), "cond()", "number > 0 && cond()")
        make_it = g.pick("make_pending(number)", "make_ready(number)")
        if g.chance(0.4) and not is_bare:
            inner = {"answer": ".{} = {}", "maybe": ".is.{} = {}"}[kind]
            task, code = inner.format("task", f"«R_RETURN(»{make_it}«)»"), inner.format("code", "1000")
            return g.add_helper(f"struct {kind}", name, "int number", [
                g.if_node(test, [fixed(f"return (struct {kind}){{.is_pending = true, {task}}};")]),
                fixed(f"return (struct {kind}){{{code}}};")])
        begin = [declared(f"struct {kind} made;"), fixed("made.is_pending = false;")] if is_bare else [
            declared(f"struct {kind} made = {{{g.pick('0', '.is_pending = false')}}};")]
        return g.add_helper(f"struct {kind}", name, "int number", begin + [
            g.if_node(test, [fixed("made.is_pending = true;"), fixed(f"made.{member}task = {make_it};")], [fixed(f"made.{member}code = 1000;")]),
            fixed(f"«R_HAND_OVER(made.{member}task); »return made;")])
    return g.helper_once(f"ask_{'bare_' * is_bare}{kind}", make)


def settle(g, kind):
    """A helper that gets such an answer by value, or by pointer, and what stands before the argument."""
    member = {"answer": "", "maybe": "is."}[kind]

    def make(name):
        is_pointer = g.chance(0.5)
        arrow = "->" if is_pointer else "."
        g.add_helper("void", name, f"struct {kind} {'*' * is_pointer}answer", [
            g.if_node(f"answer{arrow}is_pending", g.body_consume(f"answer{arrow}{member}task"))])
        return name, "&" * is_pointer
    return g.helper_once("settle_" + kind, make)


def by_value(g, scope, kind, is_bare=False):
    member = {"answer": "", "maybe": "is."}[kind]
    name = g.name("answer")
    out = [fixed(f"struct {kind} {name} = {ask(g, kind, is_bare)}({g.number_argument(scope)}); «R_CELL({name}.{member}task);»")]
    if g.chance(0.25):
        copy = g.name("answer")
        out.append(fixed(f"struct {kind} {copy} = {name}; «R_CELL({copy}.{member}task);»"))
        name = g.pick(name, copy)
    place, flag = f"{name}.{member}task", f"{name}.is_pending"
    if g.chance(0.3):
        helper, before = settle(g, kind)
        return out, [[act(f"{helper}({before}{name});")]]
    if g.chance(0.3):
        call = g.quiet(f"vt_int_await({place}, &value)")
        return out, [[act(f"sink = {flag} ? {call} : {name}.{member}code;")]]
    if kind == "answer":
        scope.tasks.append(Task(place, "flag", (flag, "full")))
    return out, [[g.if_node(flag, g.consume(scope, place) + ([act(f"{flag} = false;")] if g.chance(0.7) else []))]]


def answer(g, scope):
    return by_value(g, scope, "answer")


def bare_answer(g, scope):
    return by_value(g, scope, "answer", True)


def union(g, scope):
    return by_value(g, scope, "maybe")


def bit_fields(g, scope):
    name = g.name("bits")
    begin = g.pick(f"{{0, 1, {g.maker(scope)}}}", f"{{.live = 1, .task = {g.maker(scope)}}}")
    out = [fixed(f"struct bits {name} = {begin}; «R_CELL({name}.task);»")]
    scope.tasks.append(Task(f"{name}.task", "flag", (f"{name}.live", "left")))
    if g.chance(0.6):
        inner = Scope(scope, loop=True)
        again = [g.if_node(f"{name}.live && {g.operand(inner, 1, False)}", g.consume(inner, f"{name}.task") + [act(f"{name}.live = 0;")])]
        out.append(loop(f"while («R_, »{name}.tries < {g.pick(1, 2, 3)})", [fixed(f"{name}.tries++;")] + again))
    return out, [[g.if_node(g.pick(f"{name}.live", f"{name}.live == 1", f"{name}.live != 0"), g.consume(scope, f"{name}.task") + [act(f"{name}.live = 0;")])]]


def literal(g, scope):
    """Objects without a name."""
    kind = g.random.randrange(3)
    if kind == 0:
        name = g.name("p")
        return [fixed(f"vt_int *{name} = (vt_int[]){{{g.simple_maker()}}}; «R_CELL(*{name});»")], [g.consume(scope, f"*{name}")]
    if kind == 1:
        name = g.name("job")
        task = Task(f"{name}->task", "flag", (f"{name}->done", "bool"))
        task.job = name
        scope.tasks.append(task)
        out = [fixed(f"struct job *{name} = &(struct job){{{g.pick(g.simple_maker(), '.task = ' + g.simple_maker() + ', .done = false')}}}; «R_CELL({name}->task);»")]
        return out, [[g.end_job(scope, task)]]
    name, results = g.name("row"), g.name("results")
    out = [fixed(f"vt_int *{name} = (vt_int[]){{{g.simple_maker()}, {g.simple_maker()}}}; «R_CELL({name}[0]); R_CELL({name}[1]);»")]
    if g.chance(0.5):
        return out, [[declared(f"int {results}[2];"), act(f"sink = {g.quiet(f'vt_int_when_all({name}, 2, {results})')};")]]
    return out, [g.consume(scope, f"{name}[{k}]") for k in range(2)]


def copies(g, scope):
    """A struct moves to another one, and says that it did."""
    one, other = g.name("job"), g.name("job")
    out = [fixed(f"struct job {one} = {{{g.maker(scope)}, false}}; «R_CELL({one}.task);»"), declared(f"struct job {other} = {{.done = true}}; «R_CELL({other}.task);»")]
    move = [fixed(f"{other} = {one};"), act(f"{one}.done = true;")]
    if g.chance(0.3):
        spare = g.name("job")
        move = [fixed(f"struct job {spare} = {one}; «R_CELL({spare}.task);»"), fixed(f"{one} = {other};"), fixed(f"{other} = {spare};")]
    out += [g.if_node(g.condition(scope, 1), move)] if g.chance(0.6) else move
    tasks = [Task(f"{name}.task", "flag", (f"{name}.done", "bool")) for name in (one, other)]
    for task, name in zip(tasks, (one, other)):
        task.job = f"&{name}"
    scope.tasks += tasks
    return out, [[g.end_job(scope, task)] for task in g.random.sample(tasks, 2)]


def both(g, scope):
    """Whether there is a second task is decided by && and ||."""
    one, other, begun, ok = g.name("t"), g.name("t"), g.name("begun"), g.name("ok")
    out = [fixed(f"vt_int {one} = {g.maker(scope)}; «R_CELL({one});»"), cell(other), declared(f"bool {begun} = false;")]
    begin = f"({begun} = true, {other} = {g.simple_maker()}, {g.operand(scope, 1, True)})"
    first = g.pick(f"vt_int_await({one}, &value) {g.pick('== 0', '>= 0')}", f"!vt_int_await({one}, &value)")
    op = g.pick("&&", "&&", "||")
    if g.chance(0.3):
        body = g.consume(scope, other) + [act(f"{begun} = false;")] if op == "&&" else [act("sink++;")]
        out.append(g.if_node(f"{first} {op} {begin}", body))
    else:
        out.append(fixed(f"bool {ok} = {first} {op} {begin};"))
        if g.chance(0.4) and op == "&&":
            out.append(g.if_node(ok, g.consume(scope, other) + [act(f"{begun} = false;")]))
    scope.tasks.append(Task(other, "flag", (begun, "full")))
    return out, [[g.if_node(begun, g.consume(scope, other) + ([act(f"{begun} = false;")] if g.chance(0.7) else []))]]


def choice(g, scope):
    """?: between tasks, between ends of one, and one inside another."""
    kind, test = g.random.randrange(4), g.operand(scope, 1, not g.wants_oracle)
    if kind == 0:
        name = g.name("t")
        ends = [g.quiet(f"vt_int_await({name}, &value)"), f"(vt_int_forget({name}), 0)", f"(swallow({name}), sink)"]
        one, two, three = (g.random.choice(ends) for _ in range(3))
        nested = f"{g.operand(scope, 1, True)} ? {two} : {three}"
        return [fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»")], [[act(f"sink = {test} ? {one} : {g.pick(two, nested)};")]]
    names = [g.name("t"), g.name("t")]
    out = [fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»") for name in names]
    if kind == 1: # one by pointer, then the other one
        which = g.name("which")
        out.append(fixed(f"vt_int *{which} = {test} ? &{names[0]} : &{names[1]};"))
        rest = g.quiet(f"vt_int_await({which} == &{names[0]} ? {names[1]} : {names[0]}, &value)")
        return out, [g.consume(scope, f"*{which}"), [act(f"sink = {rest};")]]
    if kind == 2: # by a variable that tells
        is_first = g.name("first")
        out.append(fixed(f"bool {is_first} = {test};"))
        parts = [[act(f"vt_int_forget({is_first} ? {names[0]} : {names[1]});")], [act(f"vt_int_forget({is_first} ? {names[1]} : {names[0]});")]]
        return out, parts if g.chance(0.5) else parts[::-1]
    name = g.name("t")
    out.append(fixed(f"bool {name}_first = {test};"))
    out.append(fixed(f"vt_int {name} = {name}_first ? «R_COPY(»{names[0]}«)» : «R_COPY(»{names[1]}«)»; «R_CELL({name});»"))
    return out, [g.consume(scope, name), [g.if_node(f"{name}_first", g.consume(scope, names[1]), g.consume(scope, names[0]))]]
