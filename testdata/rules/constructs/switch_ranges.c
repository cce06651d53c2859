// Case ranges (GNU).
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void ranges_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 0 ... 9:
        vt_int_forget(task);
        break;
    case 10 ... 99:
        vt_int_forget(task);
        break;
    default:
        vt_int_forget(task);
    }
}

void range_falls_bad(int n)
{
    vt_int task = make();
    switch (n) {
    case 0 ... 9:
        vt_int_forget(task);
        /* fall through */
    default:
        vt_int_forget(task); // expect: vt-double-await
    }
}

void range_then_if_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 10 ... 19:
        vt_int_forget(task);
        break;
    }
    if (n < 10)
        vt_int_forget(task);
    if (n >= 20)
        vt_int_forget(task);
}

void range_then_if_bad(int n)
{
    vt_int task = make();
    switch (n) {
    case 10 ... 19:
        vt_int_forget(task);
        break;
    }
    if (n < 11)
        vt_int_forget(task); // expect: vt-double-await
    if (n >= 20)
        vt_int_forget(task);
}

void character_range_bad(char c)
{
    vt_int task = make(); // expect: vt-unawaited
    switch (c) {
    case '0' ... '9':
        vt_int_forget(task);
        break;
    case 'a' ... 'f':
        break;
    default:
        vt_int_forget(task);
    }
}

int high_nibble_ok(unsigned char code)
{
    int value = 0;
    vt_int task = make();
    switch (code >> 4) {
    case 0:
    case 1:
        return vt_int_await(task, &value);
    case 2 ... 15:
        vt_int_forget(task);
        return 0;
    }
    return -1;
}

int high_nibble_bad(unsigned char code)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    switch (code >> 4) {
    case 0:
    case 1:
        return vt_int_await(task, &value);
    case 2 ... 14:
        vt_int_forget(task);
        return 0;
    }
    return -1;
}

int quarter_ok(unsigned char code)
{
    int value = 0;
    vt_int task = make();
    if (code / 64 < 4)
        return vt_int_await(task, &value);
    return -1;
}

int doubled_bad(unsigned code)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (code * 2 > 1)
        return -1;
    return vt_int_await(task, &value);
}
