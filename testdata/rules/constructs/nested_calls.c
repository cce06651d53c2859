// Calls inside calls: a task that never has a name.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static vt_int pass(vt_int task)
{
    cond();
    return task;
}

static vt_int swallow(vt_int task)
{
    vt_int_forget(task);
    return vt_int_from_result(0);
}

static vt_int touch(vt_int task)
{
    if (vt_int_is_completed(task))
        cond();
    return make();
}

int await_pass_make_ok(void)
{
    int value = 0;
    int rc = vt_int_await(pass(make()), &value);
    return rc < 0 ? rc : value;
}

int pass_pass_ok(void)
{
    int value = 0;
    int rc = vt_int_await(pass(pass(pass(make()))), &value);
    return rc < 0 ? rc : value;
}

int swallowed_ok(void)
{
    int value = 0;
    int rc = vt_int_await(swallow(make()), &value);
    return rc < 0 ? rc : value;
}

void passed_and_dropped_bad(void)
{
    pass(make()); // expect: vt-unawaited
}

int touched_bad(void)
{
    int value = 0;
    int rc = vt_int_await(touch(make()), &value); // expect: vt-unawaited
    return rc < 0 ? rc : value;
}

int awaited_below_bad(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(pass(task), &value);
    if (rc < 0)
        return rc;
    rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

int swallowed_below_bad(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await(swallow(task), &value);
    vt_int_forget(task); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

bool looked_at_in_place_bad(void)
{
    return vt_int_is_completed(make()); // expect: vt-unawaited
}
