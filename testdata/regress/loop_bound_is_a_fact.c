// Whether a loop up to an unchanged bound has a turn is the same each time.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void first_loop_or_after_ok(int n)
{
    vt_int task = make();
    bool done = false;
    for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < n; i++) {
            if (!done) {
                done = true;
                vt_int_forget(task);
            }
        }
        if (n <= 0 && turn == 0)
            vt_int_forget(task);
    }
}

void after_each_turn_bad(int n)
{
    vt_int task = make();
    bool done = false;
    for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < n; i++) {
            if (!done) {
                done = true;
                vt_int_forget(task);
            }
        }
        vt_int_forget(task); // expect: vt-double-await
    }
}
