// A table in a local variable that is read by an unknown index.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
int weighed_ok(int n)
{
    int weight[3] = { 1, 0, 3 };
    vt_int t;
    if (n < 0 || n > 2)
        return -1;
    if (weight[n] != 0)
        t = make(n);
    note();
    return n != 1 ? vt_int_await(t, &(int){0}) : 0;
}

int weighed_bad(int n)
{
    int weight[3] = { 1, 0, 3 };
    vt_int t;
    if (n < 0 || n > 2)
        return -1;
    if (weight[n] != 0)
        t = make(n); // expect: vt-unawaited
    note();
    return n != 2 ? vt_int_await(t, &(int){0}) : 0;
}
