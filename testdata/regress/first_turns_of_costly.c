/* What a function does that is too dear to be followed to the end is looked for in the first turns of its loops: a bound in memory that unseen code may change, and a condition on each element. */
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);

struct list {
    int count;
};

int some_left_bad(const struct list *l, const bool *on, int limit)
{
    vt_int ts[8];
    int x, rc = 0;
    if (l->count > 8)
        return -1;
    for (int i = 0; i < l->count; i++)
        if (on[i])
            ts[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < l->count; i++)
        if (on[i] && i < limit)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int none_left_ok(const struct list *l, const bool *on, int limit)
{
    vt_int ts[8];
    int x, rc = 0;
    if (l->count > 8)
        return -1;
    for (int i = 0; i < l->count; i++)
        if (on[i])
            ts[i] = make(i);
    for (int i = 0; i < l->count; i++) {
        if (on[i] && i < limit)
            rc |= vt_int_await(ts[i], &x);
        else if (on[i])
            vt_int_forget(ts[i]);
    }
    return rc;
}
