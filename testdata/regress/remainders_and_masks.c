// known-failure: a remainder by four does not say what the one by two is
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
int odd_ok(int n)
{
    vt_int t;
    bool odd = n & 1;
    if (odd)
        t = make(n);
    note();
    return n % 2 != 0 ? vt_int_await(t, &(int){0}) : 0;
}

int fourth_ok(unsigned n)
{
    vt_int t;
    if (n % 4 == 0)
        t = make(1);
    note();
    return (n & 3) == 0 ? vt_int_await(t, &(int){0}) : 0;
}

int quarter_ok(int n)
{
    vt_int t;
    if (n % 4 == 0 || n % 4 == 2 || n % 4 == -2)
        t = make(1);
    note();
    return n % 2 == 0 ? vt_int_await(t, &(int){0}) : 0;
}

int even_bad(int n)
{
    vt_int t;
    if (n & 1)
        t = make(n); // expect: vt-unawaited
    note();
    return n % 2 == 0 ? vt_int_await(t, &(int){0}) : 0;
}
