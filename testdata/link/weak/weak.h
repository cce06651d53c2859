#ifndef WEAK_H
#define WEAK_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int finish(vt_int task);
int hook(vt_int task);

#endif
