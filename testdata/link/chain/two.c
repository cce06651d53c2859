// Link 2 of a chain over five files.
#include "chain.h"

int two(vt_int task)
{
    return three(task);
}

bool look_two(vt_int task)
{
    return look_three(task);
}
