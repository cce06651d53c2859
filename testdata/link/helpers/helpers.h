#ifndef HELPERS_H
#define HELPERS_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int finish(vt_int task);
bool ready(vt_int task);
vt_int logged(vt_int task);
bool try_finish(vt_int task, int *out);
vt_int produce(int n);
void produce_into(vt_int *out);
void drop_at(vt_int *task);

#endif
