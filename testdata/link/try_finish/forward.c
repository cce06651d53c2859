// Hands the answer on, turned round.
#include "job.h"

bool forward(vt_int task, int *out)
{
    return take_if_ready(task, out) == 0;
}
