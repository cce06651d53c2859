// Link 5 of a chain over five files.
#include "chain.h"

int five(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

bool look_five(vt_int task)
{
    return vt_int_is_completed(task);
}
