"""Lists, rings and rows with holes: who holds which task changes on the way."""

from ..names import Scope
from ..tree import act, braces, declared, fixed, loop, surely_if


def end_node(g, scope, at):
    """Ends what a node holds and says so; open ones only."""
    return [g.if_node(f"!{at}->done", g.consume(scope, f"{at}->task") + [act(f"{at}->done = true;")])]


def on_the_stack(g, scope):
    """Nodes that are variables, some of them linked, all or some of the linked ones taken off again."""
    names, head, at = [g.name("node") for _ in range(g.pick(2, 2, 3))], g.name("head"), g.name("at")
    out = [declared(f"struct node {name} = {{.done = true}}; «R_CELL({name}.task);»") for name in names]
    out.append(declared(f"struct node *{head} = NULL;"))
    for name in names:
        push = [act(f"{name}.task = {g.maker(scope)};"), act(f"{name}.done = false;"), fixed(f"{name}.next = {head};"), fixed(f"{head} = &{name};")]
        if g.chance(0.25):
            push = [fixed(f"{name} = (struct node){{.next = {head}, .task = {g.maker(scope)}}};"), fixed(f"{head} = &{name};")]
        out += [surely_if(g.condition(scope, 1), push)] if g.chance(0.7) else push
    out += g.block(Scope(scope), g.pick(0, 0, 1))
    if g.chance(0.3): # the first one
        out.append(surely_if(f"{head} != NULL{g.pick('', ' && ' + g.operand(scope, 1, True))}", end_node(g, scope, head) + [fixed(f"{head} = {head}->next;")]))
    inner = Scope(scope, loop=True)
    if g.chance(0.5):
        out.append(loop(f"for (struct node *{at} = {head}; «R_, »{at}{g.pick('', ' != NULL')}; {at} = {at}->next)", end_node(g, inner, at)))
    else:
        out.append(loop(f"while («R_, »{head}{g.pick('', ' != NULL')})", [
            declared(f"struct node *{at} = {head};"), fixed(f"{head} = {at}->next;")] + end_node(g, inner, at)))
    return [braces(out)], []


def on_the_heap(g, scope):
    """One node or two, by statements or by a loop; drained and freed in the end."""
    head, made, at, turn = g.name("head"), g.name("made"), g.name("at"), g.name("i")
    push = [fixed(f"struct node *{made} = «recorder_»malloc(sizeof *{made});"),
            surely_if(f"{made} != NULL", [fixed(f"{made}->task = {g.simple_maker()}; «R_HEAP(&{made}->task);»"),
                                          fixed(f"{made}->next = {head};"), fixed(f"{head} = {made};")])]
    out = [declared(f"struct node *{head} = NULL;")]
    if g.chance(0.5):
        out.append(loop(f"for (int {turn} = 0; «R_, »{turn} < 2; {turn}++)", push))
    else:
        out += [surely_if(g.condition(scope, 1), [node.clone() for node in push]) for _ in range(g.pick(1, 2))]
    drain = [declared(f"struct node *{at} = {head};"), fixed(f"{head} = {at}->next;")] + g.consume_simple(f"{at}->task")
    out.append(loop(f"while («R_, »{head} != NULL)", drain + [fixed(f"«recorder_»free({at});")]))
    return [braces(out)], []


def helper_push(g):
    return g.helper_once("push", lambda name: g.add_helper("bool", name, "struct ring *ring, int number", [
        surely_if("ring->count == 3", [fixed("return false;")]),
        fixed(f"ring->slots[(ring->head + ring->count) % 3] = {g.pick('make_ready(number)', 'make_pending(number)')};"),
        fixed("ring->count++;"), fixed("return true;")]))


def helper_pop(g):
    return g.helper_once("pop", lambda name: g.add_helper("bool", name, "struct ring *ring, vt_int *out", [
        surely_if("ring->count == 0", [fixed("return false;")]),
        fixed("*out = «R_COPY(»ring->slots[ring->head]«)»;"),
        fixed("ring->head = (ring->head + 1) % 3;"), fixed("ring->count--;"), fixed("return true;")]))


def ring(g, scope):
    """Room for three; first in, first out."""
    name, taken, by_helpers = g.name("ring"), g.name("t"), g.wants_calls and g.chance(0.5)
    out = [declared(f"struct ring {name} = {{.head = {g.pick(0, 0, 2)}}}; «R_CELL({name}.slots);»")]

    def push():
        if by_helpers:
            return fixed(f"sink = {helper_push(g)}(&{name}, {g.number_argument(scope)});")
        return surely_if(f"{name}.count < 3", [fixed(f"{name}.slots[({name}.head + {name}.count) % 3] = {g.maker(scope)};"), fixed(f"{name}.count++;")])

    def pop(inner):
        local = g.name("t")
        if by_helpers:
            return surely_if(f"{helper_pop(g)}(&{name}, &{taken})", g.consume(inner, taken))
        return surely_if(f"{name}.count > 0", [fixed(f"vt_int {local} = «R_COPY(»{name}.slots[{name}.head]«)»; «R_CELL({local});»"),
                                               fixed(f"{name}.head = ({name}.head + 1) % 3;"), fixed(f"{name}.count--;")] + g.consume(inner, local))

    if by_helpers:
        out.append(declared(f"vt_int {taken}; «R_CELL({taken});»"))
    for _ in range(g.pick(2, 3, 4)):
        step = pop(scope) if g.chance(0.35) else push()
        out.append(surely_if(g.condition(scope, 1), [step]) if g.chance(0.5) else step)
    inner = Scope(scope, loop=True)
    if by_helpers:
        out.append(loop(f"while («R_, »{helper_pop(g)}(&{name}, &{taken}))", g.consume(inner, taken)))
    else:
        out.append(loop(f"while («R_, »{name}.count > 0)", g.consume_simple(f"{name}.slots[{name}.head]") + [
            fixed(f"{name}.head = ({name}.head + 1) % 3;"), fixed(f"{name}.count--;")]))
    return [braces(out)], []


def hole(g, scope):
    """Those that are there are looked through; one that is done is ended, and the last one takes its place."""
    most = g.pick(2, 3)
    row, count, at = g.name("row"), g.name("count"), g.name("i")
    out = [fixed(f"vt_int {row}[{most}] = {{{', '.join(g.simple_maker() for _ in range(most))}}}; «R_CELL({row});»"), declared(f"int {count} = {most};")]
    inner = Scope(scope, loop=True)
    test = g.pick(f"vt_int_is_completed({row}[{at}])", g.condition(inner, 1))
    take = g.consume_simple(f"{row}[{at}]") + [fixed(f"{row}[{at}] = «R_COPY(»{row}[--{count}]«)»;")]
    if g.chance(0.5):
        take = g.consume_simple(f"{row}[{at}]") + [fixed(f"{count}--;"), fixed(f"{row}[{at}] = «R_COPY(»{row}[{count}]«)»;")]
    if g.chance(0.3):
        out.append(loop(f"for (int {at} = {count} - 1; «R_, »{at} >= 0; {at}--)", [surely_if(test, take)]))
    else:
        out += [declared(f"int {at} = 0;"), loop(f"while («R_, »{at} < {count})", [surely_if(test, take, [fixed(f"{at}++;")])])]
    rest = g.name("i")
    out.append(loop(f"for (int {rest} = 0; «R_, »{rest} < {count}; {rest}++)", g.consume_simple(f"{row}[{rest}]")))
    return [braces(out)], []
