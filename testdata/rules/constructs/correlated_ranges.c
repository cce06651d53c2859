// Comparisons of one variable with different constants.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void complement_ok(int x)
{
    vt_int task = make();
    if (x > 5)
        vt_int_forget(task);
    if (x <= 5)
        vt_int_forget(task);
}

void overlap_bad(int x)
{
    vt_int task = make();
    if (x > 5)
        vt_int_forget(task);
    if (x < 10)
        vt_int_forget(task); // expect: vt-double-await
}

void gap_bad(int x)
{
    vt_int task = make(); // expect: vt-unawaited
    if (x > 5)
        vt_int_forget(task);
    if (x < 5)
        vt_int_forget(task);
}

void no_gap_in_integers_ok(int x)
{
    vt_int task = make();
    if (x > 5)
        vt_int_forget(task);
    if (x < 6)
        vt_int_forget(task);
}

void implied_ok(int x)
{
    vt_int task = make();
    if (x > 10)
        vt_int_forget(task);
    else if (x > 20)
        vt_int_forget(task), vt_int_forget(task);
    else
        vt_int_forget(task);
}

void three_ranges_ok(unsigned x)
{
    vt_int task = make();
    if (x < 10)
        vt_int_forget(task);
    if (x >= 10 && x < 20)
        vt_int_forget(task);
    if (x >= 20)
        vt_int_forget(task);
}

void three_ranges_bad(unsigned x)
{
    vt_int task = make();
    if (x < 10)
        vt_int_forget(task);
    if (x >= 9 && x < 20)
        vt_int_forget(task); // expect: vt-double-await
    if (x >= 20)
        vt_int_forget(task);
}

void unsigned_zero_ok(unsigned x)
{
    vt_int task = make();
    if (x == 0)
        vt_int_forget(task);
    if (x > 0)
        vt_int_forget(task);
}

void reversed_ok(int x)
{
    vt_int task = make();
    if (5 < x)
        vt_int_forget(task);
    if (5 >= x)
        vt_int_forget(task);
}
