#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

int old_defect(void)
{
    int value = 0;
    vt_int task = make();
    vt_int_await(task, &value);
    vt_int_await(task, &value);
    return value;
}

int twice(int again)
{
    int value = 0;
    vt_int task = make();
    if (again)
        return vt_int_await(task, &value);
    vt_int_await(task, &value);
    return value;
}

int dropped_line(void)
{
    int value = 0;
    vt_int task = make();
    vt_int_await(task, &value);
    return value;
}
