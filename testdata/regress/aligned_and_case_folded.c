// known-failure: rounding up to a multiple is not known to change a number exactly when it is none
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
int align_ok(size_t n)
{
    vt_int t;
    size_t aligned = (n + 7) & ~(size_t)7;
    if (aligned != n)
        t = make(1);
    note();
    return n & 7 ? vt_int_await(t, &(int){0}) : 0;
}

int case_ok(int c)
{
    vt_int t;
    if ((c | 32) == 'q')
        t = make(1);
    note();
    return c == 'q' || c == 'Q' ? vt_int_await(t, &(int){0}) : 0;
}
