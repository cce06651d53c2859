// What is known of one input survives a loop that tests it and changes another.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void kept_ok(int a, int b, int n)
{
    vt_int task = make();
    if (b != 1)
        vt_int_forget(task);
    for (int i = 0; i < n; i++) {
        if (a < 2)
            break;
        if (!b)
            a = 3;
    }
    if (b == 1)
        vt_int_forget(task);
}

void kept_bad(int a, int b, int n)
{
    vt_int task = make();
    if (b != 1)
        vt_int_forget(task);
    for (int i = 0; i < n; i++) {
        if (a < 2)
            break;
        if (!b)
            a = 3;
    }
    if (b >= 1)
        vt_int_forget(task); // expect: vt-double-await
}

int value_left_out_ok(int a, int b, int n)
{
    if (a != 0 && !b)
        return -1;
    vt_int task = make();
    if (b == 2)
        vt_int_forget(task);
    for (int i = 0; i < n; i++)
        if (!a)
            n--;
    if (b != 2)
        vt_int_forget(task);
    return 0;
}
