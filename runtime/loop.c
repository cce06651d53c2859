/* The event loop: a queue of ready jobs and a heap of timers, one of each per thread.
 *
 * Invariants: jobs run in the order they became ready; a job runs on a stack that may have others below it, for an
 * await inside a job runs the loop again; so nothing here is held across a job's run. A long queue does not keep
 * timers waiting: they are looked at every TIMER_INTERVAL jobs.
 */
#define _POSIX_C_SOURCE 200809L

#include <valuetask/loop.h>

#include <errno.h>
#include <time.h>

#include <valuetask/promise.h>

#include "event_loop.h"
#include "object_pool.h"

enum {
    NANOSECONDS_PER_SECOND = 1000000000,
    TIMER_INTERVAL = 64,
    LONGEST_SLEEP_SECONDS = 3600, /* the loop wakes, finds nothing due and sleeps on: keeps time_t far from its end */
};

/* One vt_loop_post or vt_loop_call_later. */
struct posted_call {
    struct pool_link link;
    struct job job;
    struct timer timer; /* used by a delayed call only */
    vt_loop_callback callback;
    void *context;
};

struct event_loop {
    struct job_queue ready;
    struct timer *timers;
    uint64_t timers_started;
    unsigned jobs_since_timers;
    struct object_pool posted_calls;
};

static _Thread_local struct event_loop loop;

/* ---- queues ---- */

void vt_rt_job_queue_add(struct job_queue *queue, struct job *job)
{
    job->next = NULL;
    if (queue->last != NULL)
        queue->last->next = job;
    else
        queue->first = job;
    queue->last = job;
}

void vt_rt_job_queue_remove(struct job_queue *queue, struct job *job)
{
    struct job *before = NULL;

    for (struct job *at = queue->first; at != job; at = at->next)
        before = at;
    if (before != NULL)
        before->next = job->next;
    else
        queue->first = job->next;
    if (queue->last == job)
        queue->last = before;
}

static struct job *take_first(struct job_queue *queue)
{
    struct job *job = queue->first;

    if (job != NULL) {
        queue->first = job->next;
        if (queue->first == NULL)
            queue->last = NULL;
    }
    return job;
}

void vt_rt_loop_make_ready(struct job *job)
{
    vt_rt_job_queue_add(&loop.ready, job);
}

void vt_rt_loop_make_all_ready(struct job_queue *queue)
{
    if (queue->first == NULL)
        return;
    if (loop.ready.last != NULL)
        loop.ready.last->next = queue->first;
    else
        loop.ready.first = queue->first;
    loop.ready.last = queue->last;
    *queue = (struct job_queue){ 0 };
}

/* ---- timers ---- */

static uint64_t now(void)
{
    struct timespec time;

    /* It fails for a clock that does not exist only. */
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)time.tv_nsec;
}

void vt_rt_loop_start_timer(struct timer *timer, uint64_t delay_ns)
{
    uint64_t started = now();

    timer->deadline = delay_ns <= UINT64_MAX - started ? started + delay_ns : UINT64_MAX;
    timer->order = loop.timers_started++;
    loop.timers = vt_rt_timer_heap_add(loop.timers, timer);
}

void vt_rt_loop_stop_timer(struct timer *timer)
{
    loop.timers = vt_rt_timer_heap_remove(loop.timers, timer);
}

static void fire_due_timers(void)
{
    uint64_t time = now();

    loop.jobs_since_timers = 0;
    while (loop.timers != NULL && loop.timers->deadline <= time) {
        struct timer *due = loop.timers;
        loop.timers = vt_rt_timer_heap_remove(loop.timers, due);
        due->fire(due);
    }
}

static void sleep_until(uint64_t deadline)
{
    uint64_t time = now();

    if (deadline <= time)
        return;
    uint64_t delay = deadline - time;
    struct timespec pause = {
        .tv_sec = (time_t)(delay / NANOSECONDS_PER_SECOND),
        .tv_nsec = (long)(delay % NANOSECONDS_PER_SECOND),
    };
    if (delay / NANOSECONDS_PER_SECOND >= LONGEST_SLEEP_SECONDS)
        pause = (struct timespec){ .tv_sec = LONGEST_SLEEP_SECONDS };
    /* A signal ends it early; the caller looks at the clock again. */
    nanosleep(&pause, NULL);
}

/* ---- running ---- */

bool vt_rt_loop_step(void)
{
    if (loop.timers != NULL) {
        if (loop.ready.first == NULL) {
            sleep_until(loop.timers->deadline);
            fire_due_timers();
            return true;
        }
        if (++loop.jobs_since_timers >= TIMER_INTERVAL)
            fire_due_timers();
    }
    struct job *job = take_first(&loop.ready);
    if (job == NULL)
        return false;
    job->run(job);
    return true;
}

void vt_loop_run(void)
{
    while (vt_rt_loop_step())
        continue;
}

/* ---- calls ---- */

static void run_posted_call(struct job *job)
{
    struct posted_call *call = CONTAINER_OF(job, struct posted_call, job);
    vt_loop_callback callback = call->callback;
    void *context = call->context;

    pool_put(&loop.posted_calls, call);
    callback(context);
}

static void make_call_ready(struct timer *timer)
{
    vt_rt_loop_make_ready(&CONTAINER_OF(timer, struct posted_call, timer)->job);
}

static struct posted_call *new_call(vt_loop_callback callback, void *context)
{
    struct posted_call *call = pool_get(&loop.posted_calls, sizeof *call);

    if (call != NULL) {
        call->job.run = run_posted_call;
        call->timer.fire = make_call_ready;
        call->callback = callback;
        call->context = context;
    }
    return call;
}

int vt_loop_post(vt_loop_callback callback, void *context)
{
    struct posted_call *call = new_call(callback, context);

    if (call == NULL)
        return -ENOMEM;
    vt_rt_loop_make_ready(&call->job);
    return 0;
}

int vt_loop_call_later(uint64_t delay_ns, vt_loop_callback callback, void *context)
{
    struct posted_call *call = new_call(callback, context);

    if (call == NULL)
        return -ENOMEM;
    vt_rt_loop_start_timer(&call->timer, delay_ns);
    return 0;
}

int vt_loop_close(void)
{
    if (loop.ready.first != NULL || loop.timers != NULL || vt_rt_source_objects_outstanding() != 0 ||
        vt_promise_outstanding() != 0 || vt_rt_task_views_outstanding() != 0)
        return -EBUSY;
    pool_clear(&loop.posted_calls);
    vt_rt_source_pools_clear();
    vt_rt_promise_pools_clear();
    vt_rt_task_pools_clear();
    return 0;
}
