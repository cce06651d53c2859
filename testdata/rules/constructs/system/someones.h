/* Somebody else's header: nothing is reported in it, but what its functions do counts. */
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static inline int someones_finish(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    if (rc < 0)
        rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}
