#ifndef UNTYPED_H
#define UNTYPED_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void drop_untyped(void *data);
void peek_untyped(const void *data);
void with_context(void (*callback)(void *data), void *data);

#endif
