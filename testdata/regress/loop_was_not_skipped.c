// What is told of a loop that has gone round is not that it was skipped.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(long id);

int all_but_the_first(void)
{
    vt_int t[8];
    int value, sum = 0;
    for (int i = 0; i < 8; i++)
        t[i] = make(i); // expect: vt-unawaited
    for (int i = 1; i < 8; i++) // expect-note: leaving the loop
        if (vt_int_await(t[i], &value) == 0)
            sum += value;
    return sum;
}

int none_of_none(int n)
{
    int value = 0;
    vt_int t = make(n); // expect: vt-unawaited
    for (int i = 0; i < n; i++) { // expect-note: skipping the loop
        value = i;
        break;
    }
    if (value > 0 || n > 0)
        return vt_int_await(t, &value);
    return 0;
}
