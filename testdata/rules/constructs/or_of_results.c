// Results that are collected with `|`, or with `&`, and what the collected one says of each.
#include <errno.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

static int start(vt_int *task, int n)
{
    if (n < 0)
        return -EINVAL;
    *task = make(n);
    return 0;
}

int or_of_numbers_ok(int a, int b)
{
    vt_int task = make(1);
    int value = 0;
    if (a | b)
        return vt_int_await(task, &value);
    if (!a && !b)
        vt_int_forget(task);
    return 0;
}

int or_of_numbers_bad(int a, int b)
{
    vt_int task = make(1);
    int value = 0;
    if (a | b)
        vt_int_forget(task);
    if (!b)
        return vt_int_await(task, &value); // expect: vt-double-await task
    return 0;
}

int collected_ok(int n, int m)
{
    vt_int first, second;
    int value = 0, rc = 0, one = start(&first, n), other = start(&second, m);
    rc |= one;
    rc |= other;
    if (rc < 0) {
        if (one == 0)
            vt_int_forget(first);
        if (other == 0)
            vt_int_forget(second);
        return rc;
    }
    rc |= vt_int_await(first, &value);
    rc |= vt_int_await(second, &value);
    return rc;
}

int collected_bad(int n, int m)
{
    vt_int first, second;
    int value = 0, rc = 0;
    int one = start(&first, n); // expect: vt-unawaited first
    int other = start(&second, m);
    rc |= one;
    rc |= other;
    if (rc != 0) {
        if (other == 0)
            vt_int_forget(second);
        return rc;
    }
    rc |= vt_int_await(first, &value);
    rc |= vt_int_await(second, &value);
    return rc;
}

int all_well_ok(int n, int m)
{
    vt_int first, second;
    int value = 0;
    bool one = start(&first, n) == 0, other = start(&second, m) == 0, all = true;
    all &= one;
    all &= other;
    if (all)
        return vt_int_await(first, &value) | vt_int_await(second, &value);
    if (one)
        vt_int_forget(first);
    if (other)
        vt_int_forget(second);
    return -EINVAL;
}

int all_well_bad(bool one, bool other)
{
    vt_int task = make(1);
    int value = 0;
    bool both = one & other;
    if (both)
        vt_int_forget(task);
    if (!one || other)
        return vt_int_await(task, &value); // expect: vt-double-await task
    vt_int_forget(task);
    return 0;
}
