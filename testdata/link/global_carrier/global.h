#ifndef GLOBAL_H
#define GLOBAL_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

extern vt_int carrier; // alone: vt-field-storage
extern int verbose;

static inline vt_int make(void)
{
    return vt_int_from_result(7);
}

void drop_carried(void);
bool carried_ready(void);

#endif
