#include "user.h"

static vt_int look_up(vt_int_task *task)
{
    if (task == NULL)
        return vt_int_from_result(0);
    return vt_int_from_task(task);
}

vt_int slow(int id)
{
    vt_int_task *task = vt_int_task_new();
    return id > 0 ? look_up(task) : in_header(task);
}
