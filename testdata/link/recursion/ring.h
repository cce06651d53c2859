#ifndef RING_H
#define RING_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int ping(vt_int task, int n);
int pong(vt_int task, int n);

#endif
