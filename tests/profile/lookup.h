/* A header whose inline function makes value tasks in two programs' parts. */
#ifndef TESTS_PROFILE_LOOKUP_H
#define TESTS_PROFILE_LOOKUP_H

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

/* Complete for even numbers. */
static inline vt_int look_up(int number, vt_int_task *slow)
{
    if (number % 2 == 0)
        return vt_int_from_result(number); /* in-header ready */
    return vt_int_from_task(slow);         /* in-header pending */
}

vt_int plugin_look_up(int number, vt_int_task *slow);

#endif
