#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int twice(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    if (rc < 0)
        rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}
