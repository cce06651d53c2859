// if / else if / else: each path consumes the task once, twice or never.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int both_branches_ok(int n)
{
    vt_int task = make();
    int value = 0, rc;
    if (n > 0)
        rc = vt_int_await(task, &value);
    else
        rc = vt_int_await_timeout(task, 1000, &value);
    return rc < 0 ? rc : value;
}

int chain_ok(int n)
{
    vt_int task = make();
    int value = 0, rc = 0;
    if (n == 1) {
        rc = vt_int_await(task, &value);
    } else if (n == 2) {
        vt_int_forget(task);
    } else if (n == 3) {
        vt_int_task *kept = vt_int_as_task(task);
        rc = vt_int_task_await(kept, &value);
        vt_int_task_unref(kept);
    } else {
        rc = vt_int_await_timeout(task, 5, &value);
    }
    return rc < 0 ? rc : value;
}

int after_one_branch_bad(int n)
{
    vt_int task = make(); // expect-note:
    int value = 0, rc = 0;
    if (n > 0)
        rc = vt_int_await(task, &value); // expect-note:
    if (rc == 0)
        rc = vt_int_await(task, &value); // expect: vt-double-await task
    else
        value = 0;
    return rc < 0 ? rc : value;
}

int after_both_branches_bad(int n)
{
    vt_int task = make();
    int value = 0, rc;
    if (n > 0)
        rc = vt_int_await(task, &value);
    else
        rc = vt_int_await_timeout(task, 1000, &value);
    if (rc < 0)
        return rc;
    vt_int_forget(task); // expect: vt-double-await
    return value;
}

void missing_else_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited task
    if (n > 0)
        vt_int_forget(task);
}

void missing_in_chain_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n == 1)
        vt_int_forget(task);
    else if (n == 2)
        n = 0;
    else
        vt_int_forget(task);
}

void nested_bad(int a, int b)
{
    vt_int task = make(); // expect: vt-unawaited
    if (a) {
        if (b)
            vt_int_forget(task);
    } else {
        vt_int_forget(task);
    }
}

void nested_ok(int a, int b)
{
    vt_int task = make();
    if (a) {
        if (b)
            vt_int_forget(task);
        else
            vt_int_forget(task);
        return;
    }
    vt_int_forget(task);
}

void two_tasks_bad(int n)
{
    vt_int left = make();
    vt_int right = make(); // expect: vt-unawaited right
    if (n) {
        vt_int_forget(left);
        vt_int_forget(left); // expect: vt-double-await left
    } else {
        vt_int_forget(left);
        vt_int_forget(right);
    }
}
