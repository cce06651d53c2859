// What other files define decides which paths exist.
#include "facts.h"

#include <stdlib.h>

const int limit = 5;

int zero(void)
{
    return 0;
}

void warn(const char *why)
{
    if (why[0] == '!')
        cond();
}

void die(const char *why)
{
    warn(why);
    exit(1);
}
