/* The thread's loop and a libuv loop, joined.
 *
 * Either drives the other. When ours does, libuv is its backend: each poll is one uv_run, whose callbacks end operations;
 * fibers run after it. When the program calls uv_run, a prepare and a check handle give our loop its turns, before and after
 * libuv sleeps; the idle handle keeps libuv from sleeping, and from ending, while something is ready.
 * `is_polling` tells the two apart. The handles of this file do not keep libuv's loop alive but for the idle one, and the timer.
 */
#include "uv_loop.h"

#include <errno.h>
#include <signal.h>
#include <time.h>

#include <valuetask/loop.h>

#include "event_loop.h"
#include "misuse_report.h"

enum { NANOSECONDS_PER_MILLISECOND = 1000000 };

_Thread_local struct uv_thread vt_uv_thread;

/* ---- our loop drives ----
 *
 * libuv 1.44 runs timers that are due before it sleeps, and works out how long to sleep after that. So a time limit that is due by
 * then, and whatever a callback made ready by then, must keep it from sleeping: uv_stop does, for this one uv_run.
 */

static void reach_limit(uv_timer_t *timer)
{
    uv_stop(timer->loop);
}

static void start_timer(uint64_t delay_ns, uv_timer_cb callback)
{
    uint64_t milliseconds = delay_ns / NANOSECONDS_PER_MILLISECOND + (delay_ns % NANOSECONDS_PER_MILLISECOND != 0);

    uv_update_time(vt_uv_thread.loop);
    uv_timer_start(&vt_uv_thread.timer, callback, milliseconds, 0);
}

static bool is_alive(void *context)
{
    (void)context;
    return !vt_uv_thread.is_turning && uv_loop_alive(vt_uv_thread.loop) != 0;
}

static void poll_once(void *context, uint64_t timeout_ns)
{
    struct uv_thread *thread = context;

    if (thread->is_turning)
        return;
    thread->is_polling = true;
    uv_idle_stop(&thread->idle); /* left over from a uv_run of the program's */
    if (timeout_ns == 0) {
        uv_run(thread->loop, UV_RUN_NOWAIT);
    } else {
        if (timeout_ns != UINT64_MAX)
            start_timer(timeout_ns, reach_limit);
        uv_ref((uv_handle_t *)&thread->wake); /* or libuv would not sleep when only another thread can end the wait */
        uv_run(thread->loop, UV_RUN_ONCE);
        uv_unref((uv_handle_t *)&thread->wake);
        uv_timer_stop(&thread->timer);
    }
    thread->is_polling = false;
}

static void wake(void *context)
{
    struct uv_thread *thread = context;

    uv_async_send(&thread->wake);
}

static const struct vt_loop_backend backend = {.is_alive = is_alive, .poll = poll_once, .wake = wake};

/* ---- the program's uv_run drives ---- */

static void turn_of_idle(uv_idle_t *idle)
{
    (void)idle; /* prepare comes next */
}

static void turn_of_timer(uv_timer_t *timer)
{
    (void)timer;
}

static void turn(void)
{
    struct uv_thread *thread = &vt_uv_thread;

    if (thread->is_polling || thread->is_turning)
        return;
    thread->is_turning = true;
    uint64_t delay = vt_loop_turn();
    thread->is_turning = false;
    if (delay == 0)
        uv_idle_start(&thread->idle, turn_of_idle);
    else
        uv_idle_stop(&thread->idle);
    if (delay != 0 && delay != UINT64_MAX)
        start_timer(delay, turn_of_timer);
    else
        uv_timer_stop(&thread->timer);
}

static void turn_of_prepare(uv_prepare_t *prepare)
{
    if (!vt_uv_thread.is_polling)
        turn();
    else if (vt_rt_loop.ready.first != NULL || vt_rt_loop.root_is_woken)
        uv_stop(prepare->loop);
}

static void turn_of_check(uv_check_t *check)
{
    (void)check;
    turn();
}

static void turn_of_wake(uv_async_t *async)
{
    (void)async; /* check comes next */
}

void vt_uv_called_back(void)
{
    if (!vt_uv_thread.is_polling && !vt_uv_thread.is_turning)
        uv_idle_start(&vt_uv_thread.idle, turn_of_idle);
}

/* ---- SIGPIPE ----
 *
 * libuv writes to connections whose peer has gone with write(2). Meanwhile the signal is blocked in this thread, and not
 * ignored in the process, which is the program's to decide. One that came is taken away before it is unblocked. */

static void block_sigpipe(struct uv_thread *thread)
{
    sigset_t blocked, before;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    thread->has_blocked_sigpipe = !sigismember(&before, SIGPIPE);
}

static void unblock_sigpipe(struct uv_thread *thread)
{
    sigset_t blocked;

    if (!thread->has_blocked_sigpipe)
        return;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGPIPE);
    while (sigtimedwait(&blocked, NULL, &(struct timespec){0}) < 0 && errno == EINTR)
        continue;
    pthread_sigmask(SIG_UNBLOCK, &blocked, NULL);
}

/* ---- joining and parting ---- */

static void count_closed(uv_handle_t *handle)
{
    (void)handle;
    vt_uv_thread.closing--;
}

static void close_handle(uv_handle_t *handle)
{
    vt_uv_thread.closing++;
    uv_close(handle, count_closed);
}

static void run_until_closed(void)
{
    vt_uv_thread.is_polling = true;
    while (vt_uv_thread.closing != 0)
        uv_run(vt_uv_thread.loop, UV_RUN_NOWAIT);
    vt_uv_thread.is_polling = false;
}

static void start_handles(struct uv_thread *thread)
{
    /* None of these fails. */
    uv_timer_init(thread->loop, &thread->timer);
    uv_idle_init(thread->loop, &thread->idle);
    uv_prepare_init(thread->loop, &thread->prepare);
    uv_check_init(thread->loop, &thread->check);
    uv_prepare_start(&thread->prepare, turn_of_prepare);
    uv_check_start(&thread->check, turn_of_check);
    uv_unref((uv_handle_t *)&thread->prepare);
    uv_unref((uv_handle_t *)&thread->check);
    uv_unref((uv_handle_t *)&thread->wake);
}

static void close_handles(struct uv_thread *thread)
{
    vt_uv_sleepers_close();
    close_handle((uv_handle_t *)&thread->wake);
    close_handle((uv_handle_t *)&thread->timer);
    close_handle((uv_handle_t *)&thread->idle);
    close_handle((uv_handle_t *)&thread->prepare);
    close_handle((uv_handle_t *)&thread->check);
    run_until_closed();
    if (thread->loop == &thread->own)
        uv_loop_close(&thread->own);
    pool_clear(&thread->operations);
    pool_clear(&thread->connections);
    unblock_sigpipe(thread);
    thread->loop = NULL;
}

int vt_uv_start(uv_loop_t *loop)
{
    struct uv_thread *thread = &vt_uv_thread;

    if (thread->loop != NULL)
        return -EBUSY;
    if (loop == NULL) {
        int status = uv_loop_init(&thread->own);
        if (status != 0)
            return status;
    }
    thread->loop = loop != NULL ? loop : &thread->own;
    int status = uv_async_init(thread->loop, &thread->wake, turn_of_wake);
    if (status != 0) {
        if (loop == NULL)
            uv_loop_close(&thread->own);
        thread->loop = NULL;
        return status;
    }
    block_sigpipe(thread);
    start_handles(thread);
    status = vt_loop_set_backend(&backend, thread);
    if (status != 0)
        close_handles(thread);
    return status;
}

int vt_uv_stop(void)
{
    struct uv_thread *thread = &vt_uv_thread;

    if (thread->loop == NULL)
        return 0;
    if (thread->is_polling || thread->is_turning || vt_rt_loop.running != NULL) {
        vt_report_misuse("vt_uv_stop: called by a fiber or from inside uv_run, whose loop it is; call it where that has returned");
        return -EINVAL;
    }
    if (thread->open != 0 || thread->operations.outstanding != 0 || thread->sleepers.outstanding != 0)
        return -EBUSY;
    if (vt_loop_set_backend(NULL, NULL) != 0)
        return -EBUSY;
    run_until_closed(); /* connections on their way out */
    close_handles(thread);
    return 0;
}

uv_loop_t *vt_uv_loop(void)
{
    return vt_uv_thread.loop;
}

bool vt_uv_may_close(const uv_handle_t *handle, const char *function)
{
    bool may_close = uv_is_closing(handle) == 0;

    if (!may_close)
        vt_report_misuse("%s: it was closed already, and its memory is about to be freed; close each once", function);
    return may_close;
}

/* ---- operations ---- */

struct operation *vt_uv_operation(size_t result_size, int *error)
{
    *error = vt_uv_status();
    if (*error != 0)
        return NULL;
    struct operation *operation = pool_get(&vt_uv_thread.operations, sizeof *operation);
    *error = -ENOMEM;
    if (operation == NULL)
        return NULL;
    operation->promise = vt_promise_start(result_size);
    operation->result_size = result_size;
    if (operation->promise.source != NULL)
        return operation;
    pool_put(&vt_uv_thread.operations, operation);
    return NULL;
}

void vt_uv_operation_end(struct operation *operation, int status, const void *result)
{
    struct vt_promise promise = operation->promise;
    size_t size = operation->result_size;

    pool_put(&vt_uv_thread.operations, operation);
    if (status < 0)
        vt_promise_fail(promise, status);
    else
        vt_promise_complete(promise, result, size);
}

static void cancel(void *context)
{
    struct operation *operation = context;

    uv_cancel(&operation->request.any); /* -EBUSY: it has begun and will end by itself */
}

void vt_uv_operation_can_cancel(struct operation *operation)
{
    vt_promise_on_cancel(operation->promise, cancel, operation);
}
