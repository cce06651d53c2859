#ifndef SHARED_H
#define SHARED_H
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

static inline void shared(void)
{
    (void)make();
}
#endif
