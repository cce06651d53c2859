// A number of which low bits are flipped keeps its sign, and what it is far from.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int result);

void not_both(int a, int b)
{
    int value;
    vt_int task;
    if ((b ^ 1) >= 1)
        task = make(a);
    if (b >= 0 && (b ^ 1) >= 1)
        (void)vt_int_await(task, &value);
}

void not_both_of_complement(int b)
{
    int value;
    vt_int task;
    if ((b ^ -4) < -100)
        task = make(b);
    if (b >= 97 && (b ^ -4) < -100)
        (void)vt_int_await(task, &value);
}

void near_the_edge(int b)
{
    int value;
    vt_int task;
    if ((b ^ 6) >= 8)
        task = make(b); // expect: vt-unawaited
    if (b > 8 && (b ^ 6) >= 8)
        (void)vt_int_await(task, &value);
}
