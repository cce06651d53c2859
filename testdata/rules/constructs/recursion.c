// Direct recursion.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static int finish_after(vt_int task, int n)
{
    int value = 0;
    if (n > 0)
        return finish_after(task, n - 1);
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static int look_deep(vt_int task, int n)
{
    if (n == 0)
        return vt_int_is_completed(task);
    return look_deep(task, n - 1);
}

int deep_ok(int n)
{
    return finish_after(make(), n);
}

int deep_bad(int n)
{
    vt_int task = make();
    int first = finish_after(task, n);
    return first + finish_after(task, 5); // expect: vt-double-await
}

int look_deep_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    return look_deep(task, n);
}

int look_deep_late_bad(int n)
{
    vt_int task = make();
    vt_int_forget(task);
    return look_deep(task, n); // expect: vt-use-after-await
}

int again_after_recursion_bad(vt_int task, int n)
{
    int value = 0;
    if (n > 0)
        n = again_after_recursion_bad(task, n - 1);
    int rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : n;
}

int fresh_per_level_ok(int n)
{
    int value = 0;
    vt_int task = make();
    int below = n > 0 ? fresh_per_level_ok(n - 1) : 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : below + value;
}

int some_levels_bad(int n)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    if (n > 100)
        return some_levels_bad(n - 1);
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static vt_int retry(vt_int task, int n)
{
    if (n == 0)
        return task;
    return retry(task, n - 1);
}

int returned_deep_ok(void)
{
    int value = 0;
    int rc = vt_int_await(retry(make(), 5), &value);
    return rc < 0 ? rc : value;
}

int returned_deep_bad(void)
{
    int value = 0;
    vt_int task = make();
    vt_int same = retry(task, 5);
    int rc = vt_int_await(same, &value);
    vt_int_forget(task); // expect: vt-double-await
    return rc < 0 ? rc : value;
}
