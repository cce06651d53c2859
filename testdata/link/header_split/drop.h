#ifndef DROP_H
#define DROP_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

/* Whether it consumes is for the caller to say; every caller does. */
static inline void drop_if(vt_int task, bool is_wanted)
{
    if (!is_wanted)
        vt_int_forget(task);
}

#endif
