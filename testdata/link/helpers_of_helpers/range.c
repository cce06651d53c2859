#include "range.h"

#include "compare.h"

int verbosity;

bool in_range(int n, int from, int to)
{
    return not_below(n, from) && not_below(to, n);
}

bool option_default(void)
{
    return not_below(1, 2);
}
