// Found by the differential test: Seed 2, program 6928: false alarm vt-double-await (all).
// known-failure: facts are joined when a loop with an unknown bound brings many worlds
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make_ready(int result);
enum state { LIVE, BUSY, DONE };
int reduced_bad(int a, int b, int n1) {
    int value = 0;
    vt_int t1 = make_ready(0);
    vt_int *p1 = &t1;
    vt_int u1 = *p1;
    enum state done1 = LIVE;
    int i1 = 0;
    while (i1 < 2) {
        i1++;
        for (int i2 = 0; i2 < n1; i2++) {
            if (done1 != DONE) {
                done1 = DONE;
                vt_int_forget(u1);
            }
        }
        vt_int_forget(u1); // expect: vt-double-await
    }
    return value;
}
