// says: vt_int_task_await: deadlock
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    int got;
    vt_int_task *task = vt_int_task_new();

    return vt_int_task_await(task, &got);
}
