// A conversion to fewer bits is a mask, and so is what a shift leaves.
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

int top_byte_bad(uint32_t v)
{
    vt_int t;
    uint8_t top = v >> 24;
    if (top == 0x7f)
        t = make(1); // expect: vt-unawaited
    note();
    return (v & 0xffff0000u) == 0x7f000000u ? vt_int_await(t, &(int){0}) : 0;
}

int middle_byte_ok(uint32_t v)
{
    vt_int t;
    if (((v >> 8) & 0xff) == 3)
        t = make(1);
    note();
    return (v & 0xff00) == 0x300 ? vt_int_await(t, &(int){0}) : 0;
}

int nibble_ok(int c)
{
    vt_int t;
    unsigned char byte = (unsigned char)c;
    if (byte >> 4 == 0xf)
        t = make(1);
    note();
    return (c & 0xf0) == 0xf0 ? vt_int_await(t, &(int){0}) : 0;
}

int signed_byte_ok(int c)
{
    vt_int t;
    if ((signed char)c == -1)
        t = make(1);
    note();
    return (c & 0xff) == 0xff ? vt_int_await(t, &(int){0}) : 0;
}

int signed_byte_bad(int c)
{
    vt_int t;
    if ((signed char)c < 0)
        t = make(1); // expect: vt-unawaited
    note();
    return (c & 0xff) == 0xff ? vt_int_await(t, &(int){0}) : 0;
}

int high_bit_ok(int c)
{
    vt_int t;
    if ((signed char)c < 0)
        t = make(1);
    note();
    return c & 0x80 ? vt_int_await(t, &(int){0}) : 0;
}

int large_byte_ok(int c)
{
    vt_int t;
    if ((uint8_t)c >= 100)
        t = make(1);
    note();
    return (c & 255) >= 100 ? vt_int_await(t, &(int){0}) : 0;
}
