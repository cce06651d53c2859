// known-failure: a helper stores through a pointer that leads to heap memory in one caller only
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
#include <stdlib.h>
static void put(vt_int *slot, int n) { *slot = make(n); } // expect: vt-field-storage
int heap_bad(void)
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
