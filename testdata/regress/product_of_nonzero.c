// What is not zero is not zero when it is multiplied.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);

void doubled_ok(int number)
{
    if (number == 0)
        return;
    vt_int task = make(number);
    if (number * 2 != 0)
        vt_int_forget(task);
}

void shifted_ok(int number)
{
    if (number <= 0)
        return;
    vt_int task = make(1);
    if (number << 3 > 7)
        vt_int_forget(task);
}

void halved_bad(int number)
{
    if (number == 0)
        return;
    vt_int task = make(number); // expect: vt-unawaited task
    if (number / 2 != 0)
        vt_int_forget(task);
}

void unsigned_comes_round_bad(unsigned number)
{
    if (number == 0)
        return;
    vt_int task = make(1); // expect: vt-unawaited task
    if (number * 2 != 0) /* 2147483648 */
        vt_int_forget(task);
}
