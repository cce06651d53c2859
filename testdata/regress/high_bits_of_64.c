// The upper bits of a number say how large it is, those of unsigned numbers of 64 bits, too.
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

int quotient_ok(int n)
{
    vt_int t;
    if (n / 10 == 3)
        t = make(1);
    note();
    return n >= 30 && n < 40 ? vt_int_await(t, &(int){0}) : 0;
}

int quotient_bad(int n)
{
    vt_int t;
    if (n / 10 == 0)
        t = make(1); // expect: vt-unawaited
    note();
    return n >= 0 && n < 10 ? vt_int_await(t, &(int){0}) : 0;
}

int top_bit_bad(uint64_t n)
{
    vt_int t = make(1); // expect: vt-unawaited
    note();
    if (n & (UINT64_C(1) << 63))
        return 0;
    return vt_int_await(t, &(int){0});
}

int second_bit_bad(uint64_t n)
{
    if (!(n & UINT64_C(0xC000000000000000)))
        return 0;
    vt_int t = make(1); // expect: vt-unawaited
    note();
    if (n & (UINT64_C(1) << 62))
        return vt_int_await(t, &(int){0});
    return 0;
}

int bits_of_huge_bad(int n)
{
    if (n >= 0)
        return 0;
    size_t x = (size_t)n;
    vt_int t = make(1); // expect: vt-unawaited
    note();
    if (x & 4)
        return vt_int_await(t, &(int){0});
    return 0;
}
