// Helpers whose return value tells whether they consumed: both branches of the test are followed.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <errno.h>

static bool try_finish(vt_int task, int *out)
{
    if (!vt_int_is_completed(task))
        return false;
    int rc = vt_int_await(task, out);
    if (rc < 0)
        *out = rc;
    return true;
}

static int finish_or_again(vt_int task, int *out)
{
    if (!vt_int_is_completed(task))
        return 1;
    if (vt_int_await(task, out) < 0)
        *out = -1;
    return 0;
}

enum outcome { REFUSED, ACCEPTED, POSTPONED };

static enum outcome offer(vt_int task, int price)
{
    if (price < 0)
        return REFUSED;
    if (price > 1000)
        return POSTPONED;
    vt_int_forget(task);
    return ACCEPTED;
}

int tested_ok(void)
{
    int value = 0;
    vt_int task = make();
    if (try_finish(task, &value))
        return value;
    vt_int_forget(task);
    return -1;
}

int tested_negated_ok(void)
{
    int value = 0;
    vt_int task = make();
    if (!try_finish(task, &value)) {
        int rc = vt_int_await(task, &value);
        if (rc < 0)
            return rc;
    }
    return value;
}

int tested_later_ok(void)
{
    int value = 0;
    vt_int task = make();
    bool done = try_finish(task, &value);
    cond();
    if (!done)
        vt_int_forget(task);
    return value;
}

int polled_ok(void)
{
    int value = 0;
    vt_int task = make();
    while (!try_finish(task, &value))
        cond();
    return value;
}

int wrong_branch_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    if (try_finish(task, &value))
        vt_int_forget(task); // expect: vt-double-await
    return value;
}

int false_branch_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    if (try_finish(task, &value))
        return value;
    return -1;
}

int untested_bad(void)
{
    int value = 0;
    vt_int task = make();
    bool done = try_finish(task, &value);
    vt_int_forget(task); // expect: vt-double-await
    return done ? value : 0;
}

int code_ok(void)
{
    int value = 0;
    vt_int task = make();
    if (finish_or_again(task, &value) == 1)
        vt_int_forget(task);
    return value;
}

int code_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    if (finish_or_again(task, &value) == 0)
        vt_int_forget(task); // expect: vt-double-await
    return value;
}

int enum_ok(int price)
{
    vt_int task = make();
    switch (offer(task, price)) {
    case ACCEPTED:
        return 1;
    case REFUSED:
    case POSTPONED:
        vt_int_forget(task);
    }
    return 0;
}

int enum_bad(int price)
{
    vt_int task = make(); // expect: vt-unawaited
    switch (offer(task, price)) {
    case ACCEPTED:
        vt_int_forget(task); // expect: vt-double-await
        return 1;
    case REFUSED:
        vt_int_forget(task);
        return 0;
    case POSTPONED:
        break;
    }
    return -1;
}

static bool try_through(vt_int task, int *out)
{
    return try_finish(task, out);
}

int through_ok(void)
{
    int value = 0;
    vt_int task = make();
    if (!try_through(task, &value))
        vt_int_forget(task);
    return value;
}

int through_bad(void)
{
    int value = 0;
    vt_int task = make();
    if (!try_through(task, &value))
        vt_int_forget(task);
    else
        vt_int_forget(task); // expect: vt-double-await
    return value;
}

/* The value returned does not tell: -EINVAL may be the await's own. */
int does_not_tell_bad(vt_int task, int *out) // expect: vt-unawaited task
{
    if (*out < 0)
        return -EINVAL;
    return vt_int_await(task, out);
}
