// says: vt_int_task_fail: 5 is not a negative errno
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    vt_int_task *task = vt_int_task_new();

    vt_int_task_fail(task, EIO);
    vt_int_task_unref(task);
    return 0;
}
