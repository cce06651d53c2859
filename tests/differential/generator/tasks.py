"""New tasks: where they are kept, and what becomes of them in the rest of the block."""

from .names import Task
from .tree import Group, Line


class Tasks:
    def new_task(self, scope):
        """Nodes that make one or more tasks, and lists of nodes to be put into the rest of the block in this order."""
        kept = [make for wanted, make in ((self.wants_globals, self.new_global), (self.wants_heap, self.new_on_heap), (self.wants_jobs, self.new_job)) if wanted]
        if kept and self.chance(0.45):
            return self.random.choice(kept)(scope)
        r = self.random.random()
        if self.wants_memory and r < 0.35:
            return self.new_container(scope)
        name = self.name("t")
        out, place = [], name
        if self.wants_calls and r > 0.85:
            return self.new_by_out(scope, name)
        r = self.random.random()
        if r < 0.8:
            out.append(Line(f"«R_; »vt_int {name} = {self.maker(scope)}; «R_CELL({name});»", False))
        else:
            out.append(Line(f"vt_int {name}; «R_CELL({name});»", False))
            if r < 0.9:
                out.append(self.if_node(self.condition(scope), [Line(f"«R_; »{name} = {self.maker(scope)};", False)],
                                        [Line(f"«R_; »{name} = {self.maker(scope)};", False)]))
            else:
                out.append(Line(f"«R_; »{name} = {self.maker(scope)};", False))
        if self.wants_memory and self.chance(0.35):
            pointer = self.name("p")
            out.append(Line(f"«R_; »vt_int *{pointer} = &{name};", False))
            place = f"*{pointer}"
            if self.chance(0.3):
                second = self.name("pp")
                out.append(Line(f"«R_; »vt_int **{second} = &{pointer};", False))
                place = f"**{second}"
            if self.chance(0.5):
                place = name if self.chance(0.5) else place
        if self.chance(0.12):
            alias = self.name("u")
            out.append(Line(f"«R_; »vt_int {alias} = «R_COPY(»{place}«)»; «R_CELL({alias});»", False))
            if self.chance(0.5):
                place = alias
        return self.plan(scope, out, place)

    def plan(self, scope, out, place):
        style = self.weighted([(5, "flag"), (3, "split"), (4, "once"), (1, "free")])
        later = []
        if style == "flag":
            task = Task(place, style, self.new_flag(out))
            later = [[self.guarded(scope, task, self.consume(scope, place))]]
        elif style == "split":
            task = Task(place, style)
            later = self.split(scope, place)
        elif style == "once":
            task = Task(place, style)
            later = [self.consume(scope, place)]
        else:
            task = Task(place, style)
        scope.tasks.append(task)
        return out, later

    def split(self, scope, place):
        """The task is consumed under a condition and under its opposite, at two places."""
        variable = self.random.choice([v for v in scope.ints if v.kind != "status"])
        scope.frozen.add(variable.name)
        if variable.kind == "truth":
            one, other = variable.name, "!" + variable.name
            if self.chance(0.5):
                one, other = other, one
        else:
            k = self.random.randrange(3)
            pairs = [("==", "!="), ("<", ">="), (">", "<="), ("!=", "=="), (">=", "<")]
            a, b = self.random.choice(pairs)
            one, other = f"{variable.name} {a} {k}", f"{variable.name} {b} {k}"
            if self.chance(0.25):
                low, mid, high = (f"{variable.name} < 1", f"{variable.name} == 1", f"{variable.name} > 1")
                return [[self.if_node(c, self.consume_simple(place))] for c in (low, mid, high)]
        later = [[self.if_node(one, self.consume(scope, place))], [self.if_node(other, self.consume(scope, place))]]
        if self.chance(0.2):
            name = self.name("w")
            later.insert(0, [Line(f"«R_; »bool {name} = {one};", False)])
            later[-1] = [self.if_node(f"!{name}", self.consume(scope, place))]
        return later

    def guarded(self, scope, task, nodes):
        test = self.is_open(task)
        if self.wants_calls and task.flag[1] == "bool" and self.chance(0.12):
            attempt = self.helper("attempt")
            return self.if_node(test, [Line(f"«R_; »{task.flag[0]} = {attempt}({task.place}, &value);")])
        done = self.set_done(task)
        return self.if_node(test, [done] + nodes if self.chance(0.3) else nodes + [done])

    def new_by_out(self, scope, name):
        out = [Line(f"vt_int {name}; «R_CELL({name});»", False)]
        if self.chance(0.6):
            out.append(Line(f"«R_; »{self.helper('open')}(&{name});", False))
            return self.plan(scope, out, name)
        helper, status = self.helper("tryopen"), self.name("ok")
        out.append(Line(f"«R_; »int {status} = {helper}(&{name}, {self.number_argument(scope)});", False))
        return out, [[self.if_node(f"{status} {self.pick('== 0', '>= 0')}", self.consume(scope, name))]]

    def new_global(self, scope):
        """A static variable with a flag that says whether it holds a task; the program begins with none."""
        name, full = self.name("held") + f"_{self.number}", self.name("full") + f"_{self.number}"
        self.first[0:0] = [Line(f"static vt_int {name};", False), Line(f"static bool {full};", False)]
        self.pinned.append(Line(f"«R_GLOBAL({name}); R_; »{full} = false;", pinned=True))
        self.near |= {name, full}
        task = Task(name, "flag", (full, "full"))
        fill = self.if_node(f"!{full}", [Line(f"«R_; »{name} = {self.maker(scope)};", False), Line(f"«R_; »{full} = true;")])
        drain = self.if_node(full, self.consume(scope, name) + [Line(f"«R_; »{full} = false;")])
        if self.chance(0.4):
            body = [Line(f"«R_; »{name} = {self.simple_maker()};", False), Line(f"«R_; »{full} = true;")]
            fill = Line(f"«R_; »{self.helper_of('fill', [self.if_node(f'!{full}', body)], name)}();")
        if self.chance(0.4):
            drain = Line(f"«R_; »{self.helper_of('drain', [self.if_node(full, self.body_consume(name) + [Line(f'«R_; »{full} = false;')])], name)}();")
        scope.tasks.append(task)
        return [fill], [[drain]]

    def helper_of(self, stem, body, name):
        return self.add_helper("void", f"{stem}_{name}", "void", body, may_be_far=False)

    def new_on_heap(self, scope):
        name = self.name("heap")
        out = [Line(f"«R_; »struct pair *{name} = «recorder_»malloc(sizeof(struct pair));", False),
               self.if_node(f"{name} == NULL", [Line(f"«R_; »{self.pick('die()', 'return sink')};", False)]),
               Line(f"«R_HEAP({name}); R_; »{name}->first = {self.simple_maker()};", False),
               Line(f"«R_; »{name}->second = {self.maker(scope)};", False)]
        later = []
        for place in (f"{name}->first", f"{name}->second"):
            later += self.plan(scope, out, place)[1]
        scope.finals.append(Line(f"«R_; recorder_»free({name});", False))
        return out, later

    def new_job(self, scope):
        name = self.name("job")
        if self.chance(0.25):
            places = [f"{name}[{k}]" for k in range(2)]
            out = [Line(f"«R_; »struct job {name}[2] = {{{{{self.maker(scope)}, false}}, {{.task = {self.simple_maker()}}}}}; «R_CELL({name}[0].task); R_CELL({name}[1].task);»", False)]
        else:
            places = [name]
            out = [Line(f"«R_; »struct job {name} = {{{self.maker(scope)}, false}}; «R_CELL({name}.task);»", False)]
            if self.chance(0.3):
                out.append(Line(f"«R_; »struct job *at_{name} = &{name};", False))
                places = [f"(*at_{name})"]
        later = []
        for place in places:
            dot = f"{place}.".replace(f"(*at_{name}).", f"at_{name}->")
            task = Task(dot + "task", "flag", (dot + "done", "bool"))
            task.job = f"&{place}" if place[0] != "(" else f"at_{name}"
            scope.tasks.append(task)
            later.append([self.end_job(scope, task)])
        if len(places) == 2 and self.chance(0.4):
            turn = self.name("i")
            later = [[Group([(f"for (int {turn} = 0; «R_, »{turn} < 2; {turn}++) {{", [Line(f"«R_; »{self.helper('endjob')}(&{name}[{turn}]);")])], kind="loop")]]
        return out, later

    def end_job(self, scope, task):
        if self.chance(0.5):
            return Line(f"«R_; »{self.helper('endjob')}({task.job});")
        return self.guarded(scope, task, self.consume(scope, task.place))

    def use_job(self, scope, task):
        if self.chance(0.4):
            return Line(f"«R_; »{self.helper('endjob')}({task.job});")
        if self.chance(0.5):
            return Line(f"«R_; »{self.helper('newjob')}({task.job});")
        return self.if_node(self.pick("", "!") + f"{self.helper('polljob')}({task.job})", [Line(self.pick(f"«R_; »{self.helper('endjob')}({task.job});", "«R_; »sink++;"))])

    def new_container(self, scope):
        if self.chance(0.6):
            name, count = self.name("row"), self.pick(2, 3)
            loop = self.chance(0.3) and "loop-fill" not in self.avoid
            if loop:
                turn = self.name("i")
                out = [Line(f"vt_int {name}[{count}]; «R_CELL({name});»", False),
                       Group([(f"for (int {turn} = 0; «R_, »{turn} < {count}; {turn}++) {{",
                               [Line(f"«R_; »{name}[{turn}] = {self.simple_maker()};", False)])], kind="loop")]
            else:
                out = [Line(f"«R_; »vt_int {name}[{count}] = {{{', '.join(self.simple_maker() for _ in range(count))}}}; «R_CELL({name});»", False)]
            places = [f"{name}[{k}]" for k in range(count)]
            if self.chance(0.5):
                turn, later = self.name("i"), []
                pointer = self.chance(0.3) and "pointer-walk" not in self.avoid
                head = self.pick(f"for (int {turn} = 0; «R_, »{turn} < {count}; {turn}++) {{",
                                 f"for (int {turn} = {count - 1}; «R_, »{turn} >= 0; {turn}--) {{")
                body = self.consume_simple(f"{name}[{turn}]")
                if pointer:
                    head = f"for (vt_int *{turn} = {name}; «R_, »{turn} < {name} + {count}; {turn}++) {{"
                    body = self.consume_simple(f"*{turn}")
                if self.chance(0.25) and not pointer:
                    keep = self.random.randrange(count)
                    body = [self.if_node(f"{turn} == {keep}", [Line("«R_; »continue;")])] + body
                    later.append(self.consume_simple(places[keep]))
                later.append([Group([(head, body)], kind="loop")])
                if len(later) == 2 and self.chance(0.5):
                    later.reverse()
                return out, later
        else:
            name = self.name("pair")
            out = [Line(f"«R_; »struct pair {name} = {{{self.simple_maker()}, {self.simple_maker()}}}; «R_CELL({name});»", False)]
            places = [f"{name}.first", f"{name}.second"]
            if self.chance(0.3):
                copy = self.name("pair")
                out.append(Line(f"«R_; »struct pair {copy} = {name}; «R_CELL({copy});»", False))
                places[self.random.randrange(2)] = f"{copy}.{self.pick('first', 'second')}"
                places = [places[0], f"{name}.second"] if "first" in places[0] else [places[0], f"{name}.first"]
            elif self.chance(0.3):
                pointer = self.name("q")
                out.append(Line(f"«R_; »struct pair *{pointer} = &{name};", False))
                places[0] = f"{pointer}->first"
        later = []
        for place in places:
            more, obligations = self.plan(scope, out, place)
            later += obligations
        return out, later
