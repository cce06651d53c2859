#include "util.h"

int two(void)
{
    vt_int task = make(2);
    return 2;
}
