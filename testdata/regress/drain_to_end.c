#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

vt_int make(int n);
int cond(void);

static int drain(vt_int *next, vt_int *end)
{
    int value = 0, status = 0;
    while (next != end)
        status |= vt_int_await(*next++, &value);
    return status;
}

int drain_one_ok(void)
{
    vt_int tasks[1] = {make(1)};
    return drain(tasks, tasks + 1);
}
