#ifndef SUPPORT_H
#define SUPPORT_H
#include <stdbool.h>

/* Nothing here knows of value tasks. */
extern const int is_traced;
extern int retries;

bool is_enabled(void);
bool is_lucky(void);
void die(const char *why);
int check_port(int port);

#define REQUIRE(condition)       \
    do {                         \
        if (!(condition))        \
            give_up(#condition); \
    } while (0)
void give_up(const char *condition);

#endif
