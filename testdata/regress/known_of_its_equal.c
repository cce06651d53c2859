// Two numbers are equal, and the one of which bits are known is not asked any more: they are known of the other.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int result);

void bits_of_the_other(int a, int b)
{
    int value;
    vt_int task = make(0);
    (void)vt_int_await(task, &value);
    if (a & 2) {
        if (a == b) {
            if (b == 1)
                vt_int_forget(task);
        }
    }
}

void remainder_of_the_other(int a, int b)
{
    int value;
    vt_int task = make(0);
    (void)vt_int_await(task, &value);
    if ((a & 6) == 4) {
        if (a != b)
            return;
        if (b > 0 && b < 4)
            vt_int_forget(task);
        if (b == 5)
            vt_int_forget(task); // expect: vt-double-await
    }
}
