// Awaiting one task runs the loop: another one that was pending may be complete afterwards.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

int complete_afterwards_bad(void)
{
    int value = 0;
    vt_int task = make(), other = make();
    if (vt_int_is_completed(task)) {
        vt_int_forget(task);
        vt_int_forget(other);
        return 0;
    }
    int rc = vt_int_await(other, &value);
    if (vt_int_is_completed(task))
        vt_int_forget(other); // expect: vt-double-await
    vt_int_forget(task);
    return rc < 0 ? rc : value;
}

void still_pending_ok(void)
{
    vt_int task = make(), other = make();
    bool ready = vt_int_is_completed(task);
    if (!ready && vt_int_is_completed(task))
        vt_int_forget(other);
    vt_int_forget(other);
    vt_int_forget(task);
}
