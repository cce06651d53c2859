// Arrays whose last task moves to the place of one that is done, so that those still to be done come first.
#include <stddef.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(int n);
int cond(void);
void work(void);

int const_three_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    int n = 3, value = 0, sum = 0;
    while (n > 0)
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) {
                if (vt_int_await(t[i], &value) == 0)
                    sum += value;
                t[i] = t[--n];
                i--;
            }
    return sum;
}

int filled_by_loop_ok(int count)
{
    vt_int t[8];
    int n = 0, value = 0, sum = 0;
    if (count > 8)
        count = 8;
    for (; n < count; n++)
        t[n] = make(n);
    while (n > 0) {
        for (int i = 0; i < n; i++) {
            if (!vt_int_is_completed(t[i]))
                continue;
            if (vt_int_await(t[i], &value) == 0)
                sum += value;
            t[i] = t[--n];
            i--;
        }
        work();
    }
    return sum;
}

int unknown_many_ok(vt_int *t, int n)
{
    int value = 0, sum = 0;
    while (n > 0)
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) {
                if (vt_int_await(t[i], &value) == 0)
                    sum += value;
                t[i] = t[--n];
                i--;
            }
    return sum;
}

int while_index_ok(void)
{
    vt_int t[4] = {make(1), make(2), make(3), make(4)};
    size_t n = 4, i = 0;
    int value = 0, sum = 0;
    while (n > 0) {
        if (vt_int_is_completed(t[i])) {
            (void)vt_int_await(t[i], &value);
            sum += value;
            t[i] = t[n - 1];
            n--;
        } else {
            i++;
        }
        if (i >= n)
            i = 0;
    }
    return sum;
}

int backwards_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    int n = 3, value = 0, sum = 0;
    while (n > 0)
        for (int i = n; i-- > 0;)
            if (vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                t[i] = t[--n];
            }
    return sum;
}

int shift_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    int n = 3, value = 0, sum = 0;
    while (n > 0)
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                for (int k = i; k + 1 < n; k++)
                    t[k] = t[k + 1];
                n--;
                i--;
            }
    return sum;
}

int not_counted_bad(void)
{
    vt_int t[3] = {make(1), make(2), make(3)}; // expect: vt-unawaited, vt-unawaited
    int n = 3, value = 0, sum = 0;
    while (n > 0)
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) { // expect: vt-use-after-await
                (void)vt_int_await(t[i], &value); // expect: vt-double-await
                sum += value;
                if (cond())
                    n--;
            }
    return sum;
}

int given_up_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    int n = 3, value = 0, sum = 0, rounds = 0;
    while (n > 0 && rounds++ < 100)
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                t[i] = t[--n];
                i--;
            }
    while (n > 0)
        vt_int_forget(t[--n]);
    return sum;
}

int first_again_bad(void)
{
    vt_int t[2] = {make(1), make(2)}; // expect: vt-unawaited
    int n = 2, value = 0, sum = 0;
    while (n > 0)
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value); // expect: vt-double-await
                sum += value;
                n--;
                t[i] = t[0]; // expect: vt-use-after-await
            }
    return sum;
}
