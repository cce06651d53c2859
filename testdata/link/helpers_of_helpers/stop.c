#include <stdlib.h>

void stop(int status);

void stop(int status)
{
    for (;;)
        exit(status);
}
