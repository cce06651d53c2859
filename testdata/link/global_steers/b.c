#include "sinks.h"

extern int steers_awaits;
extern int nobody_sets;

int await_when_steered(vt_int task)
{
    int value = 0;
    if (steers_awaits)
        (void)!vt_int_await(task, &value);
    return value;
}

int await_when_told_bad(vt_int task) // expect: vt-unawaited task
{
    int value = 0;
    if (nobody_sets)
        (void)!vt_int_await(task, &value);
    return value;
}

int mode_decides_bad(const struct context *context, vt_int task) // expect: vt-unawaited task
{
    int value = 0;
    if (context->mode == MODE_AWAIT)
        (void)!vt_int_await(task, &value);
    return value;
}

int told_by_nobody_ok(void)
{
    return await_when_told_bad(make());
}
