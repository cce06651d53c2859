// Counted loops in which one turn, or one turn too many, consumes.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void third_turn_ok(void)
{
    vt_int task = make();
    for (int i = 0; i < 10; i++)
        if (i == 3)
            vt_int_forget(task);
}

void two_turns_bad(void)
{
    vt_int task = make();
    for (int i = 0; i < 10; i++)
        if (i == 3 || i == 7)
            vt_int_forget(task); // expect: vt-double-await
}

void late_turns_bad(void)
{
    vt_int task = make();
    for (int i = 0; i < 20; i++)
        if (i >= 17)
            vt_int_forget(task); // expect: vt-double-await
}

void three_turns_bad(void)
{
    vt_int task = make();
    for (int i = 0; i < 3; i++)
        vt_int_forget(task); // expect: vt-double-await
}

void one_turn_ok(void)
{
    vt_int task = make();
    for (int i = 0; i < 1; i++)
        vt_int_forget(task);
}

void no_turn_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    for (int i = 0; i < 0; i++)
        vt_int_forget(task);
}

void down_to_zero_ok(void)
{
    vt_int task = make();
    for (int left = 3; left > 0; left--)
        if (left == 1)
            vt_int_forget(task);
}

void last_turn_twice_bad(void)
{
    vt_int task = make();
    int left = 3;
    while (left-- > 0)
        if (left == 0)
            vt_int_forget(task);
    if (left < 0)
        vt_int_forget(task); // expect: vt-double-await
}

void flag_in_counted_ok(int n)
{
    vt_int task = make();
    bool taken = false;
    for (int i = 0; i < n; i++) {
        if (!taken && cond()) {
            vt_int_forget(task);
            taken = true;
        }
    }
    if (!taken)
        vt_int_forget(task);
}

void flag_in_counted_bad(int n)
{
    vt_int task = make();
    bool taken = false;
    for (int i = 0; i < n; i++) {
        if (!taken && cond()) {
            vt_int_forget(task); // expect: vt-double-await
            taken = cond();
        }
    }
    if (!taken)
        vt_int_forget(task); // expect: vt-double-await
}
