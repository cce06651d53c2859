// Rounding to a multiple changes a number exactly when it is none, and a mask leaves it as it is when it has no other bits.
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

int align_bad(size_t n)
{
    vt_int t;
    size_t aligned = (n + 7) & ~(size_t)7;
    if (aligned != n)
        t = make(1); // expect: vt-unawaited
    note();
    return n & 3 ? vt_int_await(t, &(int){0}) : 0;
}

int within_ok(unsigned flags)
{
    vt_int t;
    if ((flags & 0x0f) == flags)
        t = make(1);
    note();
    return flags < 16 ? vt_int_await(t, &(int){0}) : 0;
}
