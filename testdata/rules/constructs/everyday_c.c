// What C people write around calls: macros that return, cleanup, callbacks with a context, tables, compound literals, varargs.
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);
int cond(void);
int probe(void);

#define TRY(expression)                 \
    do {                                \
        int try_rc_ = (expression);     \
        if (try_rc_ < 0)                \
            return try_rc_;             \
    } while (0)

#define TRY_OR(expression, label)       \
    do {                                \
        if ((rc = (expression)) < 0)    \
            goto label;                 \
    } while (0)

int try_bad(void)
{
    int v = 0;
    vt_int t = make(); // expect: vt-unawaited
    TRY(probe());
    TRY(vt_int_await(t, &v));
    return v;
}

int try_or_ok(void)
{
    int v = 0, rc;
    vt_int t = make();
    TRY_OR(probe(), fail);
    TRY_OR(probe(), fail);
    return vt_int_await(t, &v) < 0 ? -1 : v;
fail:
    vt_int_forget(t);
    return rc;
}

#define AWAIT(task) __extension__({ int await_v_ = 0; int await_rc_ = vt_int_await((task), &await_v_); await_rc_ < 0 ? await_rc_ : await_v_; })

int statement_expression_ok(void)
{
    vt_int t = make();
    int a = AWAIT(make());
    return a + AWAIT(t);
}

int statement_expression_bad(void)
{
    vt_int t = make();
    int a = AWAIT(t);
    return a + AWAIT(t); // expect: vt-double-await
}

static void give_up(vt_int *t)
{
    vt_int_forget(*t);
}

#define AUTO_FORGET __attribute__((cleanup(give_up)))

int cleanup_ok(int n)
{
    AUTO_FORGET vt_int t = make();
    if (n)
        return -1;
    work();
    return 0;
}

int cleanup_bad(int n)
{
    int v = 0;
    AUTO_FORGET vt_int t = make();
    if (n)
        return -1;
    return vt_int_await(t, &v); // expect: vt-double-await
}

struct guard {
    vt_int *task;
    bool armed;
};

static void guard_leave(struct guard *g)
{
    if (g->armed)
        vt_int_forget(*g->task);
}

int guard_ok(int n)
{
    int v = 0;
    vt_int t = make();
    __attribute__((cleanup(guard_leave))) struct guard g = {&t, true};
    if (n)
        return -1;
    g.armed = false;
    return vt_int_await(t, &v);
}

int guard_bad(int n)
{
    int v = 0;
    vt_int t = make(); // expect: vt-unawaited
    __attribute__((cleanup(guard_leave))) struct guard g = {&t, true};
    g.armed = false;
    if (n)
        return -1;
    return vt_int_await(t, &v);
}

int computed_goto_ok(int n)
{
    static const void *const labels[] = {&&first, &&second, &&third};
    int v = 0;
    vt_int t = make();
    goto *labels[n % 3];
first:
    vt_int_forget(t);
    return 1;
second:
    return vt_int_await(t, &v);
third:
    vt_int_forget(t);
    return 3;
}

int computed_goto_bad(int n)
{
    static const void *const labels[] = {&&first, &&second};
    int v = 0;
    vt_int t = make();
    goto *labels[n % 2];
first:
    vt_int_forget(t);
second:
    return vt_int_await(t, &v); // expect: vt-double-await
}

int duff_ok(int n)
{
    int v = 0, turns = (n + 3) / 4;
    switch (n % 4) {
    case 0: do { vt_int a = make(); (void)vt_int_await(a, &v); __attribute__((fallthrough));
    case 3:      v++; __attribute__((fallthrough));
    case 2:      v++; __attribute__((fallthrough));
    case 1:      v++;
            } while (--turns > 0);
    }
    return v;
}

int knr_ok(t, n)
    vt_int t;
    int n;
{
    int v = 0;
    if (n)
        vt_int_forget(t);
    else
        (void)vt_int_await(t, &v);
    return v;
}

#define CONSUME(x) _Generic((x), vt_int: vt_int_forget, int: abs)(x)

int generic_ok(void)
{
    vt_int t = make();
    CONSUME(t);
    return CONSUME(3);
}

int generic_bad(void)
{
    vt_int t = make();
    CONSUME(t);
    CONSUME(t); // expect: vt-double-await
    return 0;
}

static int many(int count, ...)
{
    va_list ap;
    int sum = 0, v;
    va_start(ap, count);
    for (int i = 0; i < count; i++) {
        vt_int t = va_arg(ap, vt_int);
        if (vt_int_await(t, &v) == 0)
            sum += v;
    }
    va_end(ap);
    return sum;
}

int varargs_ok(void)
{
    vt_int a = make(), b = make();
    return many(2, a, b);
}

struct request { vt_int *task; int result; int rc; };

static void on_ready(void *context)
{
    struct request *r = context;
    r->rc = vt_int_await(*r->task, &r->result);
}

static void run_callback(void (*f)(void *), void *context)
{
    f(context);
}

int callback_ok(void)
{
    vt_int t = make();
    struct request r = {&t, 0, 0};
    run_callback(on_ready, &r);
    return r.result;
}

int callback_bad(void)
{
    vt_int t = make();
    struct request r = {.task = &t};
    run_callback(on_ready, &r);
    return vt_int_await(t, &r.result); // expect: vt-double-await
}

struct ops { void (*run)(void *); void (*skip)(void *); };
static void skip_it(void *context) { (void)context; work(); }
static const struct ops ops = {on_ready, skip_it};

int ops_ok(void)
{
    vt_int t = make();
    struct request r = {.task = &t};
    ops.skip(&r);
    ops.run(&r);
    return r.rc;
}

int ops_bad(void)
{
    vt_int t = make(); // expect: vt-unawaited
    struct request r = {.task = &t};
    ops.skip(&r);
    return r.rc;
}

int ops_local_bad(void)
{
    struct ops o = {.run = skip_it, .skip = on_ready};
    vt_int t = make();
    struct request r = {.task = &t};
    o.run(&r);
    o.skip(&r);
    ops.run(&r); // expect: vt-double-await
    return r.rc;
}

int pointer_pointer_ok(void)
{
    vt_int a = make(), b = make(), *p = &a, **pp = &p;
    vt_int_forget(**pp);
    *pp = &b;
    vt_int_forget(**pp);
    return 0;
}

int pointer_pointer_bad(int n)
{
    vt_int a = make(), b = make(), *p = &a, **pp = &p; // expect: vt-unawaited
    vt_int_forget(**pp);
    if (n)
        *pp = &b;
    vt_int_forget(*p); // expect: vt-double-await
    return 0;
}

int vla_ok(int n)
{
    vt_int ts[n > 0 ? n : 1];
    ts[0] = make();
    vt_int_forget(ts[0]);
    return 0;
}

int compound_ok(void)
{
    int v;
    return vt_int_await(*(vt_int[]){make()}, &v);
}

static int fold(const vt_int *ts, size_t n)
{
    int v, sum = 0;
    while (n-- > 0)
        if (vt_int_await(*ts++, &v) == 0)
            sum += v;
    return sum;
}

int compound_array_ok(void)
{
    return fold((vt_int[]){make(), make()}, 2);
}

int comma_ok(void)
{
    int v;
    vt_int t;
    return (t = make(), work(), vt_int_await(t, &v));
}

static vt_int pass(vt_int t) { return t; }
static vt_int choose(int n, vt_int a, vt_int b)
{
    if (n) {
        vt_int_forget(b);
        return a;
    }
    vt_int_forget(a);
    return b;
}

int nested_ok(int n)
{
    int v;
    return vt_int_await(choose(n, pass(pass(make())), make()), &v);
}

int nested_bad(int n)
{
    int v;
    vt_int t = make();
    int rc = vt_int_await(choose(n, pass(t), make()), &v);
    vt_int_forget(t); // expect: vt-double-await
    return rc;
}

static int depth(vt_int t, int n)
{
    int v;
    if (n <= 0)
        return vt_int_await(t, &v);
    return depth(t, n - 1);
}

int recursion_ok(int n) { return depth(make(), n); }

static int leak_depth(vt_int t, int n) // expect: vt-unawaited
{
    int v;
    if (n == 0)
        return vt_int_await(t, &v);
    if (n < 0)
        return -1;
    return leak_depth(t, n - 1);
}

int recursion2_ok(int n) { return leak_depth(make(), n); }

int memset_ok(void)
{
    vt_int t;
    memset(&t, 0, sizeof t);
    t = make();
    vt_int_forget(t);
    return 0;
}

int errno_after_ok(void)
{
    int v = 0;
    vt_int t = make();
    int rc = vt_int_await_timeout(t, 1000, &v);
    if (rc == -110)
        return -1;
    return rc ? rc : v;
}

void on_done(void *context, int status, int result);

void continuation_ok(void)
{
    vt_int t = make();
    if (vt_int_is_completed(t))
        vt_int_forget(t);
    else
        vt_int_on_completed(t, on_done, NULL);
}

int task_ok(void)
{
    int v = 0, rc;
    vt_int_task *task = vt_int_as_task(make());
    rc = vt_int_task_await(task, &v);
    rc |= vt_int_task_await(task, &v);
    vt_int_task_unref(task);
    return rc;
}

int switch_declaration_ok(int n)
{
    switch (n) {
        vt_int t;
    case 1:
        t = make();
        vt_int_forget(t);
        break;
    default:
        break;
    }
    return 0;
}

int nested_switch_ok(int a, int b)
{
    vt_int t = make();
    switch (a) {
    case 0:
        switch (b) {
        case 1:
            vt_int_forget(t);
            return 1;
        default:
            break;
        }
        break;
    case 1:
        vt_int_forget(t);
        return 2;
    }
    vt_int_forget(t);
    return 0;
}
