// do: the body runs before the first test.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void once_ok(void)
{
    vt_int task = make();
    do
        vt_int_forget(task);
    while (0);
}

void again_bad(void)
{
    vt_int task = make();
    do
        vt_int_forget(task); // expect: vt-double-await
    while (cond());
}

void condition_consumes_ok(void)
{
    int value = 0;
    vt_int task;
    do
        task = make();
    while (vt_int_await(task, &value) < 0);
}

void condition_consumes_bad(void)
{
    int value = 0;
    vt_int task = make();
    do
        cond();
    while (vt_int_await(task, &value) < 0); // expect: vt-double-await
}

int fresh_per_turn_ok(void)
{
    int value = 0, rc;
    do {
        vt_int task = make();
        rc = vt_int_await(task, &value);
    } while (rc < 0);
    return value;
}

void after_loop_bad(void)
{
    vt_int task = make();
    do {
        if (cond())
            break;
        vt_int_forget(task);
    } while (0);
    vt_int_forget(task); // expect: vt-double-await
}

void continue_to_test_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    do {
        if (n)
            continue;
        vt_int_forget(task);
    } while (0);
}

void overwritten_bad(void)
{
    int value = 0, rc = 0;
    vt_int task;
    do
        task = make(); // expect: vt-unawaited
    while (cond());
    rc = vt_int_await(task, &value);
    if (rc < 0)
        cond();
}
