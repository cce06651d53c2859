#ifndef INLINE_H
#define INLINE_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

static inline int finish(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

/* Included by two files, reported once. */
static inline int finish_or_again_bad(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    if (rc < 0)
        rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

/* Defined in both, merged by the linker. */
__attribute__((weak)) bool dropped_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return vt_int_is_completed(task);
}

#endif
