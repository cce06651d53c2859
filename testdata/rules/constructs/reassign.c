// A new value makes a new task of the same variable.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void after_consumption_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    task = make();
    vt_int_forget(task);
}

void after_consumption_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    task = make();
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
}

void while_live_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited task
    task = make();
    vt_int_forget(task);
}

void on_some_paths_bad(int n)
{
    vt_int task = make();
    vt_int_forget(task);
    if (n)
        task = make();
    vt_int_forget(task); // expect: vt-double-await
}

void on_all_paths_ok(int n)
{
    vt_int task = make();
    vt_int_forget(task);
    if (n)
        task = make();
    else
        task = vt_int_from_result(n);
    vt_int_forget(task);
}

void copy_keeps_it_ok(void)
{
    vt_int task = make();
    vt_int kept = task;
    task = make();
    vt_int_forget(task);
    vt_int_forget(kept);
}

void copy_keeps_it_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    vt_int kept = task;
    task = make();
    kept = task;
    vt_int_forget(kept);
}

void old_copy_bad(void)
{
    vt_int task = make();
    vt_int kept = task;
    vt_int_forget(task);
    task = make();
    vt_int_forget(kept); // expect: vt-double-await
    vt_int_forget(task);
}

static vt_int chain(vt_int before)
{
    vt_int_forget(before);
    return make();
}

void through_call_ok(void)
{
    vt_int task = make();
    task = chain(task);
    task = chain(task);
    vt_int_forget(task);
}

void through_call_bad(void)
{
    vt_int task = make();
    vt_int before = task;
    task = chain(task);
    vt_int_forget(task);
    vt_int_forget(before); // expect: vt-double-await
}
