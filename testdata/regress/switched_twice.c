// A number behind a pointer is asked for one kind after another, unseen code runs, and it is asked so again: who does nothing where it is none of them expects no other.
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

int checked_first_ok(const struct options *o)
{
    vt_int t;
    if (o->kind != 1 && o->kind != 5)
        return -1;
    t = make(o->kind);
    note();
    if (o->kind == 1)
        vt_int_forget(t);
    else if (o->kind == 5)
        (void)vt_int_await(t, &(int){0});
    return 0;
}

int asked_for_change_bad(const struct options *o)
{
    vt_int t;
    if (o->kind != 1 && o->kind != 5)
        return -1;
    t = make(o->kind); // expect: vt-unawaited
    note();
    if (o->kind != 1 && o->kind != 5)
        return -1;
    return vt_int_await(t, &(int){0});
}

int outside_bad(const struct options *o)
{
    vt_int t;
    if (o->kind < 1 || o->kind > 5)
        return -1;
    t = make(o->kind); // expect: vt-unawaited
    note();
    if (o->kind < 1 || o->kind > 5)
        return -1;
    return vt_int_await(t, &(int){0});
}

int third_kind_bad(const struct options *o)
{
    vt_int t;
    switch (o->kind) {
    case 1: case 2: case 3: t = make(o->kind); break; // expect: vt-unawaited
    default: return -1;
    }
    note();
    switch (o->kind) {
    case 1: vt_int_forget(t); break;
    case 2: (void)vt_int_await(t, &(int){0}); break;
    }
    return 0;
}

int new_default_bad(const struct options *o)
{
    vt_int t;
    switch (o->kind) {
    case 1: case 2: t = make(o->kind); break; // expect: vt-unawaited
    default: return -1;
    }
    note();
    switch (o->kind) {
    case 1: vt_int_forget(t); break;
    case 2: (void)vt_int_await(t, &(int){0}); break;
    default: return -2;
    }
    return 0;
}
