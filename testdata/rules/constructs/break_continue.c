// break and continue leave work undone, or skip what would have been the second consumption.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void break_skips_ok(int n)
{
    vt_int task = make();
    for (int i = 0; i < n; i++) {
        if (cond())
            break;
    }
    vt_int_forget(task);
}

void break_leaks_bad(void)
{
    while (cond()) {
        vt_int task = make(); // expect: vt-unawaited
        if (cond())
            break;
        vt_int_forget(task);
    }
}

void break_after_consuming_ok(void)
{
    while (cond()) {
        vt_int task = make();
        if (cond()) {
            vt_int_forget(task);
            break;
        }
        vt_int_forget(task);
    }
}

void continue_leaks_bad(int n)
{
    for (int i = 0; i < n; i++) {
        vt_int task = make(); // expect: vt-unawaited
        if (cond())
            continue;
        vt_int_forget(task);
    }
}

void continue_after_consuming_ok(int n)
{
    for (int i = 0; i < n; i++) {
        vt_int task = make();
        if (cond()) {
            vt_int_forget(task);
            continue;
        }
        vt_int_forget(task);
    }
}

void continue_reaches_again_bad(void)
{
    vt_int task = make();
    for (;;) {
        vt_int_forget(task); // expect: vt-double-await
        if (cond())
            continue;
        break;
    }
}

void break_inner_only_bad(void)
{
    vt_int task = make();
    for (;;) {
        for (;;) {
            vt_int_forget(task); // expect: vt-double-await
            break;
        }
        if (cond())
            break;
    }
}

void break_of_switch_stays_in_loop_bad(int n)
{
    vt_int task = make();
    for (;;) {
        switch (n) {
        case 1:
            vt_int_forget(task); // expect: vt-double-await
            break;
        default:
            vt_int_forget(task);
            return;
        }
    }
}
