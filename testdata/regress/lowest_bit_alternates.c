// A counter's lowest bit changes with each turn: what one turn begins the next one ends.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int n);

int pairs(void)
{
    vt_int task;
    int value, rc = 0;
    for (int i = 0; i < 100; i++)
        if (i % 2 == 0)
            task = start(i);
        else
            rc |= vt_int_await(task, &value);
    return rc;
}

int pairs_by_bit(void)
{
    vt_int task;
    int value, rc = 0;
    for (unsigned i = 0; i < 64; i++)
        if (!(i & 1))
            task = start((int)i);
        else
            rc |= vt_int_await(task, &value);
    return rc;
}

int odd_count(void)
{
    vt_int task;
    int value, rc = 0;
    for (int i = 0; i < 101; i++)
        if (i % 2 == 0)
            task = start(i); // expect: vt-unawaited task
        else
            rc |= vt_int_await(task, &value);
    return rc;
}
