// An array that a counted loop fills: each element is known by its index afterwards.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void filled_ok(void)
{
    vt_int tasks[2];
    for (int i = 0; i < 2; i++)
        tasks[i] = make();
    vt_int_forget(tasks[1]);
    vt_int_forget(tasks[0]);
}

void some_lost_bad(void)
{
    vt_int tasks[3];
    for (int i = 0; i < 3; i++)
        tasks[i] = make(); // expect: vt-unawaited
    vt_int_forget(tasks[2]);
}

void twice_bad(void)
{
    vt_int tasks[3];
    for (int i = 0; i < 3; i++)
        tasks[i] = make();
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[1]);
    vt_int_forget(tasks[2]);
    vt_int_forget(tasks[1]); // expect: vt-double-await
}
