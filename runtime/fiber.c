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

enum {
    SMALLEST_STACK = 16 * 1024,
    LARGEST_STACK = 1024 * 1024 * 1024,
    /* Stack tops are staggered by cache lines, or those of all fibers would fall into the same few cache sets. */
    COLOURS = 8,
    COLOUR_SIZE = 128,
};

/* The spawner's side of a start, on its stack. */
struct start {
    struct fiber *spawner; /* NULL: the root */
    bool has_ended;        /* without having been suspended */
    int status;
};

struct fiber_store {
    struct fiber *unused;
    size_t outstanding;
    struct stack_store stacks;
    size_t made;
    uintptr_t runs; /* of bodies, so far */
};

static _Thread_local struct fiber_store store;

/* ---- switching ---- */

void vt_rt_fiber_resume(struct job *job)
{
    struct event_loop *loop = &vt_rt_loop;

    loop->handovers_left = loop->turns_left;
    loop->turns_left = 0;
    vt_rt_go_to_fiber(loop, &loop->root, vt_rt_fiber_of(job));
    vt_rt_loop_end_handovers(loop);
}

__attribute__((noinline)) int vt_rt_go_to_root(struct fiber *self)
{
    vt_rt_loop.running = NULL;
    return vt_rt_context_switch(&self->context, &vt_rt_loop.root, 0);
}

/* The first suspension: the spawner goes on. */
__attribute__((noinline, cold)) static void end_first_part(struct fiber *self)
{
    struct start *start = self->start;

    self->start = NULL;
    self->detours &= ~(unsigned)DETOUR_FIRST_PART;
    if (start->spawner != NULL)
        vt_rt_go_to_fiber(&vt_rt_loop, &self->context, start->spawner);
    else
        vt_rt_go_to_root(self);
}

static inline void suspend(struct fiber *self)
{
    if (self->start != NULL)
        end_first_part(self);
    else if (vt_rt_begin_handover(&vt_rt_loop))
        vt_rt_hand_over(&vt_rt_loop, self);
    else
        vt_rt_go_to_root(self);
}

const struct stack *vt_rt_running_stack(void)
{
    return vt_rt_loop.running != NULL ? &vt_rt_loop.running->stack : NULL;
}

/* ---- waiting ---- */

/* Ends a wait before what it was for has ended. */
static void end_early(struct waiter *waiter, int wake)
{
    waiter->wake = wake;
    if (waiter->promise != NULL)
        vt_rt_promise_leave(waiter->promise);
}

bool vt_rt_wake(struct waiter *waiter, int wake)
{
    if (waiter->wake != WAKE_NOT_YET)
        return false;
    if (wake > 0)
        end_early(waiter, wake);
    else
        waiter->wake = wake;
    if (waiter->fiber != NULL)
        vt_rt_loop_make_ready(&waiter->fiber->awaiting.job);
    else
        vt_rt_loop_wake_root();
    return true;
}

static int wake_of(int reason)
{
    return reason == -ETIMEDOUT ? WAKE_TIMED_OUT : WAKE_CANCELED;
}

struct scope *vt_rt_innermost_scope(const struct fiber *fiber)
{
    return fiber->scope;
}

void vt_rt_set_innermost_scope(struct fiber *fiber, struct scope *scope)
{
    fiber->scope = scope;
    if (scope != NULL)
        fiber->detours |= DETOUR_SCOPE;
    else
        fiber->detours &= ~(unsigned)DETOUR_SCOPE;
}

void vt_rt_count_hooked_scope(struct fiber *fiber, int change)
{
    fiber->hooked_scopes += change;
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
    if ((fiber->detours & DETOUR_SHIELDED) == 0)
        vt_rt_wake(fiber->waiter, wake_of(reason));
}

void vt_rt_fiber_cancel(struct fiber *fiber, int reason)
{
    if (fiber->reason == 0) {
        fiber->reason = reason;
        fiber->detours |= DETOUR_CANCELED;
        vt_rt_interrupt(fiber, reason);
    }
}

int vt_rt_wait(struct waiter *waiter)
{
    struct fiber *fiber = waiter->fiber;

    if (VT_LIKELY_(fiber != NULL)) {
        if ((fiber->detours & ~(unsigned)DETOUR_FIRST_PART) != 0 && (fiber->detours & DETOUR_SHIELDED) == 0 && vt_rt_running_reason() != 0) {
            end_early(waiter, wake_of(vt_rt_running_reason()));
            return waiter->wake;
        }
        fiber->waiter = waiter;
        suspend(fiber);
        fiber->waiter = &fiber->awaiting.waiter;
        return waiter->wake;
    }
    while (waiter->wake == WAKE_NOT_YET) {
        if (!vt_rt_loop_step())
            end_early(waiter, WAKE_DEADLOCK);
    }
    return waiter->wake;
}

int vt_rt_wait_shielded(struct waiter *waiter)
{
    struct fiber *fiber = waiter->fiber;

    if (fiber == NULL)
        return vt_rt_wait(waiter);
    fiber->detours |= DETOUR_SHIELDED;
    int wake = vt_rt_wait(waiter);
    fiber->detours &= ~(unsigned)DETOUR_SHIELDED;
    return wake;
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

int vt_rt_wait_for(struct waiter *waiter, uint64_t timeout_ns)
{
    if (timeout_ns == UINT64_MAX)
        return vt_rt_wait(waiter);

    struct limit limit = { .timer = { .fire = reach_limit }, .waiter = waiter };
    vt_rt_loop_start_timer(&limit.timer, timeout_ns);
    int wake = vt_rt_wait(waiter);
    if (!limit.has_fired)
        vt_rt_loop_stop_timer(&limit.timer);
    return wake;
}

/* ---- life ---- */

static int checked_status(int status)
{
    if (status == 0 || VT_IS_ERROR_(status))
        return status;
    vt_report_misuse("vt_spawn: the fiber's body returned %d, which is neither 0 nor a negative errno; hand results over by its context",
                     status);
    return -EINVAL;
}

uintptr_t vt_rt_run_of(const struct fiber *fiber)
{
    return fiber != NULL ? fiber->run : 0;
}

struct nursery *vt_rt_nursery_of(const struct fiber *fiber)
{
    return fiber->nursery;
}

void vt_rt_count_open_nursery(struct fiber *fiber, int change)
{
    fiber->open_nurseries += change;
}

static void count_child(const struct nursery *nursery, int change)
{
    if (nursery->opener != NULL)
        nursery->opener->children += change;
}

static void leave_nursery(struct fiber *fiber)
{
    count_child(fiber->nursery, -1);
    *(fiber->previous != NULL ? &fiber->previous->next : &fiber->nursery->first) = fiber->next;
    if (fiber->next != NULL)
        fiber->next->previous = fiber->previous;
}

/* What lay on the fiber's stack is gone; others may refer to it. */
static void check_what_is_left(const struct fiber *fiber)
{
    if (fiber->scope != NULL)
        vt_report_misuse("vt_scope_leave: a fiber ended inside a scope that it never left; the scope lay on its stack. Leave it on every "
                         "path");
    if (fiber->open_nurseries != 0)
        vt_report_misuse("vt_nursery_close: a fiber ended with a nursery open, with %d children that run; the nursery lay on its stack. "
                         "Close it on every path",
                         fiber->children);
    if (fiber->hooked_scopes != 0 || fiber->children != 0)
        abort(); /* timers, tokens and children would write to what the memory is used for next */
}

static void end(struct fiber *fiber, int status)
{
    if (!vt_rt_stack_is_whole(&fiber->stack)) {
        vt_report_misuse("a fiber overflowed its stack of %zu bytes and wrote over what lies below; give vt_fiber_configure a "
                         "bigger stack_size, or let the fiber use less",
                         fiber->stack.size);
        abort(); /* whoever's memory that was, going on is not safe */
    }
    if (fiber->scope != NULL || fiber->open_nurseries != 0)
        check_what_is_left(fiber);
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
    fiber->next = store.unused;
    store.unused = fiber;
    store.outstanding--;
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
    *fiber = (struct fiber){ .stack = stack, .awaiting.waiter.fiber = fiber, .waiter = &fiber->awaiting.waiter };
    vt_rt_context_make(&fiber->context, stack.low, stack.size - offset, fiber_main, fiber);
    return fiber;
}

static struct fiber *get_fiber(void)
{
    struct fiber *fiber = store.unused;

    if (fiber != NULL)
        store.unused = fiber->next;
    else
        fiber = make_fiber();
    if (fiber != NULL)
        store.outstanding++;
    return fiber;
}

/* ---- the public side ---- */

/* Runs a fiber's body up to its first suspension. `start` is the caller's. */
static void run_first_part(struct fiber *fiber, struct start *start, vt_fiber_body body, void *context)
{
    struct event_loop *loop = &vt_rt_loop;

    *start = (struct start){ .spawner = loop->running };
    fiber->body = body;
    fiber->argument = context;
    fiber->scope = NULL;
    fiber->hooked_scopes = 0;
    fiber->run = ++store.runs;
    fiber->open_nurseries = 0;
    fiber->reason = 0;
    fiber->detours = DETOUR_FIRST_PART;
    fiber->start = start;
    vt_rt_go_to_fiber(loop, start->spawner != NULL ? &start->spawner->context : &loop->root, fiber);
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
    count_child(nursery, 1);
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

void vt_rt_orphan_children(struct nursery *nursery)
{
    for (struct fiber *child = nursery->first; child != NULL; child = child->next) {
        count_child(nursery, -1);
        child->nursery = NULL;
        child->ended = (struct vt_promise){ 0 };
    }
    nursery->first = NULL;
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
    vt_rt_loop_wake_root();
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
        if (vt_rt_loop.ready.first == NULL && self->start == NULL && vt_rt_loop.handovers_left > 0) {
            vt_rt_loop.handovers_left--;
            return; /* nobody else is ready */
        }
        vt_rt_loop_make_ready(&self->awaiting.job);
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
    return store.outstanding;
}

int vt_fiber_configure(const struct vt_fiber_options *options)
{
    size_t size = options->stack_size;

    if (size != 0 && (size < SMALLEST_STACK || size > LARGEST_STACK))
        return -EINVAL;
    if (store.outstanding != 0)
        return -EBUSY;
    vt_rt_fiber_pools_clear();
    store.stacks.stack_size = size;
    return 0;
}

void vt_rt_fiber_pools_clear(void)
{
    for (struct fiber *fiber = store.unused; fiber != NULL; fiber = fiber->next) {
        vt_rt_context_drop(&fiber->context);
        VALGRIND_STACK_DEREGISTER(fiber->stack.valgrind_id);
    }
    store.unused = NULL;
    vt_rt_stacks_free(&store.stacks);
    vt_rt_stop_watching();
    store.made = 0;
}
