#include "util.h"

int one(void)
{
    return twice(make(1));
}
