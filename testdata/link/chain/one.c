// Link 1 of a chain over five files.
#include "chain.h"

int one(vt_int task)
{
    return two(task);
}

bool look_one(vt_int task)
{
    return look_two(task);
}
