"""Helpers as libraries have them: what they found, took or began is told by their result."""

from ..names import Scope, Task
from ..tree import Group, act, braces, cell, declared, fixed, loop, surely_if
from .walks import walk


def end_row(g):
    return g.helper_once("end_row", lambda name: g.add_helper("void", name, "vt_int *row, int count", walk(g, "row", "count", lambda place: [
        fixed(f"vt_int_forget({place});")])))


def jobs(g, scope, out):
    """An array of jobs, all begun or some of them."""
    count, name = g.pick(2, 3), g.name("jobs")
    out.append(declared(f"struct job {name}[{count}]; «R_CELLS({name}, task);»"))
    for k in range(count):
        begin = [act(f"{name}[{k}] = (struct job){{.task = {g.maker(scope)}}};")]
        out.append(fixed(f"{name}[{k}].done = true;"))
        out += [g.if_node(g.condition(scope, 1), begin)] if g.chance(0.5) else begin
    return name, count


def find(g, scope):
    """The first job that is not done."""
    def make(name):
        found = g.pick("&jobs[i]", "jobs + i")
        return g.add_helper("struct job *", name, "struct job *jobs, int count", [
            loop("for (int i = 0; «R_, »i < count; i++)", [g.if_node("!jobs[i].done", [fixed(f"return {found};")])]), fixed("return NULL;")])
    helper, at, out = g.helper_once("find", make), g.name("at"), []
    name, count = jobs(g, scope, out)
    inner = Scope(scope, loop=True)
    body = g.consume(inner, f"{at}->task") + [fixed(f"{at}->done = true;")]
    if g.chance(0.5):
        out.append(loop(f"for (struct job *{at}; «R_, »({at} = {helper}({name}, {count})) != NULL;)", body))
    else:
        out += [fixed(f"struct job *{at} = {helper}({name}, {count});"), loop(f"while («R_, »{at})", body + [fixed(f"{at} = {helper}({name}, {count});")])]
    return [braces(out)], []


def take(g, scope):
    """Out of a job, once."""
    helper = g.helper_once("take", lambda name: g.add_helper("bool", name, "struct job *job, vt_int *out", [
        surely_if("job->done", [fixed("return false;")]), fixed("*out = «R_COPY(»job->task«)»;"), fixed("job->done = true;"), fixed("return true;")]))
    name, taken, got = g.name("job"), g.name("t"), g.name("got")
    task = Task(f"{name}.task", "flag", (f"{name}.done", "bool"))
    scope.tasks.append(task)
    out = [fixed(f"struct job {name} = {{{g.maker(scope)}, false}}; «R_CELL({name}.task);»"), cell(taken)]

    def once():
        if g.chance(0.5):
            return surely_if(f"{helper}(&{name}, &{taken})", g.consume(scope, taken))
        return braces([fixed(f"bool {got} = {helper}(&{name}, &{taken});"), surely_if(got, g.consume(scope, taken))])
    return out, [[once()] for _ in range(g.pick(1, 2))]


def start(g, scope):
    """A negative number says that nothing was begun; a positive one, that it is over already."""
    def make(name):
        steps = [g.if_node(g.comparison("number"), [fixed(f"return {g.pick('-EINVAL', '-1')};")]), fixed(f"*out = {g.pick('make_ready(number)', 'make_pending(number)')};")]
        if g.chance(0.4):
            steps.append(g.if_node(g.pick("vt_int_is_completed(*out)", "cond()"), [fixed("vt_int_forget(*out);"), fixed("return 1;")]))
        if g.chance(0.3):
            steps.insert(1, g.if_node("cond()", [fixed("return -EIO;")]))
        return g.add_helper("int", name, "vt_int *out, int number", steps + [fixed("return 0;")])
    helper, name, status = g.helper_once("start", make), g.name("t"), g.name("rc")
    out = [cell(name), fixed(f"int {status} = {helper}(&{name}, {g.number_argument(scope)});")]
    if g.chance(0.4):
        out.append(g.if_node(f"{status} < 0", [act(g.pick("return sink;", f"{status} = -EAGAIN;"))]))
    if g.chance(0.3):
        return out, [[Group([(f"switch («R_, »{status}) {{", [declared("case 0:;"), braces(g.consume(scope, name)), fixed("break;"), declared("default: break;")])], kind="switch")]]
    return out, [[g.if_node(f"{status} == 0", g.consume(scope, name))]]


def by_index(g, scope):
    def make(name):
        end = [fixed("vt_int_forget(row[at]);")]
        again = [fixed(f"{name}(row, at + 1, count);")]
        kind = g.random.randrange(4)
        if kind == 0:
            body = [surely_if("at == count", [fixed("return;")])] + end + again
        elif kind == 1:
            body = [surely_if("at < count", again + end)]
        elif kind == 2:
            body = [surely_if("at < count", end + again)]
        else:
            body = [surely_if("count <= at", [fixed("return;")]), surely_if("count - at == 1", end, [
                fixed("int middle = at + (count - at) / 2;"), fixed(f"{name}(row, at, middle);"), fixed(f"{name}(row, middle, count);")])]
        return g.add_helper("void", name, "vt_int *row, int at, int count", body)
    helper, row, count = g.helper_once("end_from", make), g.name("row"), g.pick(2, 3)
    out = [fixed(f"vt_int {row}[{count}] = {{{', '.join(g.simple_maker() for _ in range(count))}}}; «R_CELL({row});»")]
    first = g.pick(0, 0, 1)
    later = [g.consume(scope, f"{row}[{k}]") for k in range(first)]
    return out, later + [[act(f"{helper}({row}, {first}, {count});")]]


def each(g, scope):
    """A callback is called with each, and with a context that counts."""
    helper = g.helper_once("each_of", lambda name: g.add_helper("int", name, "vt_int *row, int count, int (*call)(vt_int *, void *), void *context", [
        declared("int failed = 0;"),
        loop("for (int i = 0; «R_, »i < count; i++)", [g.if_node("call(&row[i], context) < 0", [act("failed++;")])]), fixed("return failed;")]))
    callback = g.helper_once("finish_one", lambda name: g.add_helper("int", name, "vt_int *task, void *context", [
        fixed("int *ended = context;"), fixed("++*ended;"), fixed("return vt_int_await(*task, ended);" if g.chance(0.3) else "vt_int_forget(*task);"), fixed("return 0;")],
        may_be_far=False))
    row, count, ended = g.name("row"), g.pick(1, 2, 3), g.name("ended")
    return [fixed(f"vt_int {row}[{count}] = {{{', '.join(g.simple_maker() for _ in range(count))}}}; «R_CELL({row});»"), declared(f"int {ended} = 0;")], \
        [[act(f"sink = {helper}({row}, {count}, {callback}, &{ended});")]]


def namesakes(g, scope):
    """Two static functions of one name: the first file's looks, the second file's consumes, or the other way round."""
    def make(name):
        ends, looks = [fixed("vt_int_forget(task);")], [fixed("sink = vt_int_is_completed(task);")]
        here, there = g.pick((ends, looks), (looks, ends))
        head, here_name, there_name = "{} {}(vt_int task) {{ «R_ENTER;»", f"tidy_{g.number}", f"tidy«_there»_{g.number}"
        g.first += [declared(f"void {name}(vt_int task);"), Group([(head.format("static void", here_name), here)], kind="function")]
        g.near.add(here_name)
        g.second += [declared(f"void {name}(vt_int task);"), Group([(head.format("static void", there_name), there)], kind="function"),
                     Group([(head.format("void", name), [fixed(f"{there_name}(task);")])], kind="function")]
        return (name, here_name) if here is ends else (here_name, name)
    looking, ending = g.helper_once("tidied_elsewhere", make)
    name = g.name("t")
    out = [fixed(f"vt_int {name} = {g.maker(scope)}; «R_CELL({name});»")]
    return out, [[act(f"{looking}({name});")] for _ in range(g.pick(0, 1, 2))] + [[act(f"{ending}({name});")]]
