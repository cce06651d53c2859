/* The loop as the rest of the run time sees it: jobs and timers are embedded in what they belong to, so that making
 * one ready can neither fail nor allocate. All of it acts on the calling thread's loop.
 *
 * Names: what the run time's files share with each other, but not with users, starts with vt_rt_.
 */
#ifndef VALUETASK_RUNTIME_EVENT_LOOP_H
#define VALUETASK_RUNTIME_EVENT_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <valuetask/loop.h>

#include "context.h"
#include "object_pool.h"
#include "timer_heap.h"

/* From a pointer to a member to the struct it is embedded in. */
#define CONTAINER_OF(pointer, type, member) ((type *)(void *)((char *)(pointer) - offsetof(type, member)))

struct fiber;

/* Something to run once, on the thread's own stack; or, where `run` is NULL, the fiber it is embedded in, to be
 * resumed. It is in at most one queue, and may be reused or freed from within `run`. */
struct job {
    struct job *next;
    void (*run)(struct job *job);
};

/* First in, first out; all zero is empty. */
struct job_queue {
    struct job *first;
    struct job *last; /* as long as there is a first */
};

struct promise;

/* As an object_pool, but for its list: a promise starts with what others know it by. And those that are out are not counted, which
 * every await would pay for: they are those that were made and are not here. */
struct promise_pool {
    struct promise *unused;
    size_t made;
};

/* Promises with a large buffer are kept apart, or it would wander off to results that don't need it; those that are shared,
 * because what other threads read of them must never change. */
struct promise_pools {
    struct promise_pool small;
    struct promise_pool large;
};

/* One a thread. All zero is a loop that was never used. */
struct event_loop {
    struct job_queue ready;
    struct vt_source_ops *promise_ops; /* of this loop's promises and no others: they are known by it. NULL: it had none yet */
    int turns_left;     /* so many jobs are run before events are looked at; a fiber that the root resumes has them meanwhile: */
    int handovers_left; /* so often may fibers resume each other before the root has its turn; 0 or less while it has it */
    bool root_is_woken; /* something on the thread's own stack has what it waited for */
    struct fiber *running;    /* NULL: the thread's own stack runs */
    struct context root;      /* the thread's own stack, while a fiber runs */
    struct promise_pools local_promises;
    struct promise_pools shared_promises;

    struct timer *timers;
    uint64_t timers_started;
    const struct vt_loop_backend *backend; /* NULL: the loop's own */
    void *backend_context;
    struct mailbox *mailbox;   /* NULL until other threads may complete something for this one */
    size_t shared_outstanding; /* what they may still complete */
    struct object_pool posted_calls;
};

/* After this many jobs the loop looks at timers and events, however many more are ready. */
enum { VT_RT_POLL_INTERVAL = 64 };

/* Initial-exec: the fast paths read it on every turn, and the general model costs a call in a shared object. */
extern _Thread_local struct event_loop vt_rt_loop __attribute__((tls_model("initial-exec")));

static inline void vt_rt_job_queue_add(struct job_queue *queue, struct job *job)
{
    job->next = NULL;
    if (queue->first != NULL) {
        queue->last->next = job;
    } else {
        queue->first = job;
        __asm__(""); /* or Clang makes one store of the two, and fetches the queue's address for it in any case */
    }
    queue->last = job;
}

/* NULL when it is empty. */
static inline struct job *vt_rt_job_queue_take(struct job_queue *queue)
{
    struct job *job = queue->first;

    if (job != NULL)
        queue->first = job->next;
    return job;
}

/* The root has its turn, now or at the next suspension. */
static inline void vt_rt_loop_end_handovers(struct event_loop *loop)
{
    if (loop->handovers_left > 0)
        loop->turns_left += loop->handovers_left;
    loop->handovers_left = 0;
}

/* Something on the thread's own stack has what it waited for: it goes on before anything else does. */
static inline void vt_rt_loop_wake_root(void)
{
    vt_rt_loop.root_is_woken = true;
    vt_rt_loop_end_handovers(&vt_rt_loop);
}

/* Makes `job` ready, behind what is ready already. */
static inline void vt_rt_loop_make_ready(struct job *job)
{
    vt_rt_job_queue_add(&vt_rt_loop.ready, job);
}

/* Calls timer->fire from the loop, once, when `delay_ns` have passed. fire must not run user code. */
void vt_rt_loop_start_timer(struct timer *timer, uint64_t delay_ns);

/* Stops a timer that was started and has not fired. */
void vt_rt_loop_stop_timer(struct timer *timer);

/* Runs one job on the thread's own stack, or waits for an event. False: nothing is left that could ever happen, no
 * job, no timer, no event. Not to be called by a fiber. */
bool vt_rt_loop_step(void);

/* What vt_loop_close needs from the files that keep pools: how many objects are out, and freeing the unused ones. */
size_t vt_rt_source_objects_outstanding(void);
void vt_rt_source_pools_clear(void);
size_t vt_rt_waits_outstanding(void);
void vt_rt_wait_pools_clear(void);
void vt_rt_promise_pools_clear(void);
size_t vt_rt_task_views_outstanding(void);
void vt_rt_task_pools_clear(void);
void vt_rt_fiber_pools_clear(void);
void vt_rt_wait_queue_pools_clear(void);
void vt_rt_sleep_pools_clear(void);
size_t vt_rt_contests_outstanding(void);
void vt_rt_when_pools_clear(void);

#endif
