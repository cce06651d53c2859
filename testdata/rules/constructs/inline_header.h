// Inline functions of a header: their behaviour counts in every file, what is wrong in them is reported in the header.
#ifndef INLINE_HEADER_H
#define INLINE_HEADER_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

static inline int finish(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static inline bool ready(vt_int task)
{
    return vt_int_is_completed(task);
}

static inline int finish_twice_bad(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    if (rc < 0)
        rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

#endif
