// Branch hints change nothing.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

int fast_path_ok(void)
{
    int value = 0;
    vt_int task = make();
    if (likely(vt_int_is_completed(task)))
        return vt_int_await(task, &value) < 0 ? -1 : value;
    return vt_int_await_timeout(task, 1000, &value) < 0 ? -2 : value;
}

void correlated_ok(int n)
{
    vt_int task = make();
    if (unlikely(n == 0))
        vt_int_forget(task);
    if (likely(n != 0))
        vt_int_forget(task);
}

void correlated_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (unlikely(n == 0))
        vt_int_forget(task);
    if (!likely(n != 0))
        vt_int_forget(task); // expect: vt-double-await
}

int rare_path_bad(int n)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    if (unlikely(n < 0))
        return -1;
    int rc = vt_int_await(task, &value);
    if (unlikely(rc < 0))
        return rc;
    return value;
}

int hinted_await_bad(void)
{
    int value = 0;
    vt_int task = make();
    if (unlikely(vt_int_await(task, &value) < 0))
        return vt_int_await(task, &value); // expect: vt-double-await
    return value;
}
