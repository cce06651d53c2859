/* Sleeping, and not holding up others. */
#ifndef VALUETASK_TIMER_H
#define VALUETASK_TIMER_H

#include <stdint.h>

#include "annotations.h"
#include "void.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Complete no sooner than in `delay_ns` nanoseconds of the monotonic clock; at once for 0. Given up (time limit, cancelled
 * scope), the timer is stopped. -ENOMEM. */
VT_MUST_USE_ vt_void vt_sleep(uint64_t delay_ns);

/* For what completes without waiting, a buffered read say: complete, but every 128th time pending until others that are ready
 * have run. A loop that awaits it lets others live, at the price of a counter. vt_fd_*, channels and semaphores do this
 * by themselves. */
VT_MUST_USE_ vt_void vt_pace(void);

#ifdef __cplusplus
}
#endif

#endif
