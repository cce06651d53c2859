// while: a later turn consumes again; no turn at all consumes nothing.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void later_turn_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    while (cond())
        vt_int_forget(task); // expect: vt-double-await task
}

void condition_consumes_bad(void)
{
    vt_int task = make();
    int value = 0;
    while (vt_int_await(task, &value) < 0) // expect: vt-double-await
        cond();
}

void no_turn_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    while (n > 0) {
        vt_int_forget(task);
        return;
    }
}

int leaves_after_first_ok(void)
{
    vt_int task = make();
    int value = 0;
    while (1) {
        int rc = vt_int_await(task, &value);
        if (rc < 0)
            return rc;
        break;
    }
    return value;
}

void fresh_per_turn_ok(void)
{
    while (cond()) {
        vt_int task = make();
        vt_int_forget(task);
    }
}

void fresh_assigned_ok(void)
{
    vt_int task = make();
    while (cond()) {
        vt_int_forget(task);
        task = make();
    }
    vt_int_forget(task);
}

void fresh_on_some_turns_bad(void)
{
    vt_int task = make();
    while (cond()) {
        vt_int_forget(task); // expect: vt-double-await
        if (cond())
            task = make();
    }
    vt_int_forget(task); // expect: vt-double-await
}

void after_the_loop_bad(void)
{
    vt_int task = make();
    while (cond()) {
        vt_int_forget(task);
        break;
    }
    vt_int_forget(task); // expect: vt-double-await
}

void waits_until_ready_ok(void)
{
    vt_int task = make();
    while (!vt_int_is_completed(task))
        cond();
    vt_int_forget(task);
}

void flag_ends_loop_ok(void)
{
    vt_int task = make();
    bool done = false;
    while (!done) {
        if (cond()) {
            vt_int_forget(task);
            done = true;
        }
    }
}

void flag_ends_loop_bad(void)
{
    vt_int task = make();
    bool done = false;
    while (!done) {
        vt_int_forget(task); // expect: vt-double-await
        done = cond();
    }
}

void forever_ok(void)
{
    for (;;) {
        vt_int task = make();
        vt_int_forget(task);
    }
}

void nested_bad(void)
{
    while (cond()) {
        vt_int task = make(); // expect: vt-unawaited
        while (cond())
            vt_int_forget(task); // expect: vt-double-await
    }
}

void nested_ok(void)
{
    while (cond()) {
        vt_int task = make();
        while (cond())
            cond();
        vt_int_forget(task);
    }
}
