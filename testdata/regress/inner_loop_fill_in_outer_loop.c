// Found by the differential test: Seed 2, program 633: false alarm vt-unawaited (all).
// known-failure: facts are joined when a loop with an unknown bound brings many worlds
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make_ready(int result);
int cond(void);
int reduced_ok(int a, int n1) {
    int value = 0;
    switch (a) {
        case 0 ... 1:;
        for (int i1 = 0; i1 < n1; i1++) {
            if (cond()) {
                vt_int row2[3];
                for (int i4 = 0; i4 < 3; i4++) {
                    row2[i4] = make_ready(0);
                }
                for (vt_int *i5 = row2; i5 < row2 + 3; i5++) {
                    vt_int_forget(*i5);
                }
            }
        }
    }
    return value;
}
