"""Functions that tasks are given to or come from. Each is made when it is first wanted, in the first or the second file."""

from .tree import Group, Line, lines_of


class Helpers:
    def helper(self, kind):
        """The name of a helper of this kind, made when first wanted; now and then a second one."""
        known = self.helpers.setdefault(kind, [])
        if not known or (len(known) < 2 and self.chance(0.3)):
            known.append(getattr(self, "helper_" + kind)(f"{kind}{len(known) + 1}_{self.number}"))
            return known[-1]
        return self.random.choice(known)

    def helper_once(self, kind, make):
        """What `make` answers for the name of the only helper of this kind."""
        if kind not in self.helpers:
            self.helpers[kind] = make(f"{kind}_{self.number}")
        return self.helpers[kind]

    def add_helper(self, result, name, params, body, enter="R_ENTER", may_be_far=True):
        text = " ".join(lines_of(body))
        far = self.two_files and self.chance(0.6) and may_be_far and not any(near + "(" in text or near + "[" in text for near in self.near)
        if not far:
            self.near.add(name)
        result += "" if result.endswith("*") else " "
        group = Group([(f"{'' if far else 'static '}{result}{name}({params}) {{ «{enter};»", body)], kind="function")
        if far:
            self.first.append(Line(f"{result}{name}({params});", False))
            self.second.append(Line(f"{result}{name}({params});", False))
            self.second.append(group)
        else:
            self.first.append(group)
        return name

    def body_consume(self, place, allow_calls=True):
        """Lines that consume the task on all their paths."""
        r = self.random.random()
        if r < 0.3:
            return [Line(f"«R_; »vt_int_forget({place});")]
        if r < 0.45:
            return [Line("int value = 0;", False), Line(f"«R_; »sink = «(R_QUIET, »vt_int_await({place}, &value)«)»;")]
        if r < 0.55:
            return [self.if_node("cond()",
                                 [Line(f"«R_; »vt_int_forget({place});")],
                                 [Line(f"«R_; »vt_int_task_unref(vt_int_as_task({place}));")])]
        if r < 0.65:
            return [Line(f"«R_; »vt_int inner = «R_COPY(»{place}«)»; «R_CELL(inner);»"), Line("«R_; »vt_int_forget(inner);")]
        if r < 0.72:
            return [Line(f"«R_; »FINISH({place});")]
        if r < 0.8:
            return [Group([("for (int turn = 0; «R_, »turn < 1; turn++) {", [Line(f"«R_; »vt_int_forget({place});")])], kind="loop")]
        if allow_calls and len(self.helpers.get("fin", ())) < 4:
            return [Line(f"«R_; »{self.helper('fin')}({place});")]
        return [Line(f"«R_; »swallow({place});")]

    def helper_fin(self, name):
        self.helpers.setdefault("fin", [])
        depth = getattr(self, "chain", 0)
        self.chain = depth + 1
        body = self.body_consume("task", False)
        if depth < 4 and self.chance(0.35):
            inner = self.helper_fin(f"fin{depth + 5}_{self.number}")
            body = [Line(f"«R_; »{inner}(task);")]
        return self.add_helper("void", name, "vt_int task", body)

    def helper_finr(self, name):
        return self.add_helper("int", name, "vt_int task, int *out", [Line("«R_; »return vt_int_await(task, out);")])

    def helper_finp(self, name):
        return self.add_helper("void", name, "vt_int *task", self.body_consume("*task"))

    def helper_finpp(self, name):
        return self.add_helper("void", name, "vt_int **task", [Line("«R_; »vt_int_forget(**task);")])

    def box_body(self):
        """Unseen code runs before the task is taken out of the box."""
        return [Line("struct box *box = context;", False)] + ([Line("«R_; »sink += cond();")] if self.chance(0.5) else [])

    def helper_finbox(self, name):
        return self.add_helper("void", name, "void *context", self.box_body() + self.body_consume("*box->task"), may_be_far=False)

    def helper_finonce(self, name):
        return self.add_helper("void", name, "void *context", self.box_body() + [
            self.if_node("!box->done", [Line("«R_; »box->done = 1;"), Line("«R_; »vt_int_forget(*box->task);")])], may_be_far=False)

    def helper_each(self, name):
        return self.add_helper("void", name, "void (*call)(void *), void *context, int times", [
            Group([("for (int turn = 0; «R_, »turn < times; turn++) {", [Line("«R_; »call(context);", False)])], kind="loop")])

    def helper_look(self, name):
        if self.chance(0.3):
            return self.add_helper("bool", name, "vt_int task", [
                self.if_node("vt_int_is_completed(task)", [Line("«R_; »sink = 1;")]), Line("«R_; »return sink;", False)])
        return self.add_helper("bool", name, "vt_int task", [Line("«R_; »return vt_int_is_completed(task);", False)])

    def helper_lookp(self, name):
        return self.add_helper("bool", name, "vt_int *task", [Line("«R_; »return vt_int_is_completed(*task);", False)])

    def helper_noop(self, name):
        return self.add_helper("void", name, "vt_int task", [Line("(void)task;")])

    def helper_id(self, name):
        if self.chance(0.3):
            return self.add_helper("vt_int", name, "vt_int task", [Line("«R_; »vt_int inner = «R_COPY(»task«)»; «R_CELL(inner);»", False),
                                                                   Line("«R_; »return «R_RETURN(»inner«)»;", False)])
        return self.add_helper("vt_int", name, "vt_int task", [Line("«R_; »return «R_RETURN(»task«)»;", False)])

    def helper_keep(self, name):
        return self.add_helper("vt_int", name, "vt_int task, vt_int other",
                               [Line("«R_; »vt_int_forget(other);"), Line("«R_; »return «R_RETURN(»task«)»;", False)])

    def helper_attempt(self, name):
        """bool: true exactly when it consumed."""
        test = self.pick("!vt_int_is_completed(task)", "!vt_int_is_completed(task)", "cond()", "pick() > 1")
        if self.chance(0.25):
            inner = self.helper_attempt(name + "i")
            return self.add_helper("bool", name, "vt_int task, int *out", [Line(f"«R_; »return {inner}(task, out);", False)])
        if self.chance(0.3):
            return self.add_helper("bool", name, "vt_int task, int *out", [
                Line("bool taken = false;", False),
                self.if_node("!(" + test + ")", [Line("«R_; »(void)«(R_QUIET, »vt_int_await(task, out)«)»;"), Line("«R_; »taken = true;")]),
                Line("«R_; »return taken;", False)])
        return self.add_helper("bool", name, "vt_int task, int *out", [
            self.if_node(test, [Line("«R_; »return false;")]), Line("«R_; »sink = «(R_QUIET, »vt_int_await(task, out)«)»;"),
            Line("«R_; »return true;", False)])

    def helper_attemptc(self, name):
        """int: 0 when it consumed, 1 or 2 when not."""
        test = self.pick("!vt_int_is_completed(task)", "cond()")
        return self.add_helper("int", name, "vt_int task", [
            self.if_node(test, [Line(f"«R_; »return {self.pick('1', '2')};")]), Line("«R_; »vt_int_forget(task);"),
            Line("«R_; »return 0;", False)])

    def helper_mode(self, name):
        """Consumes when how is 1, looks when it is 2, else nothing: called with constants."""
        if self.chance(0.5):
            body = [Group([("switch («R_, »how) {", [Line("case 1: «R_; »vt_int_forget(task); break;"),
                                                  Line("case 2: «R_; »sink = vt_int_is_completed(task); break;"),
                                                  Line("default: break;")])], kind="switch")]
        else:
            body = [self.if_node("how == 1", [Line("«R_; »vt_int_forget(task);")]),
                    self.if_node("how == 2", [Line("«R_; »sink = vt_int_is_completed(task);")])]
        # Calls that no path reaches decide nothing (contract: then the parameter is at fault); one that is reached stands first.
        self.pinned.append(Line(f"«R_; »{name}(make_ready(0), 1);", pinned=True))
        return self.add_helper("void", name, "vt_int task, int how", body, may_be_far=False)

    def helper_maybe(self, name):
        return self.add_helper("void", name, "vt_int task, int number",
                               [self.if_node(self.comparison("number"), [Line("«R_; »vt_int_forget(task);")])],
                               "R_ENTER_PARTIAL(task)")

    def helper_make(self, name):
        body = [Line("«R_; »return «R_RETURN(»make_ready(1)«)»;", False)]
        r = self.random.random()
        if r < 0.3 and "complete" not in self.avoid:
            body = [self.if_node(self.comparison("number"), [Line("«R_; »return «R_RETURN(»vt_int_from_result(number)«)»;")])] + body
        elif r < 0.5:
            body = [Line("«R_; »vt_int made = make_pending(number); «R_CELL(made);»", False), Line("«R_; »return «R_RETURN(»made«)»;", False)]
        return self.add_helper("vt_int", name, "int number", body)

    def helper_open(self, name):
        return self.add_helper("void", name, "vt_int *out", [Line(f"«R_; »*out = {self.simple_maker()};", False)])

    def helper_reopen(self, name):
        """Consumes what is there and puts a new one."""
        return self.add_helper("void", name, "vt_int *task", [Line("«R_; »vt_int_forget(*task);"), Line("«R_; »*task = make_ready(4);", False)])

    def helper_tryopen(self, name):
        test = self.pick("cond()", "pick() == 1", "number > 0")
        if self.chance(0.35): # makes it, and takes it back
            return self.add_helper("int", name, "vt_int *out, int number", [
                Line(f"«R_; »*out = {self.simple_maker()};", False),
                self.if_node(test, [Line("«R_; »vt_int_forget(*out);"), Line("«R_; »return -1;", False)]), Line("«R_; »return 0;", False)])
        return self.add_helper("int", name, "vt_int *out, int number", [
            self.if_node(test, [Line("«R_; »return -1;", False)]), Line(f"«R_; »*out = {self.simple_maker()};", False),
            Line("«R_; »return 0;", False)])

    def helper_deep(self, name):
        style = self.random.randrange(3)
        group = f"«R_; »{name}(task, depth - 1);"
        if style == 0:
            body = [self.if_node("depth > 0", [Line(group, False)], [Line("«R_; »vt_int_forget(task);")])]
        elif style == 1:
            body = [self.if_node("depth <= 0", [Line("«R_; »vt_int_forget(task);"), Line("«R_; »return;", False)]), Line(group, False)]
        else:
            body = [self.if_node("depth < 1", [Line("«R_; »sink = «(R_QUIET, »vt_int_await(task, &sink)«)»;"), Line("«R_; »return;", False)]),
                    Line("«R_; »sink = vt_int_is_completed(task);"), Line(group, False)]
        return self.add_helper("void", name, "vt_int task, int depth", body)

    def helper_deepmake(self, name):
        return self.add_helper("vt_int", name, "int depth", [
            self.if_node("depth > 0", [Line(f"«R_; »return «R_RETURN(»{name}(depth - 1)«)»;", False)]),
            Line("«R_; »return «R_RETURN(»make_pending(depth)«)»;", False)])

    def helper_twice(self, name):
        return self.add_helper("void", name, "vt_int task", [
            Line("«R_; »vt_int_forget(task);"), self.if_node("cond()", [Line("«R_; »vt_int_forget(task);")])])

    def helper_drops(self, name):
        return self.add_helper("void", name, "int number", [
            Line("«R_; »vt_int made = make_ready(number); «R_CELL(made);»", False),
            self.if_node(self.comparison("number"), [Line("«R_; »vt_int_forget(made);")])])

    def helper_ret2(self, name):
        """Returns its task consumed: a finding in it."""
        return self.add_helper("vt_int", name, "vt_int task", [
            self.if_node("cond()", [Line("«R_; »vt_int_forget(task);")]), Line("«R_; »return «R_RETURN(»task«)»;", False)])

    def helper_table(self, name):
        members = [self.helper("fin"), self.helper("fin")]
        if self.chance(0.3):
            members[1] = self.helper("noop")
        self.first.append(Line(f"static void (*const {name}[])(vt_int) = {{{', '.join(members)}}};", False))
        return name

    def helper_endjob(self, name):
        test, done = ("!job->done", Line("«R_; »job->done = true;"))
        taken = self.body_consume("job->task")
        if self.chance(0.3):
            return self.add_helper("void", name, "struct job *job", [self.if_node("job->done", [Line("«R_; »return;", False)]), done] + taken)
        return self.add_helper("void", name, "struct job *job", [self.if_node(test, taken + [done])])

    def helper_polljob(self, name):
        return self.add_helper("bool", name, "struct job *job", [
            self.if_node("job->done || !vt_int_is_completed(job->task)", [Line("«R_; »return job->done;", False)]),
            Line("«R_; »vt_int_forget(job->task);"), Line("«R_; »job->done = true;"), Line("«R_; »return true;", False)])

    def helper_newjob(self, name):
        return self.add_helper("void", name, "struct job *job", [
            self.if_node("job->done", [Line(f"«R_; »job->task = {self.simple_maker()};", False), Line("«R_; »job->done = false;")])])

    def helper_ops(self, name):
        end, look = self.helper("fin"), self.helper("look")
        self.first.append(Line(f"static const struct ops {name} = {{{self.pick(f'{end}, {look}', f'.look = {look}, .end = {end}')}}};", False))
        return name

    def helper_apply(self, name):
        return self.add_helper("void", name, "void (*end)(vt_int), vt_int task", [Line("«R_; »end(task);", False)])
