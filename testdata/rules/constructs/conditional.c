// ?: and its GNU form without the middle operand.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int choose_consumer_ok(int n)
{
    vt_int task = make();
    int value = 0;
    int rc = n ? vt_int_await(task, &value) : vt_int_await_timeout(task, 10, &value);
    return rc < 0 ? rc : value;
}

int choose_task_ok(int n)
{
    vt_int task = n ? make() : vt_int_from_result(n);
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int choose_either_ok(int n)
{
    vt_int left = make(), right = make();
    int value = 0;
    int rc = vt_int_await(n ? left : right, &value);
    if (n)
        vt_int_forget(right);
    else
        vt_int_forget(left);
    return rc < 0 ? rc : value;
}

int choose_either_bad(int n)
{
    vt_int left = make(); // expect: vt-unawaited left
    vt_int right = make();
    int value = 0;
    int rc = vt_int_await(n ? left : right, &value);
    vt_int_forget(right); // expect: vt-double-await right
    return rc < 0 ? rc : value;
}

int arm_without_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    int value = 0;
    return n ? vt_int_await(task, &value) : value;
}

int after_ternary_bad(int n)
{
    vt_int task = make();
    int value = 0;
    int rc = n ? vt_int_await(task, &value) : 0;
    if (rc == 0)
        rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc;
}

int gnu_ok(void)
{
    vt_int first = make();
    int value = 0;
    int rc = vt_int_await(first, &value) ?: cond();
    return rc < 0 ? rc : value;
}

int gnu_right_side_bad(void)
{
    vt_int task = make();
    int value = 0;
    return vt_int_await(task, &value) ?: vt_int_await(task, &value); // expect: vt-double-await
}

int gnu_left_once_ok(int n)
{
    vt_int task = make();
    int value = 0;
    int rc = n ?: vt_int_await(task, &value);
    if (n)
        vt_int_forget(task);
    return rc;
}

int gnu_left_once_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    int value = 0;
    return n ?: vt_int_await(task, &value);
}

int nested_ok(int a, int b)
{
    vt_int task = make();
    int value = 0;
    return a ? vt_int_await(task, &value)
             : b ? vt_int_await_timeout(task, 1, &value)
                 : (vt_int_forget(task), 0);
}

int same_condition_ok(int n)
{
    vt_int task = make();
    int value = 0;
    int rc = n == 2 ? vt_int_await(task, &value) : 0;
    return n == 2 ? rc : vt_int_await(task, &value);
}
