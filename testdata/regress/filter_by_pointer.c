// An array is walked twice with one counter, by a pointer to the element that is counted: what it holds is asked of each.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct element {
    int priority, id;
    const void *owner;
};

vt_int begin(int id);

int above(const struct element *v, unsigned n, int least)
{
    const struct element *p;
    vt_int t[4];
    int value, sum = 0;
    unsigned i;
    if (n > 4)
        return -1;
    for (i = 0; i < n; i++) {
        p = &v[i];
        if (p->priority > least)
            t[i] = begin(p->id);
    }
    for (i = 0; i < n; i++) {
        p = &v[i];
        if (p->priority > least)
            sum += vt_int_await(t[i], &value);
    }
    return sum;
}

int of_ours(const struct element *v, unsigned n, const void *self)
{
    const struct element *p;
    vt_int t[4];
    int value, rc = 0;
    unsigned i;
    if (n > 4)
        return -1;
    for (i = 0; i < n; i++) {
        p = &v[i];
        if (p->owner == self)
            t[i] = begin(p->id); // expect: vt-unawaited
    }
    for (i = 0; i < n; i++) {
        p = &v[i];
        if (p->owner == self)
            rc |= vt_int_await(t[i], &value);
        if (rc < 0)
            return rc;
    }
    return rc;
}
