// Giving a task up takes no time: what was not complete before is not complete after. Awaiting another one does.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void other_given_up_ok(void)
{
    vt_int task = make(), other = make();
    if (!vt_int_is_completed(task)) {
        vt_int_forget(other);
        if (vt_int_is_completed(task))
            vt_int_forget(other);
        vt_int_forget(task);
        return;
    }
    vt_int_forget(other);
    vt_int_forget(task);
}

int other_awaited_bad(void)
{
    int value = 0;
    vt_int task = make(), other = make();
    if (!vt_int_is_completed(task)) {
        (void)vt_int_await(other, &value);
        if (vt_int_is_completed(task))
            vt_int_forget(other); // expect: vt-double-await
        vt_int_forget(task);
        return 1;
    }
    vt_int_forget(other);
    vt_int_forget(task);
    return value;
}
