#ifndef RANGE_H
#define RANGE_H
#include <stdbool.h>

#define FIRST_PORT lowest_port()
int lowest_port(void);
bool in_range(int n, int from, int to);
bool option_default(void);
extern int verbosity;

#endif
