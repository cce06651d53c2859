// Tasks given through out-parameters.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <stddef.h>

static void open(vt_int *out)
{
    *out = make();
}

static int try_open(vt_int *out)
{
    if (cond())
        return -1;
    *out = make();
    return 0;
}

static void open_both(vt_int *left, vt_int *right)
{
    open(left);
    open(right);
}

void opened_ok(void)
{
    vt_int task;
    open(&task);
    vt_int_forget(task);
}

void opened_bad(void)
{
    vt_int task;
    open(&task); // expect: vt-unawaited task
}

void opened_twice_bad(void)
{
    vt_int task;
    open(&task); // expect: vt-unawaited
    open(&task);
    vt_int_forget(task);
}

void opened_again_ok(void)
{
    vt_int task;
    open(&task);
    vt_int_forget(task);
    open(&task);
    vt_int_forget(task);
}

void consumed_twice_bad(void)
{
    vt_int task;
    open(&task);
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
}

int tried_ok(void)
{
    int value = 0;
    vt_int task;
    if (try_open(&task) < 0)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int tried_bad(int n)
{
    int value = 0;
    vt_int task;
    if (try_open(&task) < 0) // expect: vt-unawaited
        return -1;
    if (n < 0)
        return -2;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

void both_ok(void)
{
    vt_int left, right;
    open_both(&left, &right);
    vt_int_forget(right);
    vt_int_forget(left);
}

void both_bad(void)
{
    vt_int left, right;
    open_both(&left, &right); // expect: vt-unawaited left
    vt_int_forget(right);
    vt_int_forget(right); // expect: vt-double-await right
}

/* The caller's variable, not ours: nothing is wrong with leaving a task in it. */
int hand_out_ok(vt_int *out)
{
    if (out == NULL)
        return -1;
    *out = make();
    return 0;
}

int hand_out_consumed_bad(vt_int *out)
{
    vt_int task = make();
    vt_int_forget(task);
    *out = make();
    vt_int_forget(task); // expect: vt-double-await
    return 0;
}
