"""Loops: of tries, over arrays, over as many as a counter tells."""

from ..names import Scope, Task
from ..tree import act, braces, cell, declared, fixed, loop, surely_if
from .calls import end_row
from .walks import walk


def tries(g, bound, body):
    """A loop of at most `bound` turns, with as many notations."""
    turn = g.name("tries")
    kind = g.random.randrange(5)
    if kind < 2:
        return [loop(f"for (int {turn} = 0; «R_, »{turn} < {bound}; {turn}++)", body)]
    if kind == 2:
        return [declared(f"int {turn} = {bound};"), loop(f"while («R_, »{turn}-- > 0)", body)]
    if kind == 3 and bound.isdigit():
        return [declared(f"unsigned {turn} = 0;"), loop(f"while («R_, »{turn}++ < {bound})", body)]
    return [declared(f"int {turn} = 0;"), loop("for (;;)", [surely_if(f"{turn}++ >= {bound}", [fixed("break;")])] + body)]


def inside(g, scope, chance=0.3):
    """Something else in a loop, now and then."""
    return g.block(Scope(scope, loop=True), 1) if g.chance(chance) else []


def awaited(g, place, status):
    return fixed(f"{status} = {g.pick(f'vt_int_await({place}, &value)', f'vt_int_await_timeout({place}, 4, &value)')};")


def retry(g, scope):
    """A new task each turn; the loop ends when one works."""
    bound = g.pick("2", "3", g.bound())
    name, status, ok = g.name("t"), g.name("rc"), g.name("ok")
    body = [fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»")]
    inner = Scope(scope, loop=True)
    if g.chance(0.4):
        body.append(g.if_node(g.condition(inner, 1), g.consume(inner, name) + [act(g.pick("continue;", "continue;", "break;"))]))
    body += inside(g, inner)
    body.append(awaited(g, name, "int " + status))
    remember = g.chance(0.6)
    body.append(g.if_node(g.pick(f"{status} == 0", f"!{status}", f"{status} >= 0"), ([act(f"{ok} = true;")] if remember else []) + [act("break;")]))
    body += inside(g, inner, 0.2)
    out = [declared(f"bool {ok} = false;")] if remember else []
    out += tries(g, bound, body)
    if not remember:
        return [braces(out)], []
    last = g.name("t")
    return out, [[g.if_node(g.pick("", "!") + ok, [fixed(f"vt_int {last} = {g.maker(scope)}; «R_CELL({last});»")] + g.consume(scope, last))]]


def kept_retry(g, scope):
    """One variable; a new task when the last one failed, and a flag that says whether one is still there."""
    name, pending = g.name("t"), g.name("pending")
    out = [fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»"), declared(f"bool {pending} = true;")]
    task = Task(name, "flag", (pending, "full"))
    again = [act(f"{name} = {g.maker(scope)};")]
    body = inside(g, scope)
    if g.chance(0.5):
        body += [g.if_node(g.pick(f"vt_int_await({name}, &value) == 0", f"!vt_int_await({name}, &value)"), [act(f"{pending} = false;"), act("break;")])] + again
    else:
        status = g.name("rc")
        body += [act(f"{pending} = false;"), awaited(g, name, "int " + status),
                 g.if_node(f"{status} == 0", [act("break;")])] + again + [act(f"{pending} = true;")]
    scope.tasks.append(task)
    return out + tries(g, g.pick("1", "2", g.bound()), body), [[g.guarded(scope, task, g.consume(scope, name))]]


def turns(g, scope):
    """do/while: a task a turn, ended before each way out."""
    name, again, turn = g.name("t"), g.name("again"), g.name("i")
    inner = Scope(scope, loop=True)
    body = [fixed(f"{again} = false;"), fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»")]
    for way in g.random.sample(["break;", "continue;", f"{again} = {turn} < 2;", "return sink;"], g.pick(1, 2)):
        if way.startswith(again):
            body.append(act(way))
        else:
            body.append(g.if_node(g.condition(inner, 1), g.consume(inner, name) + [act(way)]))
        body += inside(g, inner, 0.2)
    body += g.consume(inner, name)
    body.append(act(f"{again} = {g.operand(scope, 1, not g.wants_oracle)};"))
    return [declared(f"bool {again};"), declared(f"int {turn} = 0;"), loop("do", body, f"}} while («R_, »{again} && ++{turn} < {g.pick(2, 3)});")], []


def row_of(g, count, out):
    """An array for `count` tasks."""
    name = g.name("row")
    if g.chance(0.25):
        size = g.name("size")
        out += [declared(f"int {size} = {count};"), declared(f"vt_int {name}[{size}]; «R_CELL({name});»")]
    else:
        out.append(declared(f"vt_int {name}[{count}]; «R_CELL({name});»"))
    return name


def ended(g, scope, row, count):
    """Nodes that end row[0] to row[count - 1]."""
    if g.wants_calls and g.chance(0.2):
        return [act(f"{end_row(g)}({row}, {count});")]
    inner = Scope(scope, loop=True)
    return walk(g, row, count, lambda place: (g.consume(inner, place) if g.chance(0.4) else g.consume_simple(place)) + inside(g, inner, 0.15))


def batch(g, scope):
    count = g.pick(2, 3, 4)
    out = []
    row = row_of(g, count, out)
    out += walk(g, row, count, lambda place: [fixed(f"{place} = {g.maker(scope)};")])
    return [braces(out + g.block(Scope(scope), g.pick(0, 0, 1)) + ended(g, scope, row, count))], []


def at_once(g, scope):
    """Filled by a loop, ended by one call."""
    count, out, results = g.pick(2, 3, 4), [], g.name("results")
    row = row_of(g, count, out)
    out += walk(g, row, count, lambda place: [fixed(f"{place} = {g.maker(scope)};")])
    call = g.quiet(f"vt_int_when_all({row}, {count}, {results})")
    return [braces(out + [declared(f"int {results}[{count}];")] + g.block(Scope(scope), g.pick(0, 0, 1)) + [act(f"sink = {call};")])], []


def counted(g, scope):
    """Only as many as a condition lets through, and a counter tells how many there are."""
    most, out = g.pick(2, 3, 4), []
    row, count, turn = row_of(g, most, out), g.name("count"), g.name("i")
    out.append(declared(f"int {count} = 0;"))
    inner = Scope(scope, loop=True)
    add = [fixed(f"{row}[{count}{g.pick('++', '')}] = {g.maker(scope)};")]
    if "++" not in add[0].text.split("=")[0]:
        add.append(fixed(f"{count}++;"))
    if g.chance(0.6):
        out.append(loop(f"for (int {turn} = 0; «R_, »{turn} < {most}; {turn}++)", [surely_if(g.condition(inner, 1), add)]))
    else:
        for _ in range(most):
            out.append(surely_if(g.condition(scope, 1), [node.clone() for node in add]))
    out += g.block(Scope(scope), g.pick(0, 0, 1))
    if g.chance(0.25): # one out at the end
        out.append(surely_if(f"{count} > {g.pick(0, 1)}", [fixed(f"{count}--;")] + g.consume(scope, f"{row}[{count}]")))
    if g.chance(0.25):
        out.append(loop(f"while («R_, »{count} > 0)", [fixed(f"vt_int_forget({row}[--{count}]);")]))
        return [braces(out)], []
    return [braces(out + ended(g, scope, row, count))], []


def grid(g, scope):
    height, width = g.pick(2, 3), 2
    name, i, j, k, m = g.name("grid"), g.name("i"), g.name("j"), g.name("i"), g.name("j")
    flat = g.chance(0.4)
    place = (lambda a, b: f"{name}[{a} * {width} + {b}]") if flat else (lambda a, b: f"{name}[{a}][{b}]")
    inner = Scope(scope, loop=True)
    out = [declared(f"vt_int {name}[{height * width}]; «R_CELL({name});»" if flat else f"vt_int {name}[{height}][{width}]; «R_CELL({name});»"),
           loop(f"for (int {i} = 0; «R_, »{i} < {height}; {i}++)", [
               loop(f"for (int {j} = 0; «R_, »{j} < {width}; {j}++)", [fixed(f"{place(i, j)} = {g.simple_maker()};")])])]
    rows = [loop(f"for (int {m} = {width} - 1; «R_, »{m} >= 0; {m}--)" if g.chance(0.4) else f"for (int {m} = 0; «R_, »{m} < {width}; {m}++)",
                 g.consume_simple(place(k, m)) + inside(g, inner, 0.2))]
    columns = loop(f"for (int {k} = 0; «R_, »{k} < {height}; {k}++)", rows)
    if g.chance(0.3): # column by column
        columns = loop(f"for (int {m} = 0; «R_, »{m} < {width}; {m}++)", [
            loop(f"for (int {k} = 0; «R_, »{k} < {height}; {k}++)", g.consume_simple(place(k, m)))])
    return [braces(out + [columns])], []


def merge(g, scope):
    """Two counters in one loop."""
    one, other, i, j = g.name("row"), g.name("row"), g.name("i"), g.name("j")
    counts = g.pick(1, 2), g.pick(1, 2)
    out = [fixed(f"vt_int {name}[{count}] = {{{', '.join(g.simple_maker() for _ in range(count))}}}; «R_CELL({name});»")
           for name, count in zip((one, other), counts)]
    first = g.consume_simple(f"{one}[{i}]") + [fixed(f"{i}++;")]
    second = g.consume_simple(f"{other}[{j}]") + [fixed(f"{j}++;")]
    test = f"{j} >= {counts[1]} || ({i} < {counts[0]} && {g.operand(scope, 1, True)})"
    body = [surely_if(test, first, second)]
    if g.chance(0.4): # what is left over comes behind
        body = [surely_if(g.condition(Scope(scope, loop=True), 1, True), first, second)]
        out += [declared(f"int {i} = 0, {j} = 0;"), loop(f"while («R_, »{i} < {counts[0]} && {j} < {counts[1]})", body)]
        for name, at, count in ((one, i, counts[0]), (other, j, counts[1])):
            out.append(loop(f"for (; «R_, »{at} < {count}; {at}++)", g.consume_simple(f"{name}[{at}]")))
        return [braces(out)], []
    out += [declared(f"int {i} = 0, {j} = 0;"), loop(f"while («R_, »{i} < {counts[0]} || {j} < {counts[1]})", body)]
    return [braces(out)], []


def sentinel(g, scope):
    """Pointers to those that were started, and NULL behind them."""
    names, row, used = [g.name("t") for _ in range(g.pick(1, 2, 3))], g.name("list"), g.name("used")
    out = [cell(name) for name in names]
    out += [declared(f"vt_int *{row}[{len(names) + 1}] = {{{g.pick('NULL', '0')}}};"), declared(f"int {used} = 0;")]
    for name in names:
        begin = [fixed(f"{name} = {g.maker(scope)};"), fixed(f"{row}[{used}++] = &{name};")]
        out += [surely_if(g.condition(scope, 1), begin)] if g.chance(0.7) else begin
    inner, at = Scope(scope, loop=True), g.name("at")
    if g.chance(0.5):
        out.append(loop(f"for (vt_int **{at} = {row}; «R_, »*{at}{g.pick('', ' != NULL')}; {at}++)", g.consume(inner, f"**{at}")))
    else:
        out.append(loop(f"for (int {at} = 0; «R_, »{row}[{at}] != NULL; {at}++)", g.consume(inner, f"*{row}[{at}]") + inside(g, inner, 0.2)))
    return [braces(out)], []


def slots(g, scope):
    return some_slots(g, scope, g.pick(2, 3, 4))


def many_slots(g, scope):
    return some_slots(g, scope, g.pick(6, 8))


def some_slots(g, scope, count):
    """A task and a flag in each element: some are filled, ended early, filled again; then all that are open are ended."""
    name = g.name("slots")
    out = [declared(f"struct job {name}[{count}]; «R_CELLS({name}, task);»")]
    out += walk(g, name, count, lambda place: [fixed(f"{place}.done = true;")], "struct job")
    if g.chance(0.3):
        out = [declared(f"struct job {name}[{count}] = {{{', '.join(['{.done = true}'] * count)}}}; «R_CELLS({name}, task);»")]
    inner = Scope(scope, loop=True)
    begin = lambda place: [act(f"{place}.task = {g.maker(scope)};"), act(f"{place}.done = false;")]
    if g.chance(0.6):
        out += walk(g, name, count, lambda place: [g.if_node(g.condition(inner, 1), begin(place))] if g.chance(0.7) else begin(place), "struct job")
    else:
        for k in range(count):
            out += [g.if_node(g.condition(scope, 1), begin(f"{name}[{k}]"))]
    here = Scope(scope)
    here.tasks += [Task(f"{name}[{k}].task", "flag", (f"{name}[{k}].done", "bool")) for k in range(count)]
    out += g.block(here, g.pick(0, 1, 2))
    end = lambda place: [g.if_node(f"!{place}.done", g.consume(inner, f"{place}.task") + [act(f"{place}.done = true;")])]
    skip = lambda place: [g.if_node(f"{place}.done", [act("continue;")])] + g.consume_simple(f"{place}.task")
    return [braces(out + walk(g, name, count, g.pick(end, end, skip), "struct job"))], []
