"""The generator: one program from a seed and its number."""

import random

from .conditions import Conditions
from .helpers import Helpers
from .names import Int, Scope, Task
from .shapes import SHAPES
from .statements import Statements
from .tasks import Tasks
from .tree import Group, Line, Program
from .uses import Uses

LATER = (("globals", 0.12), ("heap", 0.12), ("jobs", 0.2), ("ops", 0.15), ("arithmetic", 0.12))
SHARE_WITH_SHAPES = 0.5


class Generator(Conditions, Helpers, Uses, Tasks, Statements):
    def __init__(self, seed, number, avoid=(), shapes=()):
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
        more = random.Random(f"{seed}/{number}/shapes")
        known = [shape for shape in SHAPES if (shape.name in shapes if shapes else not shape.open) and shape.name not in avoid]
        self.shapes = more.sample(known, min(more.choice((1, 2, 3)), len(known))) if shapes or more.random() < SHARE_WITH_SHAPES else ()
        self.masks = []
        self.bounds = []
        self.near = set()

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


SHAPE_NAMES = tuple(shape.name for shape in SHAPES)
AVOIDABLE = SHAPE_NAMES + tuple(name for name, _ in LATER) + ("bits", "relations", "contexts", "pointer-walk", "loop-fill", "complete", "recursion")


def generate(seed, number, avoid=(), shapes=()):
    """`avoid`: features to leave out, to see what else disagrees while one of them is known to. `shapes`: these only, in every program."""
    return Generator(seed, number, avoid, shapes).program()
