// Link 3 of a chain over five files.
#include "chain.h"

int three(vt_int task)
{
    return four(task);
}

bool look_three(vt_int task)
{
    return look_four(task);
}
