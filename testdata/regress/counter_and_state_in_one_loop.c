// Found by the differential test: Seed 2, program 4463: false alarm vt-unawaited (all).
// known-failure: facts are joined when a loop with an unknown bound brings many worlds
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make_ready(int result);
int reduced_ok(int a, int b, int n1) {
    int value = 0;
    if (a == 1) {
        for (int i1 = 0; i1 < n1; i1++) {
            if (a >= 2) {
                vt_int t4 = make_ready(2);
            } else if (i1 > 1) {
                if (i1 > 2) {
                    a = 2;
                }
            }
        }
    }
    return value;
}
