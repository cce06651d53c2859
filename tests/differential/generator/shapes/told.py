"""Whether there is a task is told by something else than a bool: a text, two counters, an atomic, a pointer, an index that may be none."""

from ..names import Scope
from ..tree import act, braces, cell, declared, fixed, loop, surely_if


class Flag:
    """How it is declared, and what opens, closes and asks it."""

    def __init__(self, declaration, opens, closes, asks):
        self.declaration, self.opens, self.closes, self.asks = declaration, opens, closes, asks


def text(g):
    name = g.name("state")
    idle, busy = g.pick(("idle", "busy"), ("", "on"), ("no", "not"), ("off", "OFF"), ("a", "b"), ("disconnected", "connected"))
    holder = name
    declaration = f'const char *{name} = "{idle}";'
    if g.chance(0.3):
        declaration, holder = f'struct {{ const char *name; int tries; }} {name} = {{"{idle}", 0}};', f"{name}.name"
    length = max(len(idle), len(busy)) + 1
    # Not compared with 0: another number would ask how far apart two texts are.
    asks = [f'!strcmp({holder}, "{busy}")', f'!strncmp({holder}, "{busy}", {length})',
            f'strlen({holder}) == {len(busy)} && !strcmp({holder}, "{busy}")']
    if len(idle) != len(busy):
        asks.append(f"strlen({holder}) == {len(busy)}")
    return Flag(declaration, f'{holder} = "{busy}";', f'{holder} = "{idle}";', asks)


def counters(g):
    kind = g.pick("unsigned", "size_t", "uint16_t", "uint32_t")
    start = g.pick("0", "0", "7", "1")
    if g.chance(0.4):
        whole = g.name("pipe")
        sent, got = f"{whole}.sent", f"{whole}.got"
        declaration = f"struct {{ {kind} sent, got; }} {whole} = {{{start}, {start}}};"
    else:
        sent, got = g.name("sent"), g.name("got")
        declaration = f"{kind} {sent} = {start}, {got} = {start};"
    step = g.pick("{}++;", "++{};", "{} += 1;", "{} += 2;")
    closes = step.format(got) if g.chance(0.8) else f"{got} = {sent};"
    return Flag(declaration, step.format(sent), closes, [f"{sent} != {got}", f"{got} < {sent}", f"{sent} > {got}", f"{sent} - {got} > 0", f"!({sent} == {got})"])


def atomic(g):
    name = g.name("live")
    kind = g.pick("atomic_bool", "atomic_int", "atomic_uint", "_Atomic int")
    opens = [f"atomic_store(&{name}, 1);", f"{name} = 1;", f"atomic_exchange(&{name}, 1);", f"atomic_store_explicit(&{name}, 1, memory_order_release);"]
    closes = [f"atomic_store(&{name}, 0);", f"{name} = 0;", f"atomic_exchange(&{name}, 0);"]
    asks = [f"atomic_load(&{name})", name, f"atomic_load(&{name}) == 1", f"atomic_load_explicit(&{name}, memory_order_acquire)", f"{name} != 0"]
    if kind != "atomic_bool":
        opens += [f"atomic_fetch_or(&{name}, 1);"]
        closes += [f"atomic_fetch_and(&{name}, 0);"]
        asks += [f"atomic_fetch_add(&{name}, 0) > 0", f"atomic_fetch_sub(&{name}, 0) == 1"]
    return Flag(f"{kind} {name} = 0;", g.pick(*opens), g.pick(*closes), asks)


def pointer(g):
    name, to = g.name("who"), g.name("one")
    return Flag(f"int {to} = 0, *{name} = NULL;", f"{name} = &{to};", f"{name} = NULL;", [name, f"{name} != NULL", f"!!{name}", f"{name} == &{to}"])


def index(g):
    name, at = g.name("slot"), g.name("at")
    kind, none = g.pick(("uint32_t", "UINT32_MAX"), ("size_t", "SIZE_MAX"), ("unsigned", "(unsigned)-1"), ("int", "-1"), ("uint16_t", "UINT16_MAX"))
    return Flag(f"{kind} {name} = {none}, {at} = 0;", g.pick(f"{name} = {at}++;", f"{name} = {at};", f"{name} = 0;", f"{name}++;"), f"{name} = {none};",
                [f"{name} != {none}", f"!({name} == {none})"] + ([f"{name} >= 0"] if kind == "int" else [f"{name} < {none}"]))


def left(g):
    name = g.name("left")
    kind = g.pick("unsigned", "size_t", "uint16_t", "uint8_t", "int")
    return Flag(f"{kind} {name} = 0;", g.pick(f"{name}++;", f"{name} = 1;", f"++{name};"), g.pick(f"{name}--;", f"--{name};", f"{name} -= 1;"), [name, f"{name} > 0", f"{name} != 0", f"{name} == 1", f"0 < {name}"])


def product(g):
    width, height = g.name("width"), g.name("height")
    kind = g.pick("int", "unsigned", "size_t", "uint16_t")
    return Flag(f"{kind} {width} = 0, {height} = {g.pick(1, 3)};", f"{width} = {g.pick(1, 2)};", f"{width} = 0;", [f"{width} * {height} > 0", f"{height} * {width} != 0", f"{width} * {height}"])


KINDS = {"text": text, "counters": counters, "atomic": atomic, "pointer": pointer, "index": index, "left": left, "product": product}


def shape(kind):
    def make(g, scope):
        flag, name = KINDS[kind](g), g.name("t")
        ask = lambda: g.pick(*flag.asks)
        begin = [act(f"{name} = {g.maker(scope)};"), act(flag.opens)]
        out = [cell(name), declared(flag.declaration)]
        inner = Scope(scope, loop=True)
        end = lambda where: g.consume(where, name) + [act(flag.closes)]
        way = g.random.randrange(4)
        if way == 0: # once
            out.append(surely_if(g.condition(scope, 1), begin))
            out += g.block(Scope(scope), g.pick(0, 1))
            return out, [[g.if_node(ask(), end(scope))]]
        turn = g.name("i")
        bound = g.pick("2", "3", g.bound())
        empty = f"!({ask()})"
        filled = [surely_if(f"{g.condition(inner, 1)} && {empty}" if way == 1 else g.condition(inner, 1), begin)]
        drained = [g.if_node(ask(), end(inner))]
        if way == 1: # filled first, and only where there is none
            body = filled + (g.block(inner, 1) if g.chance(0.3) else []) + ([g.if_node(g.condition(inner, 1), drained)] if g.chance(0.6) else drained)
        else: # what was begun in the turn before is ended first
            body = drained + (g.block(inner, 1) if g.chance(0.2) else []) + filled
        if g.chance(0.3):
            body.append(g.if_node(g.condition(inner, 1), [act(g.pick("break;", "continue;"))]))
        head = g.pick(f"for (int {turn} = 0; «R_, »{turn} < {bound}; {turn}++)", f"for (unsigned {turn} = 0; «R_, »{turn} < 3; ++{turn})")
        out.append(loop(head, body))
        return out, [[g.if_node(ask(), end(scope))]]
    return make


def read_ahead(g, scope):
    """The next one is begun before this one is used, as long as there is a next one."""
    name, at, end_ = g.name("t"), g.name("at"), g.name("end")
    kind = g.pick("int", "unsigned", "size_t")
    bound = g.pick("2", "3", g.bound())
    if kind != "int":
        bound = g.pick("2", "3")
    step = g.pick(1, 1, 2)
    more = lambda: g.pick(f"{at} < {end_}", f"{end_} > {at}", f"!({at} >= {end_})") if kind == "int" or step == 2 else g.pick(f"{at} < {end_}", f"{at} != {end_}", f"{end_} - {at} > 0", f"!({at} == {end_})")
    inner = Scope(scope, loop=True)
    begin = lambda where: act(f"{name} = {g.maker(where)};")
    advance = g.pick(f"{at} += {step};", f"{at} = {at} + {step};") if step == 2 else g.pick(f"{at}++;", f"++{at};", f"{at} += 1;")
    out = [cell(name), declared(f"{kind} {at} = 0, {end_} = {bound};"), surely_if(more(), [begin(scope)])]
    body = g.consume(inner, name) + (g.block(inner, 1) if g.chance(0.2) else []) + [fixed(advance), surely_if(more(), [begin(inner)])]
    out.append(loop(f"while («R_, »{more()})", body))
    return [braces(out)], []
