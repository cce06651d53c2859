"""Making a task, consuming it, looking at it: in how many ways this can be written at one place."""

from .tree import Group, Line


class Uses:
    # --- making tasks ---

    def simple_maker(self):
        complete = "complete" not in self.avoid
        return self.weighted([(5, f"make_ready({self.random.randrange(4)})"), (5, f"make_pending({self.random.randrange(4)})"),
                              (complete, "vt_int_from_result(7)"), (complete, "vt_int_from_error(-EIO)")])

    def maker(self, scope):
        r = self.random.random()
        if r < 0.55 or not self.wants_calls:
            if r < 0.06:
                return f"{self.condition(scope, 1, True)} ? {self.simple_maker()} : {self.simple_maker()}"
            return self.simple_maker()
        if r < 0.7:
            return f"{self.helper('make')}({self.number_argument(scope)})"
        if r < 0.8:
            return f"{self.helper('id')}({self.simple_maker()})"
        if r < 0.87 and "recursion" not in self.avoid:
            return f"{self.helper('deepmake')}({self.random.randrange(3)})"
        if r < 0.93:
            return f"{self.helper('keep')}({self.simple_maker()}, {self.simple_maker()})"
        return f"({self.pick('cond()', 'sink++')}, {self.simple_maker()})"

    def number_argument(self, scope):
        names = [v.name for v in scope.ints if v.kind == "number"]
        return self.random.choice(names)

    def new_flag(self, out):
        kind = self.pick("bool", "bool", "int", "enum", "left")
        name = self.name("done")
        if self.wants_bits and self.chance(0.6):
            mask = self.pick(1, 2, 4)
            out.append(Line(f"unsigned {name} = {self.pick(0, 0, 7 & ~mask)}u;", False))
            self.masks.append((name, mask))
            return name, mask
        out.append(Line({"bool": f"bool {name} = false;", "int": f"int {name} = 0;", "enum": f"enum state {name} = LIVE;",
                         "left": f"int {name} = 1;"}[kind], False))
        return name, kind

    # --- using tasks ---

    def quiet(self, call):
        return f"«(R_QUIET, »{call}«)»"

    def consume(self, scope, place):
        """Nodes that consume what `place` holds, once, on every path."""
        call = self.wants_calls
        table = [
            (8, lambda: [Line(f"«R_; »vt_int_forget({place});")]),
            (4, lambda: [Line(f"«R_; »(void){self.quiet(f'vt_int_await({place}, &value)')};")]),
            (3, lambda: [Line(f"«R_; »sink = {self.quiet(f'vt_int_await({place}, &value)')};")]),
            (2, lambda: [Line(f"«R_; »sink = {self.quiet(f'vt_int_await_timeout({place}, 5, &value)')};")]),
            (2, lambda: [Line(f"«R_; »vt_int_task_unref(vt_int_as_task({place}));")]),
            (1, lambda: [Line(f"«R_; »vt_int_on_completed({place}, on_done, &sink);")]),
            (1, lambda: [Line(f"«R_; »swallow({place});")]),
            (1, lambda: [Line(f"«R_; »FINISH({place});")]),
            (1, lambda: [Line(f"«R_; »(sink++, vt_int_forget({place}));")]),
            (1, lambda: [Line(f"«R_; »sink = ({{ vt_int inner = «R_COPY(»{place}«)»; {self.quiet('vt_int_await(inner, &value)')}; }});")]),
            (1, lambda: self.consume_alias(scope, place)),
            (1, lambda: [Line(f"«R_; »sink = {self.condition(scope, 1, True)} ? {self.quiet(f'vt_int_await({place}, &value)')} : "
                              f"{self.quiet(f'vt_int_await_timeout({place}, 9, &value)')};")]),
            (1, lambda: [self.if_node(self.condition(scope), *[[Line(f"«R_; »vt_int_forget({place});")] for _ in range(2)])]),
            (1, lambda: self.consume_status(scope, place)),
            (1, lambda: self.consume_switch(scope, place)),
            (5 * call, lambda: [Line(f"«R_; »{self.helper('fin')}({place});")]),
            (2 * call, lambda: [Line(f"«R_; »sink = {self.quiet('') if False else ''}{self.helper('finr')}({place}, &value);")]),
            (2 * call, lambda: [Line(f"«R_; »{self.helper('finp')}(&{self.address(place)});")]),
            (1 * call, lambda: self.consume_double_pointer(place)),
            (2 * (call and "contexts" not in self.avoid), lambda: self.consume_by_context(place)),
            (2 * call, lambda: [Line(f"«R_; »{self.helper('mode')}({place}, 1);")]),
            (1 * call, lambda: [Line(f"«R_; »vt_int_forget({self.helper('id')}({place}));")]),
            (1 * call, lambda: [Line(f"«R_; »vt_int_forget({self.helper('keep')}(make_ready(2), {place}));")]),
            (2 * (call and "recursion" not in self.avoid), lambda: [Line(f"«R_; »{self.helper('deep')}({place}, {self.random.randrange(3)});")]),
            (2 * call, lambda: self.consume_pointer_call(scope, place)),
            (1 * call, lambda: [Line(f"«R_; »{self.helper('apply')}({self.helper('fin')}, {place});")]),
            (1 * call, lambda: [self.if_node(f"!{self.helper('attempt')}({place}, &value)", [Line(f"«R_; »vt_int_forget({place});")])]),
            (1 * call, lambda: [self.if_node(f"{self.helper('attemptc')}({place}) {self.pick('!= 0', '> 0', '>= 1')}",
                                             [Line(f"«R_; »vt_int_forget({place});")])]),
            (1 * call, lambda: [Group([(self.head("while", f"!{self.helper('attempt')}({place}, &value)"), [Line("«R_; R_POLL; »sink++;")])], kind="loop")]
             if self.wants_oracle else [Line(f"«R_; »vt_int_forget({place});")]),
        ]
        return self.weighted(table)()

    @staticmethod
    def address(place):
        return f"{place}" if not place.startswith("*") else f"({place})"

    def consume_alias(self, scope, place):
        name = self.name("alias")
        return [Line(f"«R_; »vt_int {name} = «R_COPY(»{place}«)»; «R_CELL({name});»", False)] + self.consume_simple(name)

    def consume_simple(self, place):
        return [Line(self.pick(f"«R_; »vt_int_forget({place});", f"«R_; »sink = {self.quiet(f'vt_int_await({place}, &value)')};"))]

    def consume_status(self, scope, place):
        status = [variable.name for variable in scope.ints if variable.kind == "status"]
        if not status:
            return self.consume_simple(place)
        return [Line(f"«R_; »{self.random.choice(status)} = {self.pick(f'vt_int_await({place}, &value)', f'vt_int_await_timeout({place}, 1, &value)')};")]

    def consume_switch(self, scope, place):
        variable = self.random.choice([v for v in scope.ints if v.kind == "number"])
        bodies = [Line(f"«R_; »vt_int_forget({place}); break;") for _ in range(3)]
        labels = ["case 0:", self.pick("case 1:", "case 1 ... 2:"), "default:"]
        self.random.shuffle(labels)
        return [Group([(f"switch («R_, »{variable.name}) {{", [Line(f"{label} {line.text}") for label, line in zip(labels, bodies)])], kind="switch")]

    def consume_double_pointer(self, place):
        name = self.name("link")
        return [Line(f"«R_; »vt_int *{name} = &{self.address(place)};", False), Line(f"«R_; »{self.helper('finpp')}(&{name});")]

    def consume_by_context(self, place):
        name = self.name("box")
        out = [Line(f"«R_; »struct box {name} = {{&{self.address(place)}, 0}};", False)]
        if self.chance(0.4):
            return out + [Line(f"«R_; »{self.helper('each')}({self.helper('finonce')}, &{name}, {self.pick(1, 2, 3)});")]
        if self.chance(0.5):
            return out + [Line(f"«R_; »{self.helper('finbox')}(&{name});")]
        once = self.helper("finonce")
        return out + [Line(f"«R_; »{once}(&{name});"), Line(f"«R_; »{once}(&{name});")]

    def consume_by_ops(self, scope, place):
        if self.chance(0.4):
            return [Line(f"«R_; »{self.helper('ops')}.end({place});")]
        name = self.name("ops")
        if self.chance(0.5):
            return [Line(f"«R_; »const struct ops *{name} = {self.condition(scope, 1, True)} ? &{self.helper('ops')} : &{self.helper('ops')};", False),
                    self.if_node(f"{name}->look({place})", [Line("«R_; »sink++;")]), Line(f"«R_; »{name}->end({place});")]
        return [Line(f"«R_; »struct ops {name} = {{{self.helper('fin')}, NULL}};", False), Line(f"«R_; »{name}.end({place});")]

    def consume_pointer_call(self, scope, place):
        if self.wants_ops and self.chance(0.7):
            return self.consume_by_ops(scope, place)
        if self.chance(0.5):
            table = self.helper("table")
            members = 1
            index = self.pick("0", f"{self.condition(scope, 2, True)} ? 0 : 0")
            return [Line(f"«R_; »{table}[{index}]({place});")]
        name = self.name("end")
        one, two = self.helper("fin"), self.helper("fin")
        return [Line(f"«R_; »void (*{name})(vt_int) = {self.condition(scope, 1, True)} ? {one} : {two};", False),
                Line(f"«R_; »{name}({place});")]

    def look(self, scope, place):
        call = self.wants_calls
        table = [
            (4, lambda: [Line(f"«R_; »sink = vt_int_is_completed({place});")]),
            (2, lambda: [self.if_node(f"vt_int_is_completed({place})", [Line("«R_; »sink++;")])]),
            (2 * call, lambda: [Line(f"«R_; »sink = {self.helper('look')}({place});")]),
            (1 * call, lambda: [Line(f"«R_; »sink = {self.helper('lookp')}(&{self.address(place)});")]),
            (1 * call, lambda: [Line(f"«R_; »{self.helper('mode')}({place}, {self.pick(0, 2, 2)});")]),
            (1 * call, lambda: [Line(f"«R_; »{self.helper('noop')}({place});")]),
            (1, lambda: [Line(f"«R_; »vt_int {self.name('copy')} __attribute__((unused)) = «R_COPY(»{place}«)»;")]),
            (1, lambda: self.look_copy(place)),
        ]
        return self.weighted(table)()

    def look_copy(self, place):
        name = self.name("copy")
        return [Line(f"«R_; »vt_int {name} = «R_COPY(»{place}«)»; «R_CELL({name});»", False), Line(f"«R_; »sink = vt_int_is_completed({name});")]
