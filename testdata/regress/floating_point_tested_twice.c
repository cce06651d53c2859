// known-failure: what a path has learnt of a floating point number is not known, so that two tests of it are taken for two questions.
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);

int again_ok(double load)
{
    int x = 0;
    vt_int t = make();
    if (load > 0.5)
        vt_int_forget(t);
    if (load > 0.5)
        return -1;
    vt_int_await(t, &x);
    return x;
}
