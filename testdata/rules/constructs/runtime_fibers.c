// What the run time's fibers, timers, locks, channels and pools return are value tasks like any other.
#include <valuetask/channel.h>
#include <valuetask/fd.h>
#include <valuetask/fiber.h>
#include <valuetask/scope.h>
#include <valuetask/sync.h>
#include <valuetask/thread_pool.h>
#include <valuetask/timer.h>
#include <valuetask/valuetask.h>

int body(void *context);

int spawn_and_join_ok(void *context)
{
    vt_void child = vt_spawn(body, context);
    int status = body(context);
    int ended = vt_void_await(child);
    return status != 0 ? status : ended;
}

void spawn_and_let_go_ok(void *context)
{
    vt_void_forget(vt_spawn(body, context));
}

void spawn_and_drop_bad(void *context)
{
    vt_void child = vt_spawn(body, context); // expect: vt-unawaited child
    (void)child;
}

int join_on_success_only_bad(void *context)
{
    vt_void child = vt_spawn(body, context); // expect: vt-unawaited child
    int status = body(context);
    if (status != 0)
        return status;
    return vt_void_await(child);
}

int join_twice_bad(void *context)
{
    vt_void child = vt_spawn(body, context);
    int status = vt_void_await(child); // expect-note:
    if (status == 0)
        status = vt_void_await(child); // expect: vt-double-await child
    return status;
}

int join_with_a_second_chance_bad(void *context)
{
    vt_void child = vt_spawn(body, context);
    int status = vt_void_await_timeout(child, 1000);
    if (status == -ETIMEDOUT)
        status = vt_void_await(child); // expect: vt-double-await child
    return status;
}

int locked_ok(struct vt_mutex *mutex, void *context)
{
    int status = vt_void_await(vt_mutex_lock(mutex));
    if (status != 0)
        return status;
    status = body(context);
    vt_mutex_unlock(mutex);
    return status;
}

int locked_without_waiting_bad(struct vt_mutex *mutex, void *context)
{
    vt_void lock = vt_mutex_lock(mutex); // expect: vt-unawaited lock
    int status = body(context);
    if (vt_void_is_completed(lock))
        vt_mutex_unlock(mutex);
    return status;
}

int pump_ok(struct vt_channel *from, struct vt_channel *to)
{
    int item;
    int status;
    while ((status = vt_void_await(vt_channel_receive(from, &item))) == 0) {
        status = vt_void_await(vt_channel_send(to, &item));
        if (status != 0)
            break;
    }
    return status;
}

int deadline_ok(struct vt_semaphore *semaphore)
{
    struct vt_scope scope;
    vt_scope_enter_deadline(&scope, 1000000);
    int status = vt_void_await(vt_semaphore_acquire(semaphore));
    if (status == 0) {
        status = vt_void_await(vt_sleep(1000));
        vt_semaphore_release(semaphore);
    }
    int cut_short = vt_scope_leave(&scope);
    return cut_short != 0 ? cut_short : status;
}

int read_or_time_out_ok(int fd, struct vt_thread_pool *pool, void *context)
{
    int status = vt_void_await_timeout(vt_fd_readable(fd), 1000000);
    if (status == 0)
        status = vt_void_await(vt_thread_pool_run(pool, body, context));
    return status;
}

void sleep_without_waiting_bad(void)
{
    vt_void sleeping = vt_sleep(1000); // expect: vt-unawaited sleeping
    (void)sleeping;
}
