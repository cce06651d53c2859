#ifndef CHAIN_H
#define CHAIN_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int one(vt_int task);
bool look_one(vt_int task);
int two(vt_int task);
bool look_two(vt_int task);
int three(vt_int task);
bool look_three(vt_int task);
int four(vt_int task);
bool look_four(vt_int task);
int five(vt_int task);
bool look_five(vt_int task);

#endif
