#ifndef ARRAY_H
#define ARRAY_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void fill_two(vt_int tasks[]);
void drop_first(vt_int *tasks);
void drop_both(vt_int tasks[2]);

#endif
