"""State machines: what holds of a task is told by an enum, a function or a row of a table."""

from ..names import Scope
from ..tree import Group, act, braces, cell, declared, fixed, loop


def cases(g, scope, place, state):
    """The body of a switch over the state: LIVE, there is no task yet; BUSY, there is one; DONE, not any more."""
    make = [act(f"{place} = {g.maker(scope)};"), act(f"{state} = BUSY;")]
    end = g.consume(scope, place) + [act(f"{state} = DONE;")]
    wait = []
    if g.chance(0.6):
        wait.append(g.if_node(g.pick(f"!vt_int_is_completed({place})", g.condition(scope, 1)), [fixed("break;")]))
    if not wait and g.chance(0.5):
        wait += g.look(scope, place)
    busy = [declared("case BUSY:;"), braces(wait + end), fixed("break;")]
    live = [declared("case LIVE:;"), braces(make)] + ([] if g.chance(0.3) else [fixed("break;")])
    done = [declared(g.pick("case DONE:;", "default:;")), fixed(g.pick("break;", "sink++;"))] + [fixed("break;")]
    if g.chance(0.3):
        return done + live + busy
    return live + busy + (done if g.chance(0.6) else [])


def drained(g, scope, place, state):
    return [g.if_node(g.pick(f"{state} == BUSY", f"{state} == BUSY", f"!({state} != BUSY)"), g.consume(scope, place))]


def machine(g, scope):
    """A loop around a switch."""
    state, place, turn = g.name("state"), g.name("t"), g.name("i")
    if g.chance(0.4):
        whole = g.name("machine")
        out = [declared(f"struct machine {whole} = {g.pick('{0}', '{.state = LIVE}', '{LIVE}')}; «R_CELL({whole}.task);»")]
        state, place = f"{whole}.state", f"{whole}.task"
    else:
        out = [declared(f"enum state {state} = LIVE;"), cell(place)]
    inner = Scope(scope, loop=True, switch=True)
    body = [Group([(f"switch («R_, »{state}) {{", cases(g, inner, place, state))], kind="switch")]
    if g.chance(0.3):
        body.insert(g.pick(0, 1), g.branch(Scope(scope, loop=True)))
    turns = g.pick(2, 3)
    if g.chance(0.5):
        out.append(loop(f"for (int {turn} = 0; «R_, »{turn} < {turns} && {state} != DONE; {turn}++)", body))
    else:
        out += [declared(f"int {turn} = 0;"), loop(f"while («R_, »{state} != DONE && {turn}++ < {turns})", body)]
    return [braces(out + drained(g, scope, place, state))], []


def stepper(g, scope):
    """Each step is a call."""
    def make(name):
        make_it = [fixed("machine->task = make_pending(1);"), fixed("machine->state = BUSY;")]
        end_it = g.body_consume("machine->task") + [fixed("machine->state = DONE;")]
        wait = [g.if_node(g.pick("!vt_int_is_completed(machine->task)", "cond()"), [fixed(g.pick("break;", "return true;"))])] if g.chance(0.6) else []
        lines = [declared("case LIVE:;"), braces(make_it), fixed(g.pick("break;", "return true;")), declared("case BUSY:;"), braces(wait + end_it), fixed("break;"),
                 declared("default:;"), fixed("break;")]
        return g.add_helper("bool", name, "struct machine *machine", [
            Group([("switch («R_, »machine->state) {", lines)], kind="switch"), fixed("return machine->state != DONE;")])
    step, whole, turn = g.helper_once("step", make), g.name("machine"), g.name("i")
    out = [declared(f"struct machine {whole} = {{.state = LIVE}}; «R_CELL({whole}.task);»")]
    if g.chance(0.5):
        out += [declared(f"int {turn} = 0;"), loop(f"while («R_, »{step}(&{whole}) && {turn}++ < {g.pick(1, 2)})", g.block(Scope(scope, loop=True), g.pick(0, 1)))]
    else:
        out += [act(f"{step}(&{whole});") for _ in range(g.pick(1, 2, 3))]
    return [braces(out + drained(g, scope, f"{whole}.task", f"{whole}.state"))], []


def next_function(g, scope):
    """Each function says which comes next; none: it is over."""
    def begin(name):
        end = g.helper_once("finish", lambda other: g.add_helper("void", other, "struct machine *machine", g.body_consume("machine->task") + [
            fixed("machine->next = NULL;"), fixed("machine->state = DONE;")], may_be_far=False))
        hold = [g.if_node(g.pick("cond()", "machine->turns++ == 0"), [fixed("return;")])] if g.chance(0.4) else []
        wait = g.helper_once("wait", lambda other: g.add_helper("void", other, "struct machine *machine", hold + [fixed(f"machine->next = {end};")], may_be_far=False))
        return g.add_helper("void", name, "struct machine *machine", [
            fixed("machine->task = make_ready(2);"), fixed("machine->state = BUSY;"), fixed(f"machine->next = {g.pick(end, wait)};")], may_be_far=False)
    whole, turn = g.name("machine"), g.name("i")
    out = [declared(f"struct machine {whole} = {{.next = {g.helper_once('begin', begin)}}}; «R_CELL({whole}.task);»")]
    turns = g.pick(2, 3, 4)
    out.append(loop(f"for (int {turn} = 0; «R_, »{whole}.next != NULL && {turn} < {turns}; {turn}++)", [fixed(f"{whole}.next(&{whole});")]))
    return [braces(out + drained(g, scope, f"{whole}.task", f"{whole}.state"))], []


def plan(g, scope):
    """A table says what becomes of each task: 0 nothing yet, 1 a look, 2 the end."""
    ends = [g.pick(0, 1, 2, 2) for _ in range(g.pick(2, 3))]
    name, row, turn, rest = g.name("plan") + f"_{g.number}", g.name("row"), g.name("i"), g.name("i")
    table = f"static const {g.pick('int', 'unsigned char')} {name}[] = {{{', '.join(map(str, ends))}}};"
    out = []
    if g.chance(0.5):
        g.first[0:0] = [declared(table)]
        g.near.add(name)
    else:
        out.append(declared(table))
    count = len(ends)
    inner = Scope(scope, loop=True)
    out.append(fixed(f"vt_int {row}[{count}] = {{{', '.join(g.simple_maker() for _ in range(count))}}}; «R_CELL({row});»"))
    first = [g.if_node(f"{name}[{turn}] == 2", g.consume(inner, f"{row}[{turn}]"))]
    if g.chance(0.4):
        first = [Group([(f"switch («R_, »{name}[{turn}]) {{", [
            declared("case 2:;"), braces(g.consume(Scope(inner, switch=True), f"{row}[{turn}]")), fixed("break;"),
            declared("case 1:;"), braces(g.look(inner, f"{row}[{turn}]")), fixed("break;"), declared("default: break;")])], kind="switch")]
    out.append(loop(f"for (int {turn} = 0; «R_, »{turn} < {count}; {turn}++)", first))
    out += g.block(Scope(scope), g.pick(0, 0, 1))
    if g.chance(0.6):
        out.append(loop(f"for (int {rest} = 0; «R_, »{rest} < {count}; {rest}++)", [g.if_node(f"{name}[{rest}] {g.pick('!= 2', '< 2')}", g.consume_simple(f"{row}[{rest}]"))]))
    else:
        out += [g.if_node(f"{name}[{k}] != 2", g.consume(scope, f"{row}[{k}]")) for k in range(count)]
    return [braces(out)], []
