// A copy made after the consumption: looking at it makes the copying the use, also when a helper looks.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

static bool look(vt_int *task)
{
    return vt_int_is_completed(*task);
}

bool copied_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int copy = task; // expect: vt-use-after-await
    return look(&copy);
}
