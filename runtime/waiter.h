/* Fibers and waiting, as the rest of the run time sees them.
 *
 * A wait is a struct waiter, in the fiber that waits or on the stack. Whoever ends the wait, the operation, a timer or a
 * cancellation, calls vt_rt_wake; the first wins, the others are told so. A waiter works in a fiber, which is suspended, and on
 * the thread's own stack, where the loop is run in place.
 *
 * What every asynchronous await passes through is inline here: leaving a stack for the next ready fiber's, and making a
 * fiber ready. All that is not needed each time is behind one test: `detours` of a fiber, `handovers_left` of the loop.
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
struct promise;
struct scope;
struct start;

/* How a wait stands. Once what was waited for has ended, WAKE_ENDED or the negative errno it ended with. */
enum wake {
    WAKE_ENDED = 0,
    WAKE_NOT_YET,
    WAKE_TIMED_OUT,
    WAKE_CANCELED,
    WAKE_DEADLOCK, /* nothing is left that could end the wait */
};

struct waiter {
    struct fiber *fiber;     /* NULL: waits on the thread's own stack */
    struct promise *promise; /* that it waits for; NULL: for something else */
    int wake;                /* enum wake, or a negative errno */
};

/* A wait for a promise (promise_object.h). */
struct awaiting {
    struct job job; /* of the fiber that waits: resumes it; in the loop's queue while it is ready. The root's own: unused */
    struct waiter waiter;
    void *result;     /* where the operation's end puts the result: the promise's own place if it is not wanted */
    const char *name; /* of the value task's type */
};

/* What a fiber has to look at before or after it is suspended; most have nothing. */
enum detour {
    DETOUR_FIRST_PART = 1, /* its spawner goes on next */
    DETOUR_SCOPE = 2,      /* it is in a scope, which may have been cancelled */
    DETOUR_CANCELED = 4,   /* it was cancelled as a whole */
    DETOUR_SHIELDED = 8,   /* its wait is not ended by a cancellation */
};

struct fiber {
    struct awaiting awaiting; /* its waits for promises, one after the other, and its job at all times */
    struct context context;
    unsigned detours;      /* enum detour */
    struct waiter *waiter; /* what it waits by: that of `awaiting`, unless it is in a wait for something else */

    /* What follows is fiber.c's. */
    int reason;              /* why it was cancelled as a whole, or 0 */
    struct start *start;     /* NULL once the spawner goes on */
    struct scope *scope;     /* the innermost it is in */
    int hooked_scopes;       /* of these, those that a timer or a token refers to */
    struct nursery *nursery; /* whose child it is; then it is in its list */
    struct fiber *next, *previous; /* there; next: or in the pool */
    uintptr_t run;           /* of its body: each has a number of its own */
    int open_nurseries;      /* that it opened, and has yet to close */
    int children;            /* in them */
    vt_fiber_body body;
    void *argument;
    struct vt_promise ended; /* completed by the end, if the spawner went on before it */
    struct stack stack;
};

/* The fiber that a job resumes. */
static inline struct fiber *vt_rt_fiber_of(struct job *job)
{
    return CONTAINER_OF(job, struct fiber, awaiting.job);
}

/* A waiter for the caller. */
static inline struct waiter vt_rt_waiter(void)
{
    return (struct waiter){ .fiber = vt_rt_loop.running, .wake = WAKE_NOT_YET };
}

/* ---- suspending ---- */

/* Leaves the running stack, whose context is `from`, for that of `fiber`. Answers, when it goes on, how the running fiber's wait for a
 * promise stands. */
static inline int vt_rt_go_to_fiber(struct event_loop *loop, struct context *from, struct fiber *fiber)
{
    loop->running = fiber;
    return vt_rt_context_switch(from, &fiber->context, fiber->awaiting.waiter.wake);
}

/* Leaves it for the root's. */
int vt_rt_go_to_root(struct fiber *self);

/* Takes one of the times that fibers may resume each other, if one is running and another next. False: the root has its turn. */
static inline bool vt_rt_begin_handover(struct event_loop *loop)
{
    const struct job *next = loop->ready.first;

    if (!VT_RT_HANDS_OVER)
        return loop->running != NULL;
    if (next == NULL || next->run != NULL)
        return false;
    /* Unsigned: Clang would compare what it was before, and take three instructions more. */
    loop->handovers_left = (int)((unsigned)loop->handovers_left - 1u);
    return loop->handovers_left >= 0;
}

/* For one that was begun: lets others run until somebody makes the job of the running fiber `self` ready and its turn comes. For a fiber
 * that is past its first part and not ready. */
static inline int vt_rt_hand_over(struct event_loop *loop, struct fiber *self)
{
    if (!VT_RT_HANDS_OVER)
        return vt_rt_go_to_root(self);
    return vt_rt_go_to_fiber(loop, &self->context, vt_rt_fiber_of(vt_rt_job_queue_take(&loop->ready)));
}

/* ---- waking ---- */

/* Ends a fiber's wait for a promise, which nobody has ended yet. */
static inline void vt_rt_end_wait(struct awaiting *awaiting)
{
    awaiting->waiter.wake = WAKE_ENDED;
    vt_rt_loop_make_ready(&awaiting->job);
}

/* Ends a wait; the waiting stack goes on when its turn comes. False: it had been ended already. */
bool vt_rt_wake(struct waiter *waiter, int wake);

/* Waits until somebody wakes `waiter`, which is the caller's and not woken yet; answers its `wake`. */
int vt_rt_wait(struct waiter *waiter);

/* The same, not to be ended by a cancellation. */
int vt_rt_wait_shielded(struct waiter *waiter);

/* The same, and WAKE_TIMED_OUT after `timeout_ns`; UINT64_MAX is without limit. */
int vt_rt_wait_for(struct waiter *waiter, uint64_t timeout_ns);

/* Goes on with a suspended fiber. Called on the thread's own stack; returns when there is something to do there. */
void vt_rt_fiber_resume(struct job *job);

/* The stack of the fiber that runs, or NULL. Safe in a signal handler. */
const struct stack *vt_rt_running_stack(void);

#endif
