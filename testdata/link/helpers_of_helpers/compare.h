#ifndef COMPARE_H
#define COMPARE_H
#include <stdbool.h>

bool not_below(int n, int least);

#endif
