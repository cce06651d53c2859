#include "range.h"

/* Nobody who knows of value tasks calls this. */
void set_verbosity(int level);

void set_verbosity(int level)
{
    verbosity = level;
}
