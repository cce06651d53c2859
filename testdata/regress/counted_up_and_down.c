// One counter goes up and another one down.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
int up_and_down_ok(int n)
{
    vt_int ts[16];
    int rc = 0, i, left;
    if (n > 16)
        return -1;
    for (i = 0, left = n; left > 0; i++, left--)
        ts[i] = make(i);
    for (i = 0; i < n; i++)
        rc |= vt_int_await(ts[i], &(int){0});
    return rc;
}

int last_lost_bad(int n)
{
    vt_int ts[16];
    int rc = 0, i, left;
    if (n > 16)
        return -1;
    for (i = 0, left = n; left > 0; i++, left--)
        ts[i] = make(i); // expect: vt-unawaited
    for (i = 0; i < n - 1; i++)
        rc |= vt_int_await(ts[i], &(int){0});
    return rc;
}
