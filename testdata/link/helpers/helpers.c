// Helpers that another file uses: what they do is derived from their bodies.
#include "helpers.h"

int finish(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

bool ready(vt_int task)
{
    return vt_int_is_completed(task);
}

vt_int logged(vt_int task)
{
    cond();
    return task;
}

bool try_finish(vt_int task, int *out)
{
    if (!vt_int_is_completed(task))
        return false;
    int rc = vt_int_await(task, out);
    if (rc < 0)
        *out = rc;
    return true;
}

vt_int produce(int n)
{
    vt_int task = make();
    if (n > 0)
        return task;
    vt_int_forget(task);
    return vt_int_from_result(0);
}

void produce_into(vt_int *out)
{
    *out = produce(1);
}

void drop_at(vt_int *task)
{
    vt_int_forget(*task);
}
