// known-failure: what shows after a hundred turns of a loop alone is seen by way of a loss, and on no path that is followed by itself
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

int twice_when_it_wraps(unsigned n)
{
    int value = 0;
    vt_int t = make(1); // expect: vt-unawaited
    unsigned char i = 0;
    unsigned turns = 0;
    do {
        if (i == 3)
            vt_int_await(t, &value); // expect: vt-double-await
        i++;
    } while (turns++ < n);
    return value;
}

int given_up_after_a_hundred_rounds(void)
{
    vt_int t[3] = {make(1), make(2), make(3)}; // expect: vt-unawaited, vt-unawaited, vt-unawaited
    int n = 3, value = 0, sum = 0, rounds = 0;
    while (n > 0 && rounds++ < 100)
        for (int i = 0; i < n; i++)
            if (vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                t[i] = t[--n];
                i--;
            }
    return sum;
}
