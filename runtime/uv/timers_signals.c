/* Sleeping, and signals. */
#include "uv_loop.h"

#include <errno.h>
#include <stdlib.h>

/* ---- sleeping: timers stay initialised in their pool ---- */

struct sleeper {
    struct pool_link link;
    bool is_initialised;
    uv_timer_t timer;
    struct vt_promise promise;
};

static void wake_up(struct sleeper *sleeper, int status)
{
    struct vt_promise promise = sleeper->promise;

    uv_timer_stop(&sleeper->timer);
    pool_put(&vt_uv_thread.sleepers, sleeper);
    if (status != 0)
        vt_promise_fail(promise, status);
    else
        vt_promise_complete(promise, NULL, 0);
}

static void timer_fired(uv_timer_t *timer)
{
    wake_up(UV_CONTAINER_OF(timer, struct sleeper, timer), 0);
    vt_uv_called_back();
}

static void sleep_canceled(void *context)
{
    wake_up(context, -ECANCELED);
}

vt_void vt_uv_sleep(uint64_t milliseconds)
{
    int error = vt_uv_status();

    if (error != 0)
        return vt_void_from_error(error);
    if (milliseconds == 0)
        return vt_void_from_result();
    struct sleeper *sleeper = pool_get(&vt_uv_thread.sleepers, sizeof *sleeper);
    if (sleeper == NULL)
        return vt_void_from_error(-ENOMEM);
    struct vt_promise promise = vt_promise_start(0);
    if (promise.source == NULL) {
        pool_put(&vt_uv_thread.sleepers, sleeper);
        return vt_void_from_error(-ENOMEM);
    }
    if (!sleeper->is_initialised)
        uv_timer_init(vt_uv_thread.loop, &sleeper->timer);
    sleeper->is_initialised = true;
    sleeper->promise = promise;
    vt_promise_on_cancel(promise, sleep_canceled, sleeper);
    uv_update_time(vt_uv_thread.loop); /* fibers may have run for long since libuv looked */
    uv_timer_start(&sleeper->timer, timer_fired, milliseconds, 0);
    return vt_void_from_source(promise.source, promise.token);
}

static void free_sleeper(uv_handle_t *handle)
{
    vt_uv_thread.closing--;
    free(UV_CONTAINER_OF(handle, struct sleeper, timer));
}

void vt_uv_sleepers_close(void)
{
    struct sleeper *sleeper;

    while ((sleeper = pool_drain(&vt_uv_thread.sleepers)) != NULL) {
        if (!sleeper->is_initialised) {
            free(sleeper);
            continue;
        }
        vt_uv_thread.closing++;
        uv_close((uv_handle_t *)&sleeper->timer, free_sleeper);
    }
}

/* ---- signals ---- */

struct vt_uv_signal {
    uv_signal_t handle;
    bool has_come;
    bool is_awaited;
    struct vt_promise promise; /* of the wait */
};

/* The handle keeps the loop alive while somebody waits for it. */
static void end_wait(struct vt_uv_signal *signal)
{
    signal->is_awaited = false;
    uv_unref((uv_handle_t *)&signal->handle);
}

static void signal_came(uv_signal_t *handle, int number)
{
    struct vt_uv_signal *signal = UV_CONTAINER_OF(handle, struct vt_uv_signal, handle);

    (void)number;
    if (!signal->is_awaited) {
        signal->has_come = true;
        return;
    }
    end_wait(signal);
    vt_promise_complete(signal->promise, NULL, 0);
    vt_uv_called_back();
}

static void free_signal(uv_handle_t *handle)
{
    vt_uv_thread.closing--;
    free(UV_CONTAINER_OF(handle, struct vt_uv_signal, handle));
}

int vt_uv_signal_open(int number, struct vt_uv_signal **signal)
{
    int status = vt_uv_status();

    if (status != 0)
        return status;
    struct vt_uv_signal *opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        return -ENOMEM;
    status = uv_signal_init(vt_uv_thread.loop, &opened->handle);
    if (status != 0) {
        free(opened);
        return status;
    }
    status = uv_signal_start(&opened->handle, signal_came, number);
    if (status != 0) {
        vt_uv_thread.closing++;
        uv_close((uv_handle_t *)&opened->handle, free_signal);
        return status;
    }
    uv_unref((uv_handle_t *)&opened->handle);
    vt_uv_thread.open++;
    *signal = opened;
    return 0;
}

static void wait_canceled(void *context)
{
    struct vt_uv_signal *signal = context;

    end_wait(signal);
    vt_promise_cancel(signal->promise);
}

vt_void vt_uv_signal_wait(struct vt_uv_signal *signal)
{
    if (signal->is_awaited)
        return vt_void_from_error(-EBUSY);
    if (signal->has_come) {
        signal->has_come = false;
        return vt_void_from_result();
    }
    struct vt_promise promise = vt_promise_start(0);
    if (promise.source != NULL) {
        signal->is_awaited = true;
        uv_ref((uv_handle_t *)&signal->handle);
        signal->promise = promise;
        vt_promise_on_cancel(promise, wait_canceled, signal);
    }
    return vt_void_from_source(promise.source, promise.token);
}

void vt_uv_signal_close(struct vt_uv_signal *signal)
{
    if (signal == NULL || !vt_uv_may_close((const uv_handle_t *)&signal->handle, "vt_uv_signal_close"))
        return;
    if (signal->is_awaited)
        wait_canceled(signal);
    vt_uv_thread.open--;
    vt_uv_thread.closing++;
    uv_close((uv_handle_t *)&signal->handle, free_signal);
}
