// A return before the consumption leaves the task behind.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int early_bad(int n)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (n < 0)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int early_ok(int n)
{
    int value = 0;
    if (n < 0)
        return -1;
    vt_int task = make();
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int consumes_then_returns_ok(int n)
{
    int value = 0;
    vt_int task = make();
    if (n < 0) {
        vt_int_forget(task);
        return -1;
    }
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int two_early_bad(int n)
{
    int left = 0, right = 0;
    vt_int one = make();   // expect: vt-unawaited one
    vt_int other = make(); // expect: vt-unawaited other
    if (n < 0)
        return -1;
    int rc = vt_int_await(one, &left);
    if (n > 10) {
        vt_int_forget(other);
        return rc;
    }
    rc = vt_int_await(other, &right);
    return rc < 0 ? rc : left + right;
}

vt_int returned_ok(int n)
{
    vt_int task = make();
    if (n)
        return task;
    vt_int_forget(task);
    return vt_int_from_result(0);
}

vt_int returned_after_await_bad(int *value)
{
    vt_int task = make();
    int rc = vt_int_await(task, value);
    if (rc < 0)
        return vt_int_from_error(rc);
    return task; // expect: vt-double-await task
}

vt_int other_returned_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n == 0)
        return vt_int_from_result(0);
    return task;
}
