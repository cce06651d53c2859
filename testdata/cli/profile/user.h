#ifndef USER_H
#define USER_H
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int slow(int id);
vt_int other(int id);

static inline vt_int in_header(vt_int_task *task)
{
    if (task == NULL)
        return vt_int_from_error(-ENOMEM);
    return vt_int_from_task(task);
}

#endif
