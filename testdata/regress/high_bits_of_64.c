// known-failure: of unsigned numbers of 64 bits the upper bits do not say how large they are
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
int large_ok(uint64_t size)
{
    vt_int t;
    if (size >= UINT64_C(1) << 40)
        t = make(1);
    note();
    if (size >> 40)
        return vt_int_await(t, &(int){0});
    return 0;
}

int sign_ok(uint32_t n)
{
    vt_int t;
    if (n & 0x80000000u)
        t = make(1);
    note();
    if ((int32_t)n < 0)
        return vt_int_await(t, &(int){0});
    return 0;
}

int larger_bad(uint64_t size)
{
    vt_int t;
    if (size >= UINT64_C(1) << 40)
        t = make(1); // expect: vt-unawaited
    note();
    if (size >> 41)
        return vt_int_await(t, &(int){0});
    return 0;
}
