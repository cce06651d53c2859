// Link 4 of a chain over five files.
#include "chain.h"

int four(vt_int task)
{
    return five(task);
}

bool look_four(vt_int task)
{
    return look_five(task);
}
