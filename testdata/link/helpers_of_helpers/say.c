#include "say.h"

#include <stdio.h>

void stop(int status);

void say(const char *what, int number)
{
    fprintf(stderr, "%s: %d\n", what, number);
}

void say_and_stop(const char *what, int number)
{
    say(what, number);
    stop(1);
}
