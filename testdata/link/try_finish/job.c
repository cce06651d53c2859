// Whether it consumed is told by what it returns.
#include "job.h"

int take_if_ready(vt_int task, int *out)
{
    if (!vt_int_is_completed(task))
        return -EAGAIN;
    if (vt_int_await(task, out) < 0)
        *out = 0;
    return 0;
}

enum outcome offer(vt_int task, int price)
{
    if (price < 10)
        return REFUSED;
    vt_int_forget(task);
    return ACCEPTED;
}
