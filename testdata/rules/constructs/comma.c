// The comma operator evaluates left to right.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int left_to_right_ok(void)
{
    int value = 0, rc;
    vt_int task;
    rc = (task = make(), vt_int_await(task, &value));
    return rc < 0 ? rc : value;
}

int both_consume_bad(void)
{
    int value = 0;
    vt_int task = make();
    return (vt_int_forget(task), vt_int_await(task, &value)); // expect: vt-double-await
}

void left_dropped_bad(void)
{
    vt_int kept = (make(), make()); // expect: vt-unawaited
    vt_int_forget(kept);
}

void in_for_ok(int n)
{
    vt_int left, right;
    for (left = make(), right = make(); n > 0; n--)
        cond();
    vt_int_forget(left), vt_int_forget(right);
}

void in_for_bad(int n)
{
    vt_int left, right;
    for (left = make(), right = make(); n > 0; n--)
        cond();
    vt_int_forget(left), vt_int_forget(right), vt_int_forget(left); // expect: vt-double-await left
}

void looks_then_consumes_ok(void)
{
    vt_int task = make();
    bool ready = (cond(), vt_int_is_completed(task));
    (void)ready, vt_int_forget(task);
}

bool consumes_then_looks_bad(void)
{
    vt_int task = make();
    return (vt_int_forget(task), vt_int_is_completed(task)); // expect: vt-use-after-await
}
