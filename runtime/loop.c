/* The event loop: a queue of ready jobs, a heap of timers, and a backend that knows of events; one of each per thread.
 *
 * Invariants: jobs run in the order they became ready; a job runs on a stack that may have others below it, for an
 * await outside of a fiber runs the loop again; so nothing here is held across a job's run. A long queue does not keep
 * timers and events waiting: they are looked at every VT_RT_POLL_INTERVAL jobs.
 */
#define _POSIX_C_SOURCE 200809L

#include <valuetask/loop.h>

#include <errno.h>
#include <time.h>

#include <valuetask/fiber.h>
#include <valuetask/promise.h>

#include "debug_tokens_table.h"
#include "event_loop.h"
#include "events.h"
#include "mailbox.h"
#include "misuse_report.h"
#include "object_pool.h"
#include "waiter.h"

enum {
    NANOSECONDS_PER_SECOND = 1000000000,
    TURN_LIMIT = 64, /* jobs run by one vt_loop_turn; fibers hand over to others within one */
};

/* One vt_loop_post or vt_loop_call_later. */
struct posted_call {
    struct pool_link link;
    struct job job;
    struct timer timer; /* used by a delayed call only */
    vt_loop_callback callback;
    void *context;
};

_Thread_local struct event_loop vt_rt_loop;

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
    timer->order = vt_rt_loop.timers_started++;
    vt_rt_loop.timers = vt_rt_timer_heap_add(vt_rt_loop.timers, timer);
}

void vt_rt_loop_stop_timer(struct timer *timer)
{
    vt_rt_loop.timers = vt_rt_timer_heap_remove(vt_rt_loop.timers, timer);
}

static void fire_due_timers(void)
{
    if (vt_rt_loop.timers == NULL)
        return;
    for (uint64_t time = now(); vt_rt_loop.timers != NULL && vt_rt_loop.timers->deadline <= time;) {
        struct timer *due = vt_rt_loop.timers;
        vt_rt_loop.timers = vt_rt_timer_heap_remove(vt_rt_loop.timers, due);
        due->fire(due);
    }
}

/* Nanoseconds until something is to be done of itself: 0 now, UINT64_MAX never. */
static uint64_t time_to_next(void)
{
    if (vt_rt_loop.ready.first != NULL)
        return 0;
    if (vt_rt_loop.timers == NULL)
        return UINT64_MAX;
    uint64_t time = now();
    return vt_rt_loop.timers->deadline > time ? vt_rt_loop.timers->deadline - time : 0;
}

/* ---- events ---- */

/* Waits at most `timeout_ns`; not at all when another thread has something for us. */
static void wait_for_events(uint64_t timeout_ns)
{
    if (timeout_ns != 0 && !vt_rt_mailbox_fall_asleep())
        timeout_ns = 0;
    if (vt_rt_loop.backend != NULL)
        vt_rt_loop.backend->poll(vt_rt_loop.backend_context, timeout_ns);
    else
        vt_rt_events_poll(timeout_ns);
}

static bool is_alive(void)
{
    const struct vt_loop_backend *backend = vt_rt_loop.backend;

    return vt_rt_loop.shared_outstanding != 0 ||
           (backend != NULL ? backend->is_alive(vt_rt_loop.backend_context) : vt_rt_events_are_alive());
}

/* Looks at events and timers, and waits for them when nothing is ready. False: there is nothing to wait for. */
static bool poll_events(void)
{
    vt_rt_mailbox_empty(); /* what lies there keeps no loop alive, and may be what the root waits for */
    uint64_t delay = vt_rt_loop.root_is_woken ? 0 : time_to_next();

    vt_rt_loop.turns_left = VT_RT_POLL_INTERVAL;
    if (delay == UINT64_MAX && !is_alive())
        return false;
    wait_for_events(delay);
    vt_rt_mailbox_empty();
    fire_due_timers();
    return true;
}

int vt_loop_set_backend(const struct vt_loop_backend *backend, void *context)
{
    if (vt_rt_loop.shared_outstanding != 0 || vt_rt_events_are_alive())
        return -EBUSY;
    vt_rt_loop.backend = backend;
    vt_rt_loop.backend_context = context;
    vt_rt_mailbox_change_backend();
    return 0;
}

/* ---- running ---- */

static void run_next(void)
{
    struct job *job = vt_rt_job_queue_take(&vt_rt_loop.ready);

    vt_rt_loop.turns_left--;
    if (job->run == NULL)
        vt_rt_fiber_resume(job);
    else
        job->run(job);
}

bool vt_rt_loop_step(void)
{
    struct event_loop *loop = &vt_rt_loop;

    loop->root_is_woken = false;
    if ((loop->ready.first == NULL || loop->turns_left <= 0) && !poll_events())
        return false;
    if (loop->ready.first != NULL && !loop->root_is_woken)
        run_next();
    return true;
}

static bool is_on_root(const char *function)
{
    if (vt_rt_loop.running == NULL)
        return true;
    vt_report_misuse("%s: called by a fiber, which is itself run by the loop. Await what is to be waited for, or call vt_yield", function);
    return false;
}

void vt_loop_run(void)
{
    while (is_on_root("vt_loop_run") && vt_rt_loop_step())
        continue;
}

uint64_t vt_loop_turn(void)
{
    if (!is_on_root("vt_loop_turn"))
        return 0;
    vt_rt_mailbox_empty();
    fire_due_timers();
    for (unsigned count = 0; count < TURN_LIMIT && vt_rt_loop.ready.first != NULL; count++) {
        vt_rt_loop.root_is_woken = false;
        vt_rt_loop.turns_left = VT_RT_POLL_INTERVAL;
        run_next();
    }
    uint64_t delay = time_to_next();
    return delay == 0 || vt_rt_mailbox_fall_asleep() ? delay : 0;
}

/* ---- calls ---- */

static void run_posted_call(struct job *job)
{
    struct posted_call *call = CONTAINER_OF(job, struct posted_call, job);
    vt_loop_callback callback = call->callback;
    void *context = call->context;

    pool_put(&vt_rt_loop.posted_calls, call);
    callback(context);
}

static void make_call_ready(struct timer *timer)
{
    vt_rt_loop_make_ready(&CONTAINER_OF(timer, struct posted_call, timer)->job);
}

static struct posted_call *new_call(vt_loop_callback callback, void *context)
{
    struct posted_call *call = pool_get(&vt_rt_loop.posted_calls, sizeof *call);

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
    vt_rt_mailbox_empty();
    vt_rt_debug_report_unconsumed();
    if (vt_rt_loop.ready.first != NULL || vt_rt_loop.timers != NULL || vt_rt_source_objects_outstanding() != 0 ||
        vt_rt_waits_outstanding() != 0 ||
        vt_promise_outstanding() != 0 || vt_rt_task_views_outstanding() != 0 || vt_fiber_count() != 0 ||
        vt_rt_contests_outstanding() != 0)
        return -EBUSY;
    pool_clear(&vt_rt_loop.posted_calls);
    vt_rt_source_pools_clear();
    vt_rt_wait_pools_clear();
    vt_rt_promise_pools_clear();
    vt_rt_task_pools_clear();
    vt_rt_fiber_pools_clear();
    vt_rt_wait_queue_pools_clear();
    vt_rt_sleep_pools_clear();
    vt_rt_when_pools_clear();
    vt_rt_mailbox_close();
    vt_rt_events_close();
    vt_rt_debug_clear();
    return 0;
}
