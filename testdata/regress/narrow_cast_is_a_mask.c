// known-failure: a conversion to fewer bits is not known to be a mask
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
int same_byte_ok(int a)
{
    vt_int t;
    unsigned char kind = (unsigned char)a;
    if (kind == 7)
        t = make(1);
    note();
    if ((a & 255) == 7)
        return vt_int_await(t, &(int){0});
    return 0;
}

int other_byte_bad(int a)
{
    vt_int t;
    unsigned char kind = (unsigned char)a;
    if (kind == 7)
        t = make(1); // expect: vt-unawaited
    note();
    if ((a & 255) == 8)
        return vt_int_await(t, &(int){0});
    return 0;
}

int top_byte_ok(uint32_t v)
{
    vt_int t;
    uint8_t top = v >> 24;
    if (top == 0x7f)
        t = make(1);
    note();
    return (v & 0xff000000u) == 0x7f000000u ? vt_int_await(t, &(int){0}) : 0;
}
