// A global that the caller sets, or a context behind a pointer, decides whether the callee consumes.
#include <valuetask/valuetask.h>

#include "sinks.h"

int steers_awaits;

int awaited_ok(void)
{
    vt_int task = make();
    steers_awaits = 1;
    return await_when_steered(task);
}

int left_alone_ok(void)
{
    int value = 0;
    vt_int task = make();
    steers_awaits = 0;
    (void)await_when_steered(task);
    return vt_int_await(task, &value); // alone: vt-double-await
}

int awaited_again_bad(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    steers_awaits = 1;
    return rc < 0 ? rc : await_when_steered(task); // expect: vt-double-await task
}

int left_alone_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited task
    steers_awaits = 0;
    return await_when_steered(task);
}

static int by_context(const struct context *context, vt_int task)
{
    int value = 0;
    if (context->mode == MODE_AWAIT)
        (void)!vt_int_await(task, &value);
    return value;
}

int context_ok(void)
{
    struct context context = { .mode = MODE_AWAIT };
    return by_context(&context, make());
}

int context_bad(void)
{
    struct context context = { .mode = MODE_LOOK };
    vt_int task = make(); // expect: vt-unawaited task
    return by_context(&context, task);
}
