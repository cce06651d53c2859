// Contexts that callbacks get, filled by helpers, known to nobody else while unseen code runs.
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);
int cond(void);
int probe(void);
void visit(void (*f)(void *), void *context);

struct ctx { vt_int *task; bool done; unsigned flags; int rc; int count; struct ctx *next; };

static void late(void *context)
{
    struct ctx *c = context;
    int v;
    work();
    c->rc = vt_int_await(*c->task, &v);
    c->done = true;
}

static void once(void *context)
{
    struct ctx *c = context;
    int v;
    work();
    if (c->done)
        return;
    c->rc = vt_int_await(*c->task, &v);
    c->done = true;
}

static void each_bad(void (*f)(void *), void *context, int n)
{
    for (int i = 0; i < n; i++)
        f(context); // expect: vt-double-await
}

int late_ok(void)
{
    vt_int t = make();
    struct ctx c = {.task = &t};
    late(&c);
    return c.rc;
}

int late_bad(void)
{
    vt_int t = make();
    struct ctx c = {.task = &t};
    late(&c);
    late(&c); // expect: vt-double-await
    return c.rc;
}

int once_ok(void)
{
    vt_int t = make();
    struct ctx c = {.task = &t};
    once(&c);
    work();
    once(&c);
    if (!c.done)
        vt_int_forget(t);
    return c.rc;
}

int each_once_ok(int n)
{
    vt_int t = make();
    struct ctx c = {.task = &t};
    each_bad(once, &c, n);
    if (!c.done)
        vt_int_forget(t);
    return c.rc;
}

int each_late_told_in_each_ok(int n)
{
    vt_int t = make();
    struct ctx c = {.task = &t};
    if (n > 0)
        each_bad(late, &c, n);
    else
        vt_int_forget(t);
    if (n > 1)
        work();
    return c.rc;
}

int unknown_visitor_ok(void)
{
    vt_int t = make();
    struct ctx c = {.task = &t};
    visit(once, &c);
    if (!c.done)
        vt_int_forget(t);
    return c.rc;
}

static int step(vt_int t, struct ctx *c)
{
    int v;
    work();
    if (c->flags & 4u) {
        vt_int_forget(t);
        return -1;
    }
    return vt_int_await(t, &v);
}

int step_ok(void)
{
    struct ctx c = {.flags = 3};
    vt_int t = make();
    return step(t, &c);
}

static bool maybe(vt_int t, struct ctx *c)
{
    work();
    if (c->count == 0)
        return false;
    vt_int_forget(t);
    c->count--;
    return true;
}

int maybe_ok(void)
{
    struct ctx c = {.count = 2};
    vt_int t = make();
    if (!maybe(t, &c))
        vt_int_forget(t);
    return c.count;
}

int heap_context_ok(void)
{
    struct ctx *c = malloc(sizeof *c);
    if (c == NULL)
        return -1;
    vt_int t = make();
    c->done = false;
    c->task = &t;
    work();
    once(c);
    if (!c->done)
        vt_int_forget(t);
    free(c);
    return 0;
}

int linked_ok(void)
{
    vt_int a = make(), b = make();
    struct ctx second = {.task = &b}, first = {.task = &a, .next = &second};
    for (struct ctx *c = &first; c != NULL; c = c->next)
        once(c);
    return 0;
}

int linked_bad(void)
{
    vt_int a = make(), b = make(); // expect: vt-unawaited b
    struct ctx second = {.task = &b}, first = {.task = &a, .next = &second};
    for (struct ctx *c = &first; c != &second; c = c->next)
        late(c);
    return 0;
}

static void collect(vt_int *out, int *count, int most)
{
    *count = 0;
    while (*count < most && probe() >= 0)
        out[(*count)++] = make();
}

int collect_ok(void)
{
    vt_int ts[3];
    int n = 0, v;
    collect(ts, &n, 3);
    for (int i = 0; i < n; i++)
        (void)vt_int_await(ts[i], &v);
    return 0;
}

static int open_two(vt_int *a, vt_int *b)
{
    int rc = probe();
    if (rc < 0)
        return rc;
    *a = make();
    rc = probe();
    if (rc < 0) {
        vt_int_forget(*a);
        return rc;
    }
    *b = make();
    return 0;
}

int open_two_ok(void)
{
    vt_int a, b;
    int v;
    if (open_two(&a, &b) < 0)
        return -1;
    (void)vt_int_await(a, &v);
    (void)vt_int_await(b, &v);
    return 0;
}

int open_two_bad(void)
{
    vt_int a, b;
    int v;
    if (open_two(&a, &b) < 0) { // expect: vt-unawaited b
        vt_int_forget(a); // expect: vt-double-await
        return -1;
    }
    return vt_int_await(a, &v);
}

struct reply { int rc; vt_int task; }; // expect: vt-field-storage

static struct reply request(int n)
{
    struct reply r = {.rc = n > 0 ? 0 : -1};
    if (r.rc == 0)
        r.task = make();
    return r;
}

int reply_ok(int n)
{
    int v;
    struct reply r = request(n);
    if (r.rc < 0)
        return r.rc;
    return vt_int_await(r.task, &v);
}

int reply_bad(int n)
{
    struct reply r = request(n); // expect: vt-unawaited
    if (r.rc < 0)
        return r.rc;
    return 0;
}

static int counter;

int global_counter_ok(void)
{
    vt_int t = make();
    int seen = counter;
    if (seen > 3)
        vt_int_forget(t);
    work();
    if (seen <= 3)
        vt_int_forget(t);
    return 0;
}

static bool stopping;
static void stop(bool now) { stopping = now; }
void subscribe(void (*stop)(bool now));
void listen_to_all(void) { subscribe(stop); }

int global_flag_ok(void)
{
    vt_int t = make();
    if (stopping) {
        vt_int_forget(t);
        return -1;
    }
    if (stopping)
        vt_int_forget(t);
    vt_int_forget(t);
    return 0;
}

int global_flag_bad(void)
{
    vt_int t = make(); // expect: vt-unawaited
    if (stopping)
        vt_int_forget(t);
    work();
    if (!stopping)
        vt_int_forget(t); // expect: vt-double-await
    return 0;
}
