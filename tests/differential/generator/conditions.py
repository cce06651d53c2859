"""Chances, names, conditions, and the flags that tell whether a task is consumed."""

from .tree import Group, Line


class Conditions:
    # --- small things ---

    def chance(self, p):
        return self.random.random() < p

    def pick(self, *values):
        return self.random.choice(values)

    def name(self, stem):
        self.count[stem] = self.count.get(stem, 0) + 1
        return f"{stem}{self.count[stem]}"

    def weighted(self, table):
        total = sum(weight for weight, _ in table)
        at = self.random.random() * total
        for weight, value in table:
            at -= weight
            if at < 0:
                return value
        return table[-1][1]

    # --- conditions ---

    def comparison(self, name):
        r = self.random.random()
        if r < 0.1:
            return name
        if r < 0.2:
            return f"!{name}"
        op = self.pick("==", "==", "!=", "<", "<=", ">", ">=")
        constant = self.random.randrange(3)
        if r < 0.3:
            return f"{constant} {op} {name}"
        return f"{name} {op} {constant}"

    def computed(self, one, other):
        return self.pick(f"{one} + 1", f"{one} - 1", f"2 - {one}", f"-{one}", f"{one} * 2", f"{one} / 2", f"{one} % 2", f"{one} % 3", f"{one} & 1",
                         f"{one} ^ 1", f"{one} + {other}", f"{one} - {other}", f"{one} > {other} ? {one} : {other}", f"{one} < 0 ? 0 : {one}")

    def relation(self, scope, name):
        """Of two inputs, or of one's bits."""
        others = [v.name for v in scope.ints if v.kind == "number" and v.name != name]
        if others and self.chance(0.6):
            return f"{name} {self.pick('<', '<=', '==', '!=', '>', '>=')} {self.random.choice(others)}"
        mask = self.pick(1, 2, 3)
        return self.pick(f"({name} & {mask}) {self.pick('==', '!=')} 0", f"({name} & {mask}) == {mask}", f"!({name} & {mask})")

    def test_of(self, variable, scope=None):
        if variable.kind == "number" and self.wants_arithmetic and self.chance(0.2):
            names = [v.name for v in scope.ints if v.kind == "number"] if scope is not None else [variable.name]
            return f"({self.computed(variable.name, self.random.choice(names))}) {self.pick('==', '!=', '<', '<=', '>', '>=')} {self.random.randrange(3)}"
        if variable.kind == "number" and scope is not None and self.wants_relations and self.chance(0.35):
            return self.relation(scope, variable.name)
        if variable.kind == "number":
            return self.comparison(variable.name)
        if variable.kind == "truth":
            return self.pick("", "!") + variable.name
        return variable.name + self.pick(" < 0", " == 0", " != 0", " >= 0", "")

    def condition(self, scope, deep=0, pure=False):
        r = self.random.random()
        if r < 0.15 and deep < 2:
            op = self.pick("&&", "||")
            return f"{self.operand(scope, deep + 1, pure)} {op} {self.operand(scope, deep + 1, pure)}"
        if r < 0.2 and deep < 2:
            return f"!({self.condition(scope, deep + 1, pure)})"
        if r < 0.24 and deep < 2:
            return f"LIKELY({self.condition(scope, deep + 1, pure)})"
        if r < 0.36 and self.wants_oracle and not pure:
            return self.pick("cond()", "!cond()", self.comparison("pick()"))
        if r < 0.42 and not pure:
            live = [task for task in scope.tasks if task.flag]
            if live:
                task = self.random.choice(live)
                return f"{self.is_open(task)} && vt_int_is_completed({task.place})"
        return self.test_of(self.random.choice(scope.ints), scope)

    def operand(self, scope, deep, pure):
        text = self.condition(scope, deep, pure)
        return f"({text})" if "&&" in text or "||" in text else text

    @staticmethod
    def head(word, condition):
        return f"{word} («R_, »{condition}) {{"

    def if_node(self, condition, body, other=None):
        parts = [(self.head("if", condition), body)]
        if other is not None:
            parts.append(("} else {", other))
        return Group(parts, kind="if")

    # --- flags that say whether a task is consumed ---

    def is_open(self, task):
        name, kind = task.flag
        if isinstance(kind, int):
            return self.pick(f"!({name} & {kind}u)", f"({name} & {kind}u) == 0")
        return {"bool": f"!{name}", "int": f"{name} == 0", "enum": f"{name} != DONE", "left": f"{name} > 0", "full": name}[kind]

    def is_done(self, task):
        name, kind = task.flag
        if isinstance(kind, int):
            return self.pick(f"({name} & {kind}u)", f"({name} & {kind}u) != 0", f"({name} & {kind}u) == {kind}u")
        return {"bool": name, "int": f"{name} != 0", "enum": f"{name} == DONE", "left": f"{name} == 0", "full": f"!{name}"}[kind]

    def set_done(self, task):
        name, kind = task.flag
        if isinstance(kind, int):
            return Line(f"«R_; »{name} |= {kind}u;")
        return Line(f"«R_; »{name} = " + {"bool": "true", "int": self.pick("1", "2"), "enum": "DONE", "left": "0", "full": "false"}[kind] + ";")

    def set_open(self, task):
        name, kind = task.flag
        if isinstance(kind, int):
            return Line(f"«R_; »{name} &= ~{kind}u;")
        return Line(f"«R_; »{name} = " + {"bool": "false", "int": "0", "enum": self.pick("LIVE", "BUSY"), "left": "1", "full": "true"}[kind] + ";")
