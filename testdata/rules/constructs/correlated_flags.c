// A flag that is set on the way tells later code what has happened.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void done_flag_ok(void)
{
    vt_int task = make();
    bool done = false;
    if (cond()) {
        vt_int_forget(task);
        done = true;
    }
    if (!done)
        vt_int_forget(task);
}

void done_flag_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    bool done = false;
    if (cond()) {
        vt_int_forget(task);
        done = true;
    }
    if (done)
        vt_int_forget(task); // expect: vt-double-await
}

void flag_forgotten_bad(void)
{
    vt_int task = make();
    bool done = false;
    if (cond()) {
        vt_int_forget(task);
        if (cond())
            done = true;
    }
    if (!done)
        vt_int_forget(task); // expect: vt-double-await
}

void counter_ok(int n)
{
    vt_int task = make();
    int consumed = 0;
    if (n > 0) {
        vt_int_forget(task);
        consumed++;
    }
    cond();
    if (consumed == 0)
        vt_int_forget(task);
}

void counter_bad(int n)
{
    vt_int task = make();
    int consumed = 0;
    if (n > 0) {
        vt_int_forget(task);
        consumed++;
    }
    cond();
    if (consumed < 2)
        vt_int_forget(task); // expect: vt-double-await
}

void comparison_kept_ok(int n)
{
    vt_int task = make();
    bool large = n > 100;
    if (large)
        vt_int_forget(task);
    if (n <= 100)
        vt_int_forget(task);
}

void comparison_kept_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    bool large = n > 100;
    if (large)
        vt_int_forget(task);
    if (n > 100)
        vt_int_forget(task); // expect: vt-double-await
}

void completion_kept_ok(void)
{
    vt_int task = make();
    bool ready = vt_int_is_completed(task);
    if (ready)
        vt_int_forget(task);
    cond();
    if (!ready)
        vt_int_forget(task);
}

void two_flags_ok(void)
{
    vt_int left = make(), right = make();
    bool left_done = false, right_done = false;
    if (cond()) {
        vt_int_forget(left);
        left_done = true;
    }
    if (cond()) {
        vt_int_forget(right);
        right_done = true;
    }
    if (!left_done)
        vt_int_forget(left);
    if (!right_done)
        vt_int_forget(right);
}

void two_flags_bad(void)
{
    vt_int left = make(); // expect: vt-unawaited left
    vt_int right = make();
    bool left_done = false, right_done = false;
    if (cond()) {
        vt_int_forget(left);
        left_done = true;
    }
    if (cond()) {
        vt_int_forget(right);
        right_done = true;
    }
    if (!right_done)
        vt_int_forget(right);
    if (left_done)
        vt_int_forget(left); // expect: vt-double-await left
}
