// By-value parameters: consumed always, never (an observer), or on some paths only.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void always_ok(vt_int task)
{
    vt_int_forget(task);
}

bool never_ok(vt_int task)
{
    return vt_int_is_completed(task);
}

void unused_ok(vt_int task)
{
    (void)task;
}

void some_paths_bad(vt_int task, int n) // expect: vt-unawaited task
{
    if (n > 3)
        vt_int_forget(task);
}

int early_return_bad(vt_int task, int *out) // expect: vt-unawaited task
{
    if (out == NULL)
        return -EINVAL;
    return vt_int_await(task, out);
}

int on_its_own_line_bad(int n,
                        vt_int task, // expect: vt-unawaited task
                        int *out)
{
    if (n == 0)
        return 0;
    return vt_int_await(task, out);
}

void overwritten_bad(vt_int task, int n) // expect: vt-unawaited task
{
    if (n)
        task = make();
    vt_int_forget(task);
}

int two_parameters_bad(vt_int left, vt_int right) // expect: vt-unawaited right
{
    int value = 0;
    int rc = vt_int_await(left, &value);
    if (rc < 0)
        return rc;
    rc = vt_int_await(right, &value);
    return rc < 0 ? rc : value;
}

int two_parameters_ok(vt_int left, vt_int right)
{
    int value = 0;
    int rc = vt_int_await(left, &value);
    if (rc < 0) {
        vt_int_forget(right);
        return rc;
    }
    rc = vt_int_await(right, &value);
    return rc < 0 ? rc : value;
}

/* The return value tells the caller which it was. */
bool told_ok(vt_int task, int *out)
{
    if (!vt_int_is_completed(task))
        return false;
    int rc = vt_int_await(task, out);
    if (rc < 0)
        *out = 0;
    return true;
}

vt_int handed_back_ok(vt_int task)
{
    return task;
}

vt_int handed_back_on_some_paths_ok(vt_int task, int n)
{
    if (n) {
        vt_int_forget(task);
        return make();
    }
    return task;
}

vt_int replaced_on_some_paths_bad(vt_int task, int n) // expect: vt-unawaited task
{
    if (n)
        return make();
    return task;
}

void never_returns_ok(vt_int task, int n)
{
    if (n)
        __builtin_trap();
    vt_int_forget(task);
}
