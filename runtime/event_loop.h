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

#include "timer_heap.h"

/* From a pointer to a member to the struct it is embedded in. */
#define CONTAINER_OF(pointer, type, member) ((type *)(void *)((char *)(pointer) - offsetof(type, member)))

/* Something to run once. It is in at most one queue, and may be reused or freed from within `run`. */
struct job {
    struct job *next;
    void (*run)(struct job *job);
};

/* First in, first out; all zero is empty. */
struct job_queue {
    struct job *first;
    struct job *last;
};

void vt_rt_job_queue_add(struct job_queue *queue, struct job *job);

/* Takes out a job that is in the queue. Linear: for the way out of a failure. */
void vt_rt_job_queue_remove(struct job_queue *queue, struct job *job);

/* Makes `job` ready, behind what is ready already. */
void vt_rt_loop_make_ready(struct job *job);

/* Makes all jobs of `queue` ready in their order, and empties it. */
void vt_rt_loop_make_all_ready(struct job_queue *queue);

/* Calls timer->fire from the loop, once, when `delay_ns` have passed. fire must not run user code. */
void vt_rt_loop_start_timer(struct timer *timer, uint64_t delay_ns);

/* Stops a timer that was started and has not fired. */
void vt_rt_loop_stop_timer(struct timer *timer);

/* Runs one job, or sleeps until a timer is due and fires what is. False: nothing is left, neither job nor timer. */
bool vt_rt_loop_step(void);

/* What vt_loop_close needs from the files that keep pools: how many objects are out, and freeing the unused ones. */
size_t vt_rt_source_objects_outstanding(void);
void vt_rt_source_pools_clear(void);
void vt_rt_promise_pools_clear(void);
size_t vt_rt_task_views_outstanding(void);
void vt_rt_task_pools_clear(void);

#endif
