// The other half.
#include "ring.h"

int pong(vt_int task, int n)
{
    if (n > 0)
        return ping(task, n - 1);
    vt_int_forget(task);
    return 0;
}
