#include "support.h"

#include <stdio.h>
#include <stdlib.h>

const int is_traced = 0;
int retries = 3;
static bool enabled = true;

bool is_enabled(void)
{
    return enabled;
}

bool is_lucky(void)
{
    return rand() % 2 == 0;
}

void die(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(EXIT_FAILURE);
}

int check_port(int port)
{
    return port > 0 && port < 65536 ? 0 : -1;
}

void give_up(const char *condition)
{
    fprintf(stderr, "not so: %s\n", condition);
    abort();
}
