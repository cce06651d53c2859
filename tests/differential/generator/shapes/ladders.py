"""Steps that each start a task and may fail, and an end that undoes those that were done, the last one first.

Each class is a way to tell which steps were done: by the label that is jumped to, flags, bits, a number or pointers.
"""

from ..names import Scope, Task
from ..tree import Group, act, braces, cell, declared, fixed, loop, surely_if


class Telling:
    def __init__(self, g, names, body):
        self.g, self.names = g, names
        self.prepare(body)

    def prepare(self, body):
        """Declarations."""

    def done(self, k):
        """Step k is done."""
        return []

    def forgotten(self):
        """Nothing is left to undo."""
        return []

    def task(self, k):
        """How others may use it meanwhile, or None."""
        return None

    def undo(self, scope):
        return [self.g.if_node(self.test(k), self.g.consume(scope, self.names[k])) for k in reversed(range(len(self.names)))]


class Labels(Telling):
    def prepare(self, body):
        self.label = self.g.name("undo")

    def jump(self, done):
        return f"goto {self.label}_{done};"

    def undo(self, scope):
        out = []
        for k in reversed(range(len(self.names))):
            out += [declared(f"{self.label}_{k + 1}:;"), braces(self.g.consume(scope, self.names[k]))]
        return out + [declared(f"{self.label}_0:;")]


class Flags(Telling):
    def prepare(self, body):
        self.flags = [self.g.name("begun") for _ in self.names]
        body += [declared(f"bool {flag} = false;") for flag in self.flags]

    def done(self, k):
        return [act(f"{self.flags[k]} = true;")]

    def forgotten(self):
        return [act(f"{flag} = false;") for flag in self.flags]

    def task(self, k):
        return Task(self.names[k], "flag", (self.flags[k], "full"))

    def test(self, k):
        return self.flags[k]


class Bits(Telling):
    def prepare(self, body):
        self.mask = self.g.name("begun")
        body.append(declared(f"{self.g.pick('unsigned', 'int')} {self.mask} = 0;"))

    def done(self, k):
        return [act(f"{self.mask} |= {self.g.pick(f'1 << {k}', str(1 << k))};")]

    def forgotten(self):
        return [act(f"{self.mask} = 0;")]

    def test(self, k):
        return self.g.pick(f"{self.mask} & {1 << k}", f"({self.mask} & (1 << {k})) != 0", f"{self.mask} >> {k} & 1")


class Stage(Telling):
    def prepare(self, body):
        self.stage, self.is_enum = self.g.name("stage"), len(self.names) < 3 and self.g.chance(0.4)
        body.append(declared(f"enum state {self.stage} = LIVE;" if self.is_enum else f"int {self.stage} = 0;"))

    def value(self, done):
        return ("LIVE", "BUSY", "DONE")[done] if self.is_enum else str(done)

    def done(self, k):
        return [act(f"{self.stage} = {self.value(k + 1)};" if self.is_enum or self.g.chance(0.6) else f"{self.stage}++;")]

    def forgotten(self):
        return [act(f"{self.stage} = {self.value(0)};")]

    def test(self, k):
        return self.g.pick(f"{self.stage} >= {self.value(k + 1)}", f"{self.stage} > {self.value(k)}")

    def undo(self, scope):
        if self.g.chance(0.5):
            return super().undo(scope)
        lines = []
        for k in reversed(range(len(self.names))):
            lines += [declared(f"case {self.value(k + 1)}:;"), braces(self.g.consume(scope, self.names[k]))]
        lines.append(declared("default: break;"))
        return [Group([(f"switch («R_, »{self.stage}) {{", lines)], kind="switch")]


class Pointers(Telling):
    def prepare(self, body):
        self.pointers = [self.g.name("open") for _ in self.names]
        body += [declared(f"vt_int *{pointer} = NULL;") for pointer in self.pointers]

    def done(self, k):
        return [act(f"{self.pointers[k]} = &{self.names[k]};")]

    def forgotten(self):
        return [act(f"{pointer} = NULL;") for pointer in self.pointers]

    def test(self, k):
        return self.g.pick(self.pointers[k], f"{self.pointers[k]} != NULL")

    def undo(self, scope):
        return [surely_if(self.test(k), self.g.consume(scope, self.g.pick(f"*{self.pointers[k]}", self.names[k])))
                for k in reversed(range(len(self.names)))]


def failure(g, scope):
    """A condition under which a step fails, now and then another task's."""
    if g.chance(0.3):
        return g.pick("vt_int_await({}, &value) < 0", "vt_int_await_timeout({}, 3, &value) != 0").format(g.simple_maker())
    return g.condition(scope, 1)


def start(g, scope, place, jump):
    """Nodes that start a task in `place`, or jump."""
    if g.wants_calls and g.chance(0.3):
        call = f"{g.helper('tryopen')}(&{place}, {g.number_argument(scope)})"
        return [g.if_node(f"{call} {g.pick('< 0', '!= 0')}", [fixed(jump)])]
    return [act(f"{place} = {g.maker(scope)};")]


def ladder(g, scope):
    inner = Scope(scope)
    names = [g.name("t") for _ in range(g.pick(2, 2, 3))]
    body = [cell(name) for name in names]
    telling = g.pick(Labels, Labels, Flags, Bits, Stage, Pointers)(g, names, body)
    by_labels, by_break = isinstance(telling, Labels), g.chance(0.3)
    out = g.name("fail")
    steps = []
    inside = Scope(inner, loop=by_break and not by_labels)

    def jump(done):
        return telling.jump(done) if by_labels else "break;" if by_break else f"goto {out};"

    for k, name in enumerate(names):
        if g.chance(0.6):
            steps.append(g.if_node(failure(g, inside), [fixed(jump(k))]))
        steps += start(g, inside, name, jump(k)) + telling.done(k)
        if telling.task(k) is not None:
            inside.tasks.append(telling.task(k))
        elif g.chance(0.3):
            steps += g.look(inside, name)
        if g.chance(0.3):
            steps += g.block(Scope(inside), 1)
    if g.chance(0.6):
        steps.append(g.if_node(failure(g, inside), [fixed(jump(len(names)))]))
    if g.chance(0.4):
        for name in names:
            steps += g.consume(inside, name)
        steps += telling.forgotten() + ([fixed(telling.jump(0))] if by_labels else [])
    if by_labels:
        body += steps
    elif by_break:
        body.append(loop("do", steps, "} while (0);"))
    else:
        body += steps + [declared(f"{out}:;")]
    return [braces(body + telling.undo(inner))], []
