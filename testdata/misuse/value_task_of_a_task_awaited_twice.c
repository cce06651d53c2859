// says: vt_int_await: this value task was consumed already
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

int main(void)
{
    int got;
    vt_int_task *task = vt_int_task_new();
    vt_int value = vt_int_from_task(task);

    vt_int_task_complete(task, 1);
    int status = vt_int_await(value, &got); // expect-note: first awaited here
    status += vt_int_await(value, &got); // expect: vt-double-await value
    vt_int_task_unref(task);
    return status;
}
