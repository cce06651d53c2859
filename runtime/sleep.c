/* Sleeping: a pooled timer that completes a promise. */
#include <valuetask/timer.h>

#include <valuetask/promise.h>
#include <valuetask/valuetask.h>

#include "event_loop.h"

struct sleeper {
    struct pool_link link;
    struct timer timer;
    struct vt_promise promise;
};

static _Thread_local struct object_pool sleepers;

static struct vt_promise put_away(struct sleeper *sleeper)
{
    struct vt_promise promise = sleeper->promise;

    pool_put(&sleepers, sleeper);
    return promise;
}

static void wake_up(struct timer *timer)
{
    vt_promise_complete(put_away(CONTAINER_OF(timer, struct sleeper, timer)), NULL, 0);
}

static void stop(void *context)
{
    struct sleeper *sleeper = context;

    vt_rt_loop_stop_timer(&sleeper->timer);
    vt_promise_cancel(put_away(sleeper));
}

vt_void vt_sleep(uint64_t delay_ns)
{
    if (delay_ns == 0)
        return vt_void_from_result();

    struct sleeper *sleeper = pool_get(&sleepers, sizeof *sleeper);
    struct vt_promise promise = sleeper != NULL ? vt_promise_start(0) : (struct vt_promise){ 0 };
    if (promise.source == NULL) {
        if (sleeper != NULL)
            pool_put(&sleepers, sleeper);
        return vt_void_from_error(-ENOMEM);
    }
    sleeper->promise = promise;
    sleeper->timer.fire = wake_up;
    vt_promise_on_cancel(promise, stop, sleeper);
    vt_rt_loop_start_timer(&sleeper->timer, delay_ns);
    return vt_void_from_source(promise.source, promise.token);
}

void vt_rt_sleep_pools_clear(void)
{
    pool_clear(&sleepers);
}
