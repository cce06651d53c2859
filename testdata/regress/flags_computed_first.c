// Flags that a loop of its own computes for all elements, before others ask them.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
int wanted_ok(int n)
{
    bool wanted[3];
    vt_int ts[3];
    int rc = 0;
    for (int i = 0; i < 3; i++)
        wanted[i] = i < n;
    for (int i = 0; i < 3; i++)
        if (wanted[i])
            ts[i] = make(i);
    for (int i = 0; i < 3; i++)
        if (wanted[i])
            rc |= vt_int_await(ts[i], &(int){0});
    return rc;
}

int last_bad(int n)
{
    bool wanted[3];
    vt_int ts[3];
    int rc = 0;
    for (int i = 0; i < 3; i++)
        wanted[i] = i < n;
    for (int i = 0; i < 3; i++)
        if (wanted[i])
            ts[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < 2; i++)
        if (wanted[i])
            rc |= vt_int_await(ts[i], &(int){0});
    return rc;
}
