// Elements by an index of which nothing is known: the same one twice is known all the same.
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(int n);
int next(void);

int same_unbounded_bad(int i)
{
    vt_int t[4] = {make(1), make(2), make(3), make(4)};
    int value = 0, sum = 0;
    (void)vt_int_await(t[i], &value);
    sum += value;
    (void)vt_int_await(t[i], &value); // expect: vt-double-await
    for (int k = 0; k < 4; k++)
        if (k != i)
            vt_int_forget(t[k]);
    return sum;
}

int same_unbounded_param_bad(vt_int *t, int i)
{
    int value = 0, sum = 0;
    (void)vt_int_await(t[i], &value);
    sum += value;
    (void)vt_int_await(t[i], &value); // expect: vt-double-await
    return sum + value;
}

int same_unbounded_param_ok(vt_int *t, int i, int k)
{
    int value = 0, sum = 0;
    (void)vt_int_await(t[i], &value);
    sum += value;
    if (k != i)
        (void)vt_int_await(t[k], &value);
    return sum + value;
}

int other_unbounded_ok(vt_int *t, int i, int k)
{
    int value = 0, sum = 0;
    (void)vt_int_await(t[i], &value);
    sum += value;
    (void)vt_int_await(t[k], &value);
    return sum + value;
}

int each_as_it_comes_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    int value = 0, sum = 0;
    for (int left = 3; left > 0; left--) {
        (void)vt_int_await(t[next()], &value);
        sum += value;
    }
    return sum;
}

int looked_at_first_ok(vt_int *t, int i)
{
    int value = 0;
    return vt_int_is_completed(t[i]) ? vt_int_await(t[i], &value) : vt_int_await(t[i], &value);
}

int looked_at_afterwards_bad(vt_int *t, int i)
{
    int value = 0;
    (void)vt_int_await(t[i], &value);
    return vt_int_is_completed(t[i]); // expect: vt-use-after-await
}
