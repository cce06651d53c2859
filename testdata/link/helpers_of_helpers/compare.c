#include "compare.h"
#include "range.h"

bool not_below(int n, int least)
{
    return n >= least;
}

int lowest_port(void)
{
    return 1024;
}
