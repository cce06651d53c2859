// Pointers tested for NULL.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <stddef.h>

int null_test_ok(int *out)
{
    vt_int task = make();
    int rc = 0;
    if (out != NULL)
        rc = vt_int_await(task, out);
    if (out == NULL)
        vt_int_forget(task);
    return rc;
}

int truth_test_ok(int *out)
{
    vt_int task = make();
    int rc = 0;
    if (out)
        rc = vt_int_await(task, out);
    if (!out)
        vt_int_forget(task);
    return rc;
}

int null_test_bad(int *out)
{
    vt_int task = make(); // expect: vt-unawaited
    int rc = 0;
    if (out != NULL)
        rc = vt_int_await(task, out);
    if (out)
        vt_int_forget(task); // expect: vt-double-await
    return rc;
}

void chosen_task_ok(int n)
{
    vt_int task;
    vt_int *chosen = NULL;
    if (n > 7) {
        task = make();
        chosen = &task;
    }
    if (chosen != NULL)
        vt_int_forget(*chosen);
}

void chosen_task_bad(int n)
{
    vt_int task;
    vt_int *chosen = NULL;
    if (n > 7) {
        task = make();
        chosen = &task;
    }
    if (chosen != NULL) {
        vt_int_forget(*chosen);
        vt_int_forget(task); // expect: vt-double-await
    }
}
