// A remainder by a power of two is the lowest bits: of a number that is not below zero the same number, of others it says which these are.
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

int fourth_bad(unsigned n)
{
    vt_int t;
    if (n % 4 == 1)
        t = make(1); // expect: vt-unawaited
    note();
    return (n & 3) == 0 ? vt_int_await(t, &(int){0}) : 0;
}

int below_zero_ok(int n)
{
    vt_int t;
    if (n % 8 == -3)
        t = make(1);
    note();
    if ((n & 7) == 5 && n < 0)
        return vt_int_await(t, &(int){0});
    return 0;
}

int below_zero_bad(int n)
{
    vt_int t;
    if (n % 8 == -3)
        t = make(1); // expect: vt-unawaited
    note();
    if ((n & 7) == 3)
        return vt_int_await(t, &(int){0});
    return 0;
}

int not_fourth_ok(int n)
{
    vt_int t;
    if (n % 4 != 0)
        t = make(1);
    note();
    if (n & 3)
        return vt_int_await(t, &(int){0});
    return 0;
}
