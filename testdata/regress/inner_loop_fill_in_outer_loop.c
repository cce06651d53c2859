// An array that is filled and emptied in a turn of a loop, beside tests that have nothing to do with it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make_ready(int result);
int cond(void);

int filled_and_emptied_ok(int kind, int n)
{
    switch (kind) {
    case 0 ... 1:
        for (int turn = 0; turn < n; turn++) {
            if (cond()) {
                vt_int row[3];
                for (int i = 0; i < 3; i++)
                    row[i] = make_ready(0);
                for (vt_int *at = row; at < row + 3; at++)
                    vt_int_forget(*at);
            }
        }
    }
    return 0;
}
