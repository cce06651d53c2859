// Tasks and the flags beside them are arrays in one struct, which helpers fill and empty: the first element has the address of its array.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
struct pool {
    vt_int slots[4]; // expect: vt-field-storage
    bool used[4];
};

static int add(struct pool *p, int x)
{
    for (int i = 0; i < 4; i++)
        if (!p->used[i]) {
            p->slots[i] = make(x);
            p->used[i] = true;
            return i;
        }
    return -1;
}

static int drain(struct pool *p)
{
    int rc = 0;
    for (int i = 0; i < 4; i++)
        if (p->used[i]) {
            rc |= vt_int_await(p->slots[i], &(int){0});
            p->used[i] = false;
        }
    return rc;
}

int all_ok(const int *items, int n)
{
    struct pool p = {0};
    int rc = 0;
    for (int i = 0; i < n; i++)
        if (add(&p, items[i]) < 0) {
            rc |= drain(&p);
            add(&p, items[i]);
        }
    return rc | drain(&p);
}

static int drain_but_first(struct pool *p)
{
    int rc = 0;
    for (int i = 1; i < 4; i++)
        if (p->used[i]) {
            rc |= vt_int_await(p->slots[i], &(int){0});
            p->used[i] = false;
        }
    return rc;
}

int first_lost_bad(const int *items, int n)
{
    struct pool p = {0};
    for (int i = 0; i < n; i++)
        if (add(&p, items[i]) < 0) // expect: vt-unawaited
            break;
    return drain_but_first(&p);
}

static int drain_without_note(struct pool *p)
{
    int rc = 0;
    for (int i = 0; i < 4; i++)
        if (p->used[i])
            rc |= vt_int_await(p->slots[i], &(int){0});
    return rc;
}

int drained_twice_bad(const int *items, int n)
{
    struct pool p = {0};
    for (int i = 0; i < n; i++)
        if (add(&p, items[i]) < 0)
            break;
    drain_without_note(&p);
    return drain(&p); // expect: vt-double-await
}
