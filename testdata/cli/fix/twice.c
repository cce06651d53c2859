#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

int twice(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    if (rc < 0)
        return rc;
    return vt_int_await(task, &value);
}

void drop(void)
{
    make();
}
