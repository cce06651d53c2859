// An inner loop that sets a flag where it consumes: that it had a turn is known in the next turn of the outer loop.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make_ready(int result);

enum state { LIVE, BUSY, DONE };

int after_each_turn_bad(int n)
{
    vt_int task = make_ready(0);
    vt_int *pointer = &task;
    vt_int copy = *pointer;
    enum state state = LIVE;
    int turn = 0;
    while (turn < 2) {
        turn++;
        for (int i = 0; i < n; i++) {
            if (state != DONE) {
                state = DONE;
                vt_int_forget(copy);
            }
        }
        vt_int_forget(copy); // expect: vt-double-await
    }
    return 0;
}
