// A helper fills an array as far as a number that its caller knows to be small; the caller stops at the first failure.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int id);
struct batch { int count; };

static void fill(int n, vt_int *ts)
{
    for (int i = 0; i < n; i++)
        ts[i] = start(i);
}

int gather_ok(int n)
{
    vt_int ts[4];
    int x, rc = 0;
    if (n > 4)
        return -1;
    fill(n, ts);
    for (int i = 0; i < n; i++)
        if (vt_int_await(ts[i], &x) < 0)
            rc = -1;
    return rc;
}

int gather_bad(int n)
{
    vt_int ts[4];
    int x, rc = 0;
    if (n > 4)
        return -1;
    fill(n, ts); // expect: vt-unawaited
    for (int i = 0; i < n; i++)
        if ((rc = vt_int_await(ts[i], &x)) < 0)
            return rc;
    return rc;
}

static void fill_batch(const struct batch *b, vt_int *ts)
{
    for (int i = 0; i < b->count; i++)
        ts[i] = start(i);
}

int batch_ok(struct batch *b)
{
    vt_int ts[4];
    int x, rc = 0;
    if (b->count > 4)
        b->count = 4;
    fill_batch(b, ts);
    for (int i = 0; i < b->count; i++)
        if (vt_int_await(ts[i], &x) < 0)
            rc = -1;
    return rc;
}

int batch_bad(struct batch *b)
{
    vt_int ts[4];
    int x, rc = 0;
    if (b->count > 4)
        b->count = 4;
    fill_batch(b, ts); // expect: vt-unawaited
    for (int i = 0; i < b->count; i++)
        if ((rc = vt_int_await(ts[i], &x)) < 0)
            break;
    return rc;
}

static void fill_asked(const bool *asked, int n, vt_int *ts)
{
    for (int i = 0; i < n; i++)
        if (asked[i])
            ts[i] = start(i);
}

int asked_bad(const bool *asked, int n)
{
    vt_int ts[4];
    int x, rc = 0;
    if (n > 4)
        return -1;
    fill_asked(asked, n, ts); // expect: vt-unawaited
    for (int i = 0; i < n; i++)
        if (asked[i] && (rc = vt_int_await(ts[i], &x)) < 0)
            return rc;
    return rc;
}
