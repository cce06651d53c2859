// Duff's device: case labels inside a loop.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void copies_ok(const int *from, int *to, int count)
{
    vt_int task = make();
    int rounds = (count + 3) / 4;
    switch (count % 4) {
    case 0:
        do {
            *to++ = *from++;
    case 3:
            *to++ = *from++;
    case 2:
            *to++ = *from++;
    case 1:
            *to++ = *from++;
        } while (--rounds > 0);
    }
    vt_int_forget(task);
}

void fresh_each_ok(int count)
{
    int rounds = (count + 1) / 2;
    vt_int task;
    switch (count % 2) {
    case 0:
        do {
            task = make();
            vt_int_forget(task);
    case 1:
            task = make();
            vt_int_forget(task);
        } while (--rounds > 0);
    }
}

void next_round_bad(int count)
{
    vt_int task = make();
    int rounds = (count + 1) / 2;
    switch (count & 1) {
    case 0:
        do {
            cond();
    default:
            vt_int_forget(task); // expect: vt-double-await
        } while (--rounds > 0);
    }
}

void entered_late_bad(int count)
{
    vt_int task = make();
    switch (count) {
    default:
        do {
            vt_int_forget(task); // expect: vt-double-await
    case 1:
            cond();
        } while (cond());
        vt_int_forget(task); // expect: vt-double-await
    }
}

void case_under_if_bad(int n, int m)
{
    vt_int task = make();
    switch (n) {
    case 1:
        vt_int_forget(task);
        if (m) {
    case 2:
            vt_int_forget(task); // expect: vt-double-await
        }
        break;
    default:
        vt_int_forget(task);
    }
}
