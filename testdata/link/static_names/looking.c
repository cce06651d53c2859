// Here `handle` only looks, and `enabled` is off.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

static int enabled = 0;

static int handle(vt_int task)
{
    return vt_int_is_completed(task);
}

int handled_there_ok(void)
{
    vt_int task = make();
    int ready = handle(task) + handle(task);
    vt_int_forget(task);
    return ready;
}

int handled_there_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return handle(task);
}

void enabled_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (enabled)
        vt_int_forget(task);
}
