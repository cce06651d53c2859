"""What the API itself offers beside an await."""

from ..names import Scope
from ..tree import act, cell, declared, fixed, loop, surely_if


def shared(g, scope):
    """As a task it can be awaited as often as one likes; a value task that is made of it, once."""
    name, task = g.name("t"), g.name("shared")
    out = [fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»"), declared(f"vt_int_task *{task} = NULL;")]

    def wait():
        return act(f"sink = {g.quiet(f'vt_int_task_await({task}, &value)')};")
    if g.chance(0.4): # on one way only
        use = [fixed(f"{task} = vt_int_as_task({name});")]
        other = g.consume(scope, name)
        out.append(g.if_node(g.condition(scope, 1), use, other))
        after = [surely_if(task, [wait(), wait(), fixed(f"vt_int_task_unref({task});")])]
        return out, [after]
    out.append(fixed(f"{task} = vt_int_as_task({name});"))
    later = [[wait()] for _ in range(g.pick(1, 2))]
    if g.chance(0.4):
        again, turn = g.name("t"), g.name("i")
        later.append([loop(f"for (int {turn} = 0; «R_, »{turn} < {g.pick(1, 2)}; {turn}++)", [
            fixed(f"vt_int {again} = vt_int_from_task({task}); «R_CELL({again});»")] + g.consume(Scope(scope, loop=True), again))])
    later.append([fixed(f"vt_int_task_unref({task});")])
    return out, later


def several(g, scope):
    """All of some at once, or the first of them."""
    count, row, results, winner = g.pick(1, 2, 3), g.name("row"), g.name("results"), g.name("winner")
    out = [cell_row(row, count)] + [fixed(f"{row}[{k}] = {g.maker(scope)};") for k in range(count)]
    out += [declared(f"int {results}[{count}];"), declared(f"size_t {winner} = 0;")]
    call = g.pick(f"vt_int_when_all({row}, {count}, {results})", f"vt_int_when_any({row}, {count}, {results}, &{winner})")
    one = [g.consume(scope, f"{row}[{k}]") for k in range(count)]
    how = g.random.random()
    if how < 0.35:
        return out, [[g.if_node(f"{call} {g.pick('< 0', '!= 0')}", [act(g.pick("return sink;", "sink++;"))])]]
    if how < 0.65: # at once, or one after the other
        return out, [[g.if_node(g.condition(scope, 1), [act(f"sink = {g.quiet(call)};")], [node for nodes in one for node in nodes])]]
    return out, [[act(f"sink = {g.quiet(call)};")]]


def all_but_first(g, scope):
    """The first alone, the others at once."""
    count, row, results = g.pick(2, 3), g.name("row"), g.name("results")
    out = [cell_row(row, count)] + [fixed(f"{row}[{k}] = {g.maker(scope)};") for k in range(count)] + [declared(f"int {results}[{count}];")]
    rest = f"vt_int_when_all({row} + 1, {count - 1}, {results})"
    return out, [g.consume(scope, f"{row}[0]"), [act(f"sink = {g.quiet(rest)};")]]


def cell_row(name, count):
    return declared(f"vt_int {name}[{count}]; «R_CELL({name});»")


def ready_or_later(g, scope):
    name = g.name("t")
    now = [act(f"sink = {g.quiet(f'vt_int_await({name}, &value)')};")]
    later = [act(g.pick(f"vt_int_on_completed({name}, on_done, &sink);", f"vt_int_forget({name});", f"swallow({name});"))]
    out = [fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»")]
    if g.chance(0.4):
        ready = g.name("ready")
        parts = [[g.if_node(ready, now)], [g.if_node("!" + ready, later)]]
        return out + [fixed(f"bool {ready} = vt_int_is_completed({name});")], parts if g.chance(0.5) else parts[::-1]
    if g.chance(0.5):
        return out, [[g.if_node(f"vt_int_is_completed({name})", now, later)]]
    return out, [[g.if_node(f"!vt_int_is_completed({name})", later, now)]]


def patience(g, scope):
    """Whoever waited in vain asks anew."""
    name, status, other = g.name("t"), g.name("rc"), g.name("t")
    test = f"{status} == -ETIMEDOUT"
    anew = [fixed(f"vt_int {other} = {g.maker(scope)}; «R_CELL({other});»"), fixed(f"{status} = vt_int_await({other}, &value);")]
    out = [fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»"), fixed(f"int {status} = vt_int_await_timeout({name}, 5, &value);")]
    if g.chance(0.5):
        return out + [g.if_node(test, anew)], []
    begun = g.name("begun")
    out += [cell(other), declared(f"bool {begun} = false;"),
            g.if_node(test, [fixed(f"{other} = {g.maker(scope)};"), act(f"{begun} = true;")] + ([act(f"{status} = 0;")] if g.chance(0.5) else []))]
    return out, [[g.if_node(g.pick(begun, begun, f"{begun} == true"), g.consume(scope, other))]]
