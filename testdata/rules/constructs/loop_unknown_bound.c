// Counted loops up to a bound that nobody knows: a counter that only grows passes each value once.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void first_turn_ok(int n)
{
    vt_int task = make();
    for (int i = 0; i < n; i++)
        if (i == 0)
            vt_int_forget(task);
    if (n <= 0)
        vt_int_forget(task);
}

void turn_may_be_missing_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    for (int i = 0; i < n; i++)
        if (i == 3)
            vt_int_forget(task);
}

void one_value_twice_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    for (int i = 0; i < n; i++) {
        if (i == 3)
            vt_int_forget(task);
        if (i == 3)
            vt_int_forget(task); // expect: vt-double-await
    }
}
