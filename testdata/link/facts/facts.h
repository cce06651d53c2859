#ifndef FACTS_H
#define FACTS_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

extern const int limit;
int zero(void);
void die(const char *why);
void warn(const char *why);

#endif
