// A counter that passes a number opens a state, and the turn after that goes wrong: four turns and one more.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make_ready(int result);

int late_turn_bad(int a, int n)
{
    if (a == 1) {
        for (int i = 0; i < n; i++) {
            if (a >= 2) {
                vt_int task = make_ready(2); // expect: vt-unawaited task
                (void)task;
            } else if (i > 1) {
                if (i > 2)
                    a = 2;
            }
        }
    }
    return a;
}

int state_before_last_turn_ok(int a, int n)
{
    if (a == 1) {
        for (int i = 0; i < n; i++) {
            if (a >= 2) {
                vt_int task = make_ready(2);
                vt_int_forget(task);
                break;
            }
            if (i > 2)
                a = 2;
        }
    }
    return a;
}
