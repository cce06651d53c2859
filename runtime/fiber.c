/* Fibers: starting, suspending, ending, and who runs next.
 *
 * Who runs next: a fiber that cannot go on hands the thread to the next ready fiber directly. It goes back to the
 * thread's own stack, the root, only when that is what is needed: a callback is next in the queue (callbacks
 * are strangers' code and run on the big stack), somebody waiting there was woken, nothing is ready, or it is time to
 * look at events. A fiber just spawned hands the thread back to its spawner at its first suspension.
 *
 * A struct fiber lies at the top of its own stack, in the page that is touched anyway, so that an idle one costs
 * one page. A fiber that ended waits in the pool, in the middle of fiber_main, for its next body.
 *
 * Invariant: `vt_rt_loop.running` is the fiber whose stack is in use; whoever switches sets it first.
 */
#include <valuetask/fiber.h>

#include <errno.h>
#include <stdlib.h>

#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

#include "cancellation.h"
#include "misuse_report.h"
#include "nursery_child.h"
#include "pending.h"
#include "waiter.h"

/* bench/runtime measures what handing over is worth by doing without. */
#ifndef VT_RT_HANDS_OVER
#define VT_RT_HANDS_OVER 1
#endif

enum {
    SMALLEST_STACK = 16 * 1024,
    LARGEST_STACK = 1024 * 1024 * 1024,
    /* Stack tops are staggered by cache lines, or those of all fibers would fall into the same few cache sets. */
    COLOURS = 8,
    COLOUR_SIZE = 128,
};

/* The spawner's side of a start, on its stack. */
struct start {
    struct context *spawner;
    struct fiber *spawner_fiber; /* NULL: the root */
    bool has_ended;              /* without having been suspended */
    int status;
};

struct fiber {
    struct pool_link link;
    struct job job; /* ready, or in the queue of what it waits for */
    struct context context;
    struct start *start;   /* NULL once the spawner goes on */
    struct scope *scope;   /* the innermost it is in */
    int reason;            /* why it was cancelled as a whole, or 0 */
    struct nursery *nursery; /* whose child it is; then it is in its list */
    struct fiber *next, *previous;
    struct waiter *waiter; /* while it is suspended in a wait */
    vt_fiber_body body;
    void *argument;
    struct vt_promise ended; /* completed by the end, if the spawner went on before it */
    struct stack stack;
};

struct fiber_store {
    struct object_pool fibers;
    struct stack_store stacks;
    size_t made;
};

static _Thread_local struct fiber_store store;

/* ---- switching ---- */

/* The only place where stacks are left, so that the return at the end of the switch is predicted right. */
__attribute__((noinline)) static void go_to(struct context *from, struct context *to, struct fiber *fiber)
{
    vt_rt_loop.running = fiber;
    vt_rt_context_switch(from, to);
}

void vt_rt_fiber_resume(struct job *job)
{
    struct fiber *fiber = CONTAINER_OF(job, struct fiber, job);

    go_to(&vt_rt_loop.root, &fiber->context, fiber);
}

/* The fiber that the queue has next, if it is its turn; NULL: the root's. */
static struct fiber *take_next(struct event_loop *loop)
{
    struct job *job = loop->ready.first;

    if (!VT_RT_HANDS_OVER || job == NULL || job->run != NULL || loop->root_is_woken || ++loop->jobs_since_poll >= VT_RT_POLL_INTERVAL)
        return NULL;
    vt_rt_job_queue_take(&loop->ready);
    return CONTAINER_OF(job, struct fiber, job);
}

/* Lets others run until somebody makes this fiber's job ready and its turn comes. */
static inline void suspend(struct fiber *self)
{
    struct start *start = self->start;
    struct context *to;
    struct fiber *next;

    if (start != NULL) {
        self->start = NULL;
        to = start->spawner;
        next = start->spawner_fiber;
    } else {
        next = take_next(&vt_rt_loop);
        to = next != NULL ? &next->context : &vt_rt_loop.root;
    }
    if (next != self)
        go_to(&self->context, to, next);
}

const struct stack *vt_rt_running_stack(void)
{
    return vt_rt_loop.running != NULL ? &vt_rt_loop.running->stack : NULL;
}

/* ---- waiting ---- */

bool vt_rt_wake(struct waiter *waiter, enum wake wake)
{
    if (waiter->wake != WAKE_NOT_YET)
        return false;
    waiter->wake = wake;
    if (waiter->fiber != NULL)
        vt_rt_loop_make_ready(&waiter->fiber->job);
    else
        vt_rt_loop.root_is_woken = true;
    return true;
}

static enum wake wake_of(int reason)
{
    return reason == -ETIMEDOUT ? WAKE_TIMED_OUT : WAKE_CANCELED;
}

struct scope **vt_rt_scope_of_running(void)
{
    return vt_rt_loop.running != NULL ? &vt_rt_loop.running->scope : NULL;
}

int vt_rt_running_reason(void)
{
    const struct fiber *fiber = vt_rt_loop.running;

    if (fiber == NULL)
        return 0;
    return fiber->reason != 0 ? fiber->reason : vt_rt_scope_reason(fiber->scope);
}

void vt_rt_interrupt(struct fiber *fiber, int reason)
{
    if (fiber->waiter != NULL && !fiber->waiter->is_shielded)
        vt_rt_wake(fiber->waiter, wake_of(reason));
}

void vt_rt_fiber_cancel(struct fiber *fiber, int reason)
{
    if (fiber->reason == 0) {
        fiber->reason = reason;
        vt_rt_interrupt(fiber, reason);
    }
}

enum wake vt_rt_wait(struct waiter *waiter)
{
    struct fiber *fiber = waiter->fiber;

    if (VT_LIKELY_(fiber != NULL)) {
        if ((fiber->scope != NULL || fiber->reason != 0) && !waiter->is_shielded && vt_rt_running_reason() != 0) {
            waiter->wake = wake_of(vt_rt_running_reason());
            return waiter->wake;
        }
        fiber->waiter = waiter;
        suspend(fiber);
        fiber->waiter = NULL;
        return waiter->wake;
    }
    while (waiter->wake == WAKE_NOT_YET) {
        if (!vt_rt_loop_step())
            waiter->wake = WAKE_DEADLOCK;
    }
    return waiter->wake;
}

struct limit {
    struct timer timer;
    struct waiter *waiter;
    bool has_fired;
};

static void reach_limit(struct timer *timer)
{
    struct limit *limit = CONTAINER_OF(timer, struct limit, timer);

    limit->has_fired = true;
    vt_rt_wake(limit->waiter, WAKE_TIMED_OUT);
}

enum wake vt_rt_wait_for(struct waiter *waiter, uint64_t timeout_ns)
{
    if (timeout_ns == UINT64_MAX)
        return vt_rt_wait(waiter);

    struct limit limit = { .timer = { .fire = reach_limit }, .waiter = waiter };
    vt_rt_loop_start_timer(&limit.timer, timeout_ns);
    enum wake wake = vt_rt_wait(waiter);
    if (!limit.has_fired)
        vt_rt_loop_stop_timer(&limit.timer);
    return wake;
}

/* ---- life ---- */

static int checked_status(int status)
{
    if (status == 0 || VT_IS_ERROR_(status))
        return status;
    vt_report_misuse("vt_spawn: the fiber's body returned %d, which is neither 0 nor a negative errno", status);
    return -EINVAL;
}

static void leave_nursery(struct fiber *fiber)
{
    *(fiber->previous != NULL ? &fiber->previous->next : &fiber->nursery->first) = fiber->next;
    if (fiber->next != NULL)
        fiber->next->previous = fiber->previous;
}

static void end(struct fiber *fiber, int status)
{
    if (!vt_rt_stack_is_whole(&fiber->stack)) {
        vt_report_misuse("a fiber overflowed its stack of %zu bytes and wrote over what lies below; give vt_fiber_configure a "
                         "bigger stack_size, or let the fiber use less",
                         fiber->stack.size);
        abort(); /* whoever's memory that was, going on is not safe */
    }
    if (fiber->scope != NULL)
        vt_report_misuse("vt_scope_leave: a fiber ended inside a scope that it never left; the scope lay on its stack");
    if (fiber->nursery != NULL) {
        leave_nursery(fiber);
        vt_rt_nursery_child_ended(fiber->nursery, status);
    } else if (fiber->start != NULL) {
        fiber->start->has_ended = true;
        fiber->start->status = status;
    } else if (status == 0) {
        vt_promise_complete(fiber->ended, NULL, 0);
    } else {
        vt_promise_fail(fiber->ended, status);
    }
    pool_put(&store.fibers, fiber);
}

static void fiber_main(void *argument)
{
    struct fiber *self = argument;

    vt_rt_context_arrive(NULL);
    for (;;) {
        int status = checked_status(self->body(self->argument));
        /* From here on it is in the pool, but nobody can take it from there before it has left its stack. */
        end(self, status);
        suspend(self);
    }
}

static struct fiber *make_fiber(void)
{
    struct stack stack;

    vt_rt_watch_for_overflow();
    if (!vt_rt_stack_new(&store.stacks, &stack))
        return NULL;
    size_t offset = (sizeof(struct fiber) + 15) / 16 * 16 + store.made++ % COLOURS * COLOUR_SIZE;
    struct fiber *fiber = (struct fiber *)(void *)(stack.low + stack.size - offset);
    *fiber = (struct fiber){ .stack = stack };
    vt_rt_context_make(&fiber->context, stack.low, stack.size - offset, fiber_main, fiber);
    return fiber;
}

static struct fiber *get_fiber(void)
{
    if (store.fibers.unused != NULL)
        return pool_get(&store.fibers, 0);

    struct fiber *fiber = make_fiber();
    if (fiber != NULL)
        store.fibers.outstanding++;
    return fiber;
}

/* ---- the public side ---- */

/* Runs a fiber's body up to its first suspension. `start` is the caller's. */
static void run_first_part(struct fiber *fiber, struct start *start, vt_fiber_body body, void *context)
{
    struct event_loop *loop = &vt_rt_loop;

    *start = (struct start){
        .spawner = loop->running != NULL ? &loop->running->context : &loop->root,
        .spawner_fiber = loop->running,
    };
    fiber->body = body;
    fiber->argument = context;
    fiber->scope = NULL;
    fiber->reason = 0;
    fiber->start = start;
    go_to(start->spawner, &fiber->context, fiber);
}

static void cancel_spawned(void *fiber)
{
    vt_rt_fiber_cancel(fiber, -ECANCELED);
}

vt_void vt_spawn(vt_fiber_body body, void *context)
{
    struct vt_promise ended = vt_promise_start(0);
    struct fiber *fiber = ended.source != NULL ? get_fiber() : NULL;
    struct start start;

    if (fiber == NULL) {
        vt_rt_promise_discard(ended);
        return vt_void_from_error(-ENOMEM);
    }
    fiber->ended = ended;
    fiber->nursery = NULL;
    vt_promise_on_cancel(ended, cancel_spawned, fiber);
    run_first_part(fiber, &start, body, context);
    if (!start.has_ended)
        return vt_void_from_source(ended.source, ended.token);
    vt_rt_promise_discard(ended);
    return start.status == 0 ? vt_void_from_result() : vt_void_from_error(start.status);
}

int vt_rt_start_child(struct nursery *nursery, vt_fiber_body body, void *context)
{
    struct fiber *fiber = get_fiber();
    struct start start;

    if (fiber == NULL)
        return -ENOMEM;
    fiber->nursery = nursery;
    fiber->previous = NULL;
    fiber->next = nursery->first;
    if (fiber->next != NULL)
        fiber->next->previous = fiber;
    nursery->first = fiber;
    run_first_part(fiber, &start, body, context);
    return 0;
}

struct fiber *vt_rt_next_child(struct fiber *child)
{
    return child->next;
}

struct main_call {
    vt_fiber_body body;
    void *context;
    struct fiber *fiber;
    bool has_ended;
    int result;
};

static int call_main(void *main_call)
{
    struct main_call *call = main_call;

    call->fiber = vt_rt_loop.running;
    call->result = call->body(call->context);
    call->has_ended = true;
    vt_rt_loop.root_is_woken = true;
    return 0;
}

int vt_run(vt_fiber_body body, void *context)
{
    if (vt_in_fiber())
        return body(context);

    struct main_call call = { .body = body, .context = context };
    vt_void ended = vt_spawn(call_main, &call);
    /* What nothing can end any more fails, so that the fiber can tell and end. */
    while (call.fiber != NULL && !call.has_ended) {
        if (!vt_rt_loop_step())
            vt_rt_wake(call.fiber->waiter, WAKE_DEADLOCK);
    }
    int status = vt_void_await(ended);
    return status == 0 ? call.result : status;
}

void vt_yield(void)
{
    struct fiber *self = vt_rt_loop.running;

    if (self != NULL) {
        vt_rt_loop_make_ready(&self->job);
        suspend(self);
    } else if (vt_rt_loop.ready.first != NULL) {
        vt_rt_loop_step();
    }
}

bool vt_in_fiber(void)
{
    return vt_rt_loop.running != NULL;
}

size_t vt_fiber_count(void)
{
    return store.fibers.outstanding;
}

int vt_fiber_configure(const struct vt_fiber_options *options)
{
    size_t size = options->stack_size;

    if (size != 0 && (size < SMALLEST_STACK || size > LARGEST_STACK))
        return -EINVAL;
    if (store.fibers.outstanding != 0)
        return -EBUSY;
    vt_rt_fiber_pools_clear();
    store.stacks.stack_size = size;
    return 0;
}

void vt_rt_fiber_pools_clear(void)
{
    for (struct fiber *fiber = pool_drain(&store.fibers); fiber != NULL; fiber = pool_drain(&store.fibers)) {
        vt_rt_context_drop(&fiber->context);
        VALGRIND_STACK_DEREGISTER(fiber->stack.valgrind_id);
    }
    vt_rt_stacks_free(&store.stacks);
    vt_rt_stop_watching();
    store.made = 0;
}
