// The second program: its helper only looks.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

int helper(vt_int task)
{
    return vt_int_is_completed(task);
}

int second_ok(void)
{
    vt_int task = make();
    int ready = helper(task) + helper(task);
    vt_int_forget(task);
    return ready;
}

int main(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return helper(task);
}
