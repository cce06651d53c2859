// Calls the header's function, and says each time what is to happen.
#include "drop.h"

int kept_ok(void)
{
    int value = 0;
    vt_int task = make();
    drop_if(task, true);
    return vt_int_await(task, &value);
}

void dropped_ok(void)
{
    vt_int task = make();
    drop_if(task, false);
}
