// A helper that stores a task where a parameter leads stores it in heap memory if a caller gives it such.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
#include <stdlib.h>
static void put(vt_int *slot, int n) { *slot = make(n); } // expect: vt-field-storage
int on_heap(void)
{
    vt_int *p = malloc(sizeof *p);
    if (!p)
        return -ENOMEM;
    put(p, 1);
    int rc = vt_int_await(*p, &(int){0});
    free(p);
    return rc;
}

static void put_local(vt_int *slot, int n) { *slot = make(n); }

int local_ok(void)
{
    vt_int t;
    put_local(&t, 1);
    return vt_int_await(t, &(int){0});
}

static void put_deep(vt_int *slot, int n) { *slot = make(n); } // expect: vt-field-storage
static void put_by(vt_int *slot) { put_deep(slot + 1, 2); }

int in_array(void)
{
    vt_int *slots = calloc(2, sizeof *slots);
    if (slots == NULL)
        return -ENOMEM;
    put_by(slots);
    int rc = vt_int_await(slots[1], &(int){0});
    free(slots);
    return rc;
}

static vt_int *same(vt_int *slot) { return slot; }
static void put_same(vt_int *slot, int n) { *same(slot) = make(n); }

int same_ok(void)
{
    vt_int t;
    put_same(&t, 1);
    return vt_int_await(t, &(int){0});
}
