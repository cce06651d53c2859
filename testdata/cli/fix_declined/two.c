#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void both(void)
{
    vt_int one = make();
    vt_int two = make();
    vt_int_forget(one);
    vt_int_forget(two);
    vt_int_forget(one);
    vt_int_forget(two); // NOLINT(vt-unawaited)
}

void silenced(void)
{
    make(); // NOLINT(vt-unawaited)
}
