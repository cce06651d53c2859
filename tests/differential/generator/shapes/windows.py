"""As many requests under way as there is room for: the oldest is ended before the next is begun."""

from ..names import Scope
from ..tree import act, braces, declared, fixed, loop, surely_if


def window(g, scope):
    room = g.pick(2, 2, 3, 4)
    kind = g.pick("unsigned", "unsigned", "size_t", "int", "uint16_t")
    ring, turn = g.name("window"), g.name("i")
    if g.chance(0.3):
        whole = g.name("queue")
        out = [declared(f"struct {{ vt_int slots[{room}]; {kind} head, tail; }} {whole} = {{.head = 0, .tail = 0}}; «R_CELL({whole}.slots);»")]
        ring, head, tail = f"{whole}.slots", f"{whole}.head", f"{whole}.tail"
    else:
        head, tail = g.name("head"), g.name("tail")
        out = [declared(f"vt_int {ring}[{room}]; «R_CELL({ring});»"), declared(f"{kind} {head} = 0, {tail} = 0;")]
    wraps = g.chance(0.25) # the counters stay within the ring, and another one says how many there are
    count = g.name("count")
    if wraps:
        out.append(declared(f"{kind} {count} = 0;"))
    at = (lambda place: place) if wraps else (lambda place: g.pick(f"{place} % {room}", f"{place} & {room - 1}" if room in (2, 4) else f"{place} % {room}"))
    up = lambda place: g.pick(f"{place} = ({place} + 1) % {room};", f"{place} = {place} + 1 == {room} ? 0 : {place} + 1;") if wraps else g.pick(f"{place}++;", f"++{place};", f"{place} += 1;")
    full = g.pick(f"{count} == {room}", f"{count} >= {room}") if wraps else g.pick(f"{head} - {tail} == {room}", f"{head} - {tail} >= {room}", f"{head} == {tail} + {room}")
    some = (lambda: g.pick(f"{count} > 0", f"{count} != 0", count)) if wraps else (lambda: g.pick(f"{tail} != {head}", f"{tail} < {head}", f"{head} - {tail} > 0"))

    def pop(where, simple):
        end = g.consume_simple(f"{ring}[{at(tail)}]") if simple else g.consume(where, f"{ring}[{at(tail)}]")
        return end + ([fixed(up(tail)), act(f"{count}--;")] if wraps else [act(up(tail))])

    push = [act(f"{ring}[{at(head)}] = {g.maker(scope)};")] + ([fixed(up(head)), act(f"{count}++;")] if wraps else [act(up(head))])
    inner = Scope(scope, loop=True)
    body = []
    if g.chance(0.3):
        body.append(g.if_node(g.condition(inner, 1), [act(g.pick("continue;", "break;"))]))
    room_first = g.if_node(full, pop(inner, g.chance(0.7)))
    if g.chance(0.25):
        body += [g.if_node(full, [act("break;")])] + push
    elif g.chance(0.3):
        body += [room_first, g.if_node(g.condition(inner, 1), push)]
    else:
        body += [room_first] + push
    if g.chance(0.25):
        body.append(g.if_node(f"{some()} && {g.condition(inner, 1)}", pop(inner, True)))
    if g.chance(0.2):
        body.append(g.if_node(g.condition(inner, 1), [act("break;")]))
    turns = g.pick(str(room), str(room + 1), "3", "4")
    out.append(loop(f"for (int {turn} = 0; «R_, »{turn} < {turns}; {turn}++)", body))
    out += g.block(Scope(scope), g.pick(0, 0, 1))
    out.append(loop(f"while («R_, »{some()})", pop(inner, g.chance(0.6))))
    return [braces(out)], []


def first_free(g, scope):
    """Slots with a flag; a task goes into the first that is free, and a loop ends what is open."""
    room, name, at, turn, k = g.pick(2, 3), g.name("pool"), g.name("at"), g.name("i"), g.name("k")
    inner = Scope(scope, loop=True)
    out = [declared(f"struct job {name}[{room}] = {{{', '.join(['{.done = true}'] * room)}}}; «R_CELLS({name}, task);»")]
    style = g.random.randrange(3)
    if style == 0:
        find = [declared(f"int {at} = 0;"), loop(f"while («R_, »{at} < {room} && !{name}[{at}].done)", [fixed(f"{at}++;")])]
    elif style == 1:
        find = [declared(f"int {at} = {room};"), loop(f"for (int {k} = 0; «R_, »{k} < {room}; {k}++)", [surely_if(f"{name}[{k}].done", [fixed(f"{at} = {k};"), fixed("break;")])])]
    else:
        find = [declared(f"int {at} = {room};"), loop(f"for (int {k} = 0; «R_, »{k} < {room} && {at} == {room}; {k}++)", [surely_if(f"{name}[{k}].done", [fixed(f"{at} = {k};")])])]
    put = [act(f"{name}[{at}].task = {g.maker(scope)};"), act(f"{name}[{at}].done = false;")]
    body = find + [surely_if(f"{at} < {room}", put, g.consume_simple(f"{name}[0].task") + [act(f"{name}[0].done = true;")] if g.chance(0.5) else None)]
    if g.chance(0.5):
        body = [g.if_node(g.condition(inner, 1), body)]
    if g.chance(0.3):
        e = g.name("e")
        body.append(loop(f"for (int {e} = 0; «R_, »{e} < {room}; {e}++)", [g.if_node(f"!{name}[{e}].done && {g.condition(inner, 1)}", g.consume_simple(f"{name}[{e}].task") + [act(f"{name}[{e}].done = true;")])]))
    out.append(loop(f"for (int {turn} = 0; «R_, »{turn} < {g.pick(2, 3)}; {turn}++)", body))
    d = g.name("d")
    out.append(loop(f"for (int {d} = 0; «R_, »{d} < {room}; {d}++)", [g.if_node(f"!{name}[{d}].done", g.consume(inner, f"{name}[{d}].task"))]))
    return [braces(out)], []
