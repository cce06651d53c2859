// Masks of four bits and more, compared with one of their numbers: two tests agree.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

int other_number_ok(int mode)
{
    int value = 0;
    vt_int task = make(1);
    if ((mode & 0xf0) == 0x40)
        vt_int_forget(task);
    if ((mode & 0xf0) == 0x40)
        return 0;
    return vt_int_await(task, &value);
}

int other_number_bad(unsigned mode)
{
    int value = 0;
    vt_int task = make(1); // expect: vt-unawaited task
    if ((mode & 0xf0) == 0x40)
        vt_int_forget(task);
    if ((mode & 0xf0) == 0x50)
        return 0;
    return vt_int_await(task, &value); // expect: vt-double-await task
}

int two_kinds_ok(int mode)
{
    vt_int task;
    int value = 0;
    if ((mode & 0170000) == 0040000 || (mode & 0170000) == 0100000)
        task = make(1);
    switch (mode & 0170000) {
    case 0040000: case 0100000: return vt_int_await(task, &value);
    default: return 0;
    }
}

int two_kinds_bad(int mode)
{
    vt_int task;
    int value = 0;
    if ((mode & 0170000) == 0040000 || (mode & 0170000) == 0100000)
        task = make(1); // expect: vt-unawaited task
    return (mode & 0170000) == 0100000 ? vt_int_await(task, &value) : 0;
}
