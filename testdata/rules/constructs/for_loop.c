// for with all parts and with any of them missing.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void all_parts_ok(int n)
{
    for (int i = 0; i < n; i++) {
        vt_int task = make();
        vt_int_forget(task);
    }
}

void all_parts_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    for (int i = 0; i < n; i++)
        vt_int_forget(task); // expect: vt-double-await
}

void no_parts_ok(void)
{
    vt_int task = make();
    for (;;) {
        vt_int_forget(task);
        break;
    }
}

void no_parts_bad(void)
{
    vt_int task = make();
    for (;;) {
        vt_int_forget(task); // expect: vt-double-await
        if (cond())
            break;
    }
}

void init_only_ok(int n)
{
    vt_int task;
    for (task = make();;) {
        if (n)
            break;
        vt_int_forget(task);
        return;
    }
    vt_int_forget(task);
}

void init_only_bad(void)
{
    for (vt_int task = make();;) {
        vt_int_forget(task); // expect: vt-double-await
        if (cond())
            return;
    }
}

void condition_only_ok(void)
{
    int value = 0;
    vt_int task = make();
    for (; vt_int_await(task, &value) == 0;)
        task = make();
}

void condition_only_bad(void)
{
    int value = 0;
    vt_int task = make();
    for (; vt_int_await(task, &value) == 0;) // expect: vt-double-await
        cond();
}

void step_only_ok(void)
{
    vt_int task = make();
    for (;; task = make()) {
        vt_int_forget(task);
        if (cond())
            break;
    }
}

void step_only_bad(void)
{
    vt_int task = make();
    for (;; vt_int_forget(task)) // expect: vt-double-await
        if (cond())
            break;
    vt_int_forget(task); // expect: vt-double-await
}

void no_condition_bad(void)
{
    vt_int task = make();
    for (int i = 0;; i++) {
        vt_int_forget(task); // expect: vt-double-await
        if (i == 4)
            break;
    }
}

void no_init_bad(int i)
{
    vt_int task = make(); // expect: vt-unawaited
    for (; i < 10; i++)
        vt_int_forget(task); // expect: vt-double-await
}

void no_step_ok(int n)
{
    vt_int task = make();
    for (int i = 0; i < n;)
        i += 1 + cond();
    vt_int_forget(task);
}

void task_in_header_ok(void)
{
    int value = 0;
    for (vt_int task = make(); vt_int_await(task, &value) == 0; task = make())
        cond();
}

void task_in_header_bad(void)
{
    for (vt_int task = make(); cond(); task = make()) // expect: vt-unawaited, vt-unawaited
        vt_int_forget(task);
}
