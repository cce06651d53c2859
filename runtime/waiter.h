/* Fibers and waiting, as the rest of the run time sees them.
 *
 * A wait is a struct waiter on the stack that waits. Whoever ends the wait, the operation, a timer or a cancellation,
 * calls vt_rt_wake; the first wins, the others are told so. A waiter works in a fiber, which is suspended, and on the
 * thread's own stack, where the loop is run in place.
 */
#ifndef VALUETASK_RUNTIME_WAITER_H
#define VALUETASK_RUNTIME_WAITER_H

#include "event_loop.h"
#include "stacks.h"

enum wake {
    WAKE_NOT_YET,
    WAKE_ENDED,     /* what was waited for is there */
    WAKE_TIMED_OUT,
    WAKE_CANCELED,
    WAKE_DEADLOCK, /* nothing is left that could end the wait */
};

struct waiter {
    struct fiber *fiber; /* NULL: waits on the thread's own stack */
    enum wake wake;
    bool is_shielded; /* a cancellation does not end it */
};

/* A waiter for the caller. */
static inline struct waiter vt_rt_waiter(void)
{
    return (struct waiter){ .fiber = vt_rt_loop.running };
}

/* Ends a wait; the waiting stack goes on when its turn comes. False: it had been ended already. */
bool vt_rt_wake(struct waiter *waiter, enum wake wake);

/* Waits until somebody wakes `waiter`, which was made by the caller and is not woken yet. */
enum wake vt_rt_wait(struct waiter *waiter);

/* The same, and WAKE_TIMED_OUT after `timeout_ns`; UINT64_MAX is without limit. */
enum wake vt_rt_wait_for(struct waiter *waiter, uint64_t timeout_ns);

/* Goes on with a suspended fiber. Called on the thread's own stack; returns when there is something to do there. */
void vt_rt_fiber_resume(struct job *job);

/* The stack of the fiber that runs, or NULL. Safe in a signal handler. */
const struct stack *vt_rt_running_stack(void);

#endif
