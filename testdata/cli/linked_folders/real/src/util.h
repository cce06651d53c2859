#ifndef UTIL_H
#define UTIL_H
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);

static inline int twice(vt_int task)
{
    int x = 0;
    return vt_int_await(task, &x) < 0 ? -1 : vt_int_await(task, &x);
}
#endif
