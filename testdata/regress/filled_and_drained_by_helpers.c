// One helper makes a task for each of some parts in an array behind a pointer, another awaits those; both ask the same of each part.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int id);
struct part { int size; bool wanted; };
struct set { struct part *parts; int count; };

static void fill_wanted(const struct set *s, vt_int *ts)
{
    for (int i = 0; i < 3; i++)
        if (s->parts[i].wanted)
            ts[i] = start(i);
}

static int drain_wanted(const struct set *s, vt_int *ts, int first)
{
    int x, rc = 0;
    for (int i = first; i < 3; i++)
        if (s->parts[i].wanted)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int wanted_ok(const struct set *s)
{
    vt_int ts[3];
    fill_wanted(s, ts);
    return drain_wanted(s, ts, 0);
}

int wanted_bad(const struct set *s)
{
    vt_int ts[3];
    fill_wanted(s, ts); // expect: vt-unawaited
    return drain_wanted(s, ts, 1);
}

static void fill_large(const struct set *s, int n, vt_int *ts)
{
    for (int i = 0; i < n; i++)
        if (s->parts[i].size > 3)
            ts[i] = start(i);
}

int large_ok(const struct set *s, int n)
{
    vt_int ts[4];
    int x, rc = 0;
    if (n > 4)
        return -1;
    fill_large(s, n, ts);
    for (int i = 0; i < n; i++)
        if (s->parts[i].size > 3)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int large_bad(const struct set *s, int n)
{
    vt_int ts[4];
    int x, rc = 0;
    if (n > 4)
        return -1;
    fill_large(s, n, ts); // expect: vt-unawaited
    for (int i = 0; i < n; i++)
        if (s->parts[i].size > 4)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}
