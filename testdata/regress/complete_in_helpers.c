// A task that is known to be complete answers so inside of helpers, too, and when a helper made it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

static bool take_if_ready(vt_int task)
{
    if (!vt_int_is_completed(task))
        return false;
    vt_int_forget(task);
    return true;
}

static vt_int made_here(void)
{
    return vt_int_from_error(-EIO);
}

static void made_into(vt_int *out)
{
    *out = vt_int_from_result(7);
}

void taken_at_once_ok(void)
{
    vt_int task = vt_int_from_result(7);
    (void)take_if_ready(task);
}

void taken_or_not_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    (void)take_if_ready(task);
}

void made_by_helper_ok(void)
{
    vt_int task = made_here();
    if (vt_int_is_completed(task))
        vt_int_forget(task);
}

void made_by_helper_bad(void)
{
    vt_int task = made_here(); // expect: vt-unawaited
    if (!vt_int_is_completed(task))
        vt_int_forget(task);
}

void made_into_ok(void)
{
    vt_int task;
    made_into(&task);
    if (!vt_int_is_completed(task))
        vt_int_forget(task);
    vt_int_forget(task);
}

void asked_before_ok(void)
{
    vt_int task = make();
    if (vt_int_is_completed(task)) {
        (void)take_if_ready(task);
        return;
    }
    vt_int_forget(task);
}
