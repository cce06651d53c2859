#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

int twice(void)
{
    vt_int t = make();
    int result = 0;
    (void)vt_int_await(t, &result);
    (void)vt_int_await(t, &result);
    return result;
}

void dropped(void)
{
    (void)make();
}
