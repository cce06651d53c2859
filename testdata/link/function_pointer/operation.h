#ifndef OPERATION_H
#define OPERATION_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

typedef int (*operation)(vt_int task);

struct operations {
    operation end;
    operation peek;
};

extern const struct operations operations;
int finish(vt_int task);
int look(vt_int task);
operation choose(void);
int apply(operation op, vt_int task);

#endif
