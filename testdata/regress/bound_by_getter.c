// The bound of two loops is asked by a getter whose body is seen; unseen code runs between.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
struct list { int count; const int *ids; };

static inline int list_count(const struct list *l) { return l->count; }

int getter_ok(const struct list *l)
{
    vt_int ts[4];
    int x, rc = 0;
    if (list_count(l) > 4)
        return -1;
    for (int i = 0; i < list_count(l); i++)
        ts[i] = make(i);
    for (int i = 0; i < list_count(l); i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}

int getter_bad(const struct list *l)
{
    vt_int ts[4];
    int x, rc = 0;
    if (list_count(l) > 4)
        return -1;
    for (int i = 0; i < list_count(l); i++)
        ts[i] = make(i); // expect: vt-unawaited
    for (int i = 1; i < list_count(l); i++)
        rc |= vt_int_await(ts[i], &x);
    return rc;
}
