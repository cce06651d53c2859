// known-failure: memory from alloca() is not known to end with the function
#include <alloca.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
int nothing_awaited_bad(int n)
{
    vt_int *ts = alloca(sizeof(vt_int) * (size_t)n);
    for (int i = 0; i < n; i++)
        ts[i] = make(i); // expect: vt-unawaited
    return 0;
}

int all_ok(int n)
{
    vt_int *ts = alloca(sizeof(vt_int) * (size_t)n);
    int rc = 0;
    for (int i = 0; i < n; i++)
        ts[i] = make(i);
    for (int i = 0; i < n; i++)
        rc |= vt_int_await(ts[i], &(int){0});
    return rc;
}
