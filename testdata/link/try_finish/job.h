#ifndef JOB_H
#define JOB_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

enum outcome { REFUSED, ACCEPTED };

int take_if_ready(vt_int task, int *out);
enum outcome offer(vt_int task, int price);
bool forward(vt_int task, int *out);

#endif
