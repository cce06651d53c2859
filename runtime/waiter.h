/* Fibers and waiting, as the rest of the run time sees them.
 *
 * A wait is a struct waiter on the stack that waits. Whoever ends the wait, the operation, a timer or a cancellation,
 * calls vt_rt_wake; the first wins, the others are told so. A waiter works in a fiber, which is suspended, and on the
 * thread's own stack, where the loop is run in place.
 *
 * What every asynchronous await passes through is inline here: leaving a stack for the next ready fiber's, and making a
 * fiber ready. All that is not needed each time is behind one test: `detours` of a fiber, `turns_left` of the loop.
 */
#ifndef VALUETASK_RUNTIME_WAITER_H
#define VALUETASK_RUNTIME_WAITER_H

#include <valuetask/fiber.h>
#include <valuetask/promise.h>
#include <valuetask/slow.h>

#include "event_loop.h"
#include "stacks.h"

/* bench/runtime measures what handing over is worth by doing without. */
#ifndef VT_RT_HANDS_OVER
#define VT_RT_HANDS_OVER 1
#endif

struct nursery;
struct scope;
struct start;

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
    int status; /* of an operation that ended the wait and says so (promise_object.h) */
};

/* What a fiber has to look at before or after it is suspended; most have nothing. */
enum detour {
    DETOUR_FIRST_PART = 1, /* its spawner goes on next */
    DETOUR_SCOPE = 2,      /* it is in a scope, which may have been cancelled */
    DETOUR_CANCELED = 4,   /* it was cancelled as a whole */
    DETOUR_SHIELDED = 8,   /* its wait is not ended by a cancellation */
};

struct fiber {
    struct job job; /* ready, or in the queue of what it waits for */
    struct context context;
    struct waiter *waiter; /* while it waits; it may have been woken */
    unsigned detours;      /* enum detour */

    /* What follows is fiber.c's. */
    int reason;              /* why it was cancelled as a whole, or 0 */
    struct start *start;     /* NULL once the spawner goes on */
    struct scope *scope;     /* the innermost it is in */
    int hooked_scopes;       /* of these, those that a timer or a token refers to */
    struct nursery *nursery; /* whose child it is; then it is in its list */
    struct fiber *next, *previous; /* there; next: or in the pool */
    vt_fiber_body body;
    void *argument;
    struct vt_promise ended; /* completed by the end, if the spawner went on before it */
    struct stack stack;
};

/* A waiter for the caller. */
static inline struct waiter vt_rt_waiter(void)
{
    return (struct waiter){ .fiber = vt_rt_loop.running };
}

/* ---- suspending ---- */

/* Leaves the running stack, whose context is `from`, for another: that of `fiber`, or of the root for NULL. */
static inline void vt_rt_go_to(struct event_loop *loop, struct context *from, struct context *to, struct fiber *fiber)
{
    loop->running = fiber;
    vt_rt_context_switch(from, to);
}

/* Leaves it for the root's. */
void vt_rt_go_to_root(struct fiber *self);

/* Lets others run until somebody makes the job of the running fiber `self` ready and its turn comes. For one that is past its
 * first part and not ready. */
static inline void vt_rt_suspend(struct event_loop *loop, struct fiber *self)
{
    if (VT_RT_HANDS_OVER && VT_LIKELY_(--loop->turns_left >= 0)) {
        struct job *job = loop->ready.first;
        if (VT_LIKELY_(job != NULL && job->run == NULL)) {
            struct fiber *next = CONTAINER_OF(job, struct fiber, job);
            vt_rt_job_queue_take(&loop->ready);
            vt_rt_go_to(loop, &self->context, &next->context, next);
            return;
        }
    }
    vt_rt_go_to_root(self);
}

/* ---- waking ---- */

/* Ends the wait of a fiber that nobody has woken yet by the end of what it waits for. */
static inline void vt_rt_end_wait(struct waiter *waiter, int status)
{
    struct fiber *fiber = waiter->fiber;

    waiter->wake = WAKE_ENDED;
    waiter->status = status;
    fiber->waiter = NULL;
    vt_rt_loop_make_ready(&fiber->job);
}

/* Ends a wait; the waiting stack goes on when its turn comes. False: it had been ended already. */
bool vt_rt_wake(struct waiter *waiter, enum wake wake);

/* Waits until somebody wakes `waiter`, which was made by the caller and is not woken yet. */
enum wake vt_rt_wait(struct waiter *waiter);

/* The same, not to be ended by a cancellation. */
enum wake vt_rt_wait_shielded(struct waiter *waiter);

/* The same, and WAKE_TIMED_OUT after `timeout_ns`; UINT64_MAX is without limit. */
enum wake vt_rt_wait_for(struct waiter *waiter, uint64_t timeout_ns);

/* Goes on with a suspended fiber. Called on the thread's own stack; returns when there is something to do there. */
void vt_rt_fiber_resume(struct job *job);

/* The stack of the fiber that runs, or NULL. Safe in a signal handler. */
const struct stack *vt_rt_running_stack(void);

#endif
