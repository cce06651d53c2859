"""Statements, blocks, and mutations."""

import re

from .names import Int, Scope
from .tree import Group, Line


class Statements:
    def statement(self, scope):
        """Nodes, and obligations for the rest of the block."""
        if self.shapes and scope.depth < 2 and self.chance(0.35):
            self.budget -= 2
            return self.weighted([(shape.weight, shape.make) for shape in self.shapes])(self, scope)
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
