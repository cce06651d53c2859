// known-failure: a switch over what lies behind a pointer is asked a second time behind unseen code
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
struct set { int n; };
int thresholds_ok(struct set *s)
{
    vt_int a, b;
    int rc = 0;
    if (s->n > 0)
        a = make(1);
    if (s->n > 1)
        b = make(2);
    note();
    if (s->n > 1)
        rc |= vt_int_await(b, &(int){0});
    if (s->n > 0)
        rc |= vt_int_await(a, &(int){0});
    return rc;
}

int switched_ok(struct set *s)
{
    vt_int a, b;
    int rc = 0;
    switch (s->n) {
    case 2: b = make(2); /* fall through */
    case 1: a = make(1); break;
    default: return 0;
    }
    note();
    switch (s->n) {
    case 2: rc |= vt_int_await(b, &(int){0}); /* fall through */
    case 1: rc |= vt_int_await(a, &(int){0});
    }
    return rc;
}

int second_bad(struct set *s)
{
    vt_int a, b;
    int rc = 0;
    if (s->n > 0)
        a = make(1);
    if (s->n > 1)
        b = make(2); // expect: vt-unawaited
    note();
    if (s->n > 2)
        rc |= vt_int_await(b, &(int){0});
    if (s->n > 0)
        rc |= vt_int_await(a, &(int){0});
    return rc;
}

struct options { unsigned flags; int kind; };
int two_bits_ok(const struct options *o)
{
    vt_int a, b;
    int rc = 0;
    if (o->flags & 1)
        a = make(1);
    if (o->flags & 2)
        b = make(2);
    note();
    if (o->flags & 1)
        rc |= vt_int_await(a, &(int){0});
    if (o->flags & 2)
        rc |= vt_int_await(b, &(int){0});
    return rc;
}

int either_kind_ok(const struct options *o)
{
    vt_int t;
    if (o->kind == 1 || o->kind == 5)
        t = make(1);
    note();
    if (o->kind == 1 || o->kind == 5)
        return vt_int_await(t, &(int){0});
    return 0;
}
