// The strong definition.
#include "weak.h"

int finish(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}
