// A callback that is called for each of a list makes a task for the caller, whom it knows by a context pointer.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int id);
bool may(int id);
struct item { struct item *next; int id; bool on; };
struct first { vt_int *task; bool has; };
struct many { vt_int *tasks; int count; };

static void each(struct item *list, void (*call)(struct item *, void *), void *context)
{
    for (; list; list = list->next)
        call(list, context);
}

static void start_first(struct item *item, void *context)
{
    struct first *f = context;
    if (item->on && !f->has) {
        *f->task = start(item->id);
        f->has = true;
    }
}

int first_ok(struct item *list)
{
    vt_int t;
    int x;
    struct first f = {&t, false};
    each(list, start_first, &f);
    if (f.has)
        return vt_int_await(t, &x);
    return 0;
}

int first_bad(struct item *list)
{
    vt_int t;
    int x;
    struct first f = {&t, false};
    each(list, start_first, &f); // expect: vt-unawaited
    if (f.has && may(1))
        return vt_int_await(t, &x);
    return 0;
}

static void start_next(struct item *item, void *context)
{
    struct many *m = context;
    if (m->count < 4)
        m->tasks[m->count++] = start(item->id);
}

int many_ok(struct item *list)
{
    vt_int ts[4];
    struct many m = {ts, 0};
    int x, rc = 0;
    each(list, start_next, &m);
    for (int i = 0; i < m.count; i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}

int many_bad(struct item *list)
{
    vt_int ts[4];
    struct many m = {ts, 0};
    int x, rc = 0;
    each(list, start_next, &m); // expect: vt-unawaited
    if (may(1))
        return -1;
    for (int i = 0; i < m.count; i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}
