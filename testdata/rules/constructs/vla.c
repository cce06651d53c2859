// Variable length arrays.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void elements_ok(int n)
{
    vt_int tasks[n];
    for (int i = 0; i < n; i++)
        tasks[i] = make();
    for (int i = 0; i < n; i++)
        vt_int_forget(tasks[i]);
}

void beside_array_ok(int n)
{
    int values[n];
    for (int i = 0; i < n; i++) {
        int rc = vt_int_await(make(), &values[i]);
        if (rc < 0)
            break;
    }
}

void beside_array_bad(int n)
{
    int values[n];
    vt_int task = make();
    int rc = vt_int_await(task, &values[0]);
    if (rc == 0)
        rc = vt_int_await(task, &values[n - 1]); // expect: vt-double-await
}

void constant_index_bad(int n)
{
    vt_int tasks[n + 2];
    tasks[0] = make();
    tasks[1] = make();
    vt_int_forget(tasks[0]);
    vt_int_forget(tasks[1]);
    vt_int_forget(tasks[0]); // expect: vt-double-await
}

void parameter_ok(int n, vt_int tasks[n])
{
    for (int i = 0; i < n; i++)
        vt_int_forget(tasks[i]);
}
