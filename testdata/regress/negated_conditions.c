/* A path is told as the source reads: `if (!c)` is entered by its true branch, `while (!c)` while c does not hold. */
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
bool ready(void);

int not_in_loop_bad(void)
{
    int value = 0;
    vt_int task = make();
    while (!ready())                 // expect-note: entering the loop
        vt_int_await(task, &value);  // expect: vt-double-await task
    vt_int_forget(task);             // expect: vt-double-await task
    return value;
}

int never_entered_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    while (!ready()) {    // expect-note: skipping the loop
        vt_int_await(task, &value);
        return value;
    }
    return 0;
}

int not_bad(void)
{
    int value = 0;
    vt_int task = make();
    if (!vt_int_is_completed(task)) // expect-note: true branch
        vt_int_forget(task);
    return vt_int_await(task, &value); // expect: vt-double-await task
}

int not_in_and_bad(int a, int b)
{
    int value = 0;
    vt_int task = make();
    if (a // expect-note: true branch
        && !b) // expect-note: true branch
        vt_int_forget(task);
    return vt_int_await(task, &value); // expect: vt-double-await task
}

int not_around_or_bad(int a, int b)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (!(                // expect-note: true branch
            a || b))      // expect-note: false branch
        return -1;
    return vt_int_await(task, &value);
}

int twice_negated_bad(int a)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    if (!!a)              // expect-note: true branch
        return -1;
    return vt_int_await(task, &value);
}

int not_in_loop_ok(void)
{
    int value = 0;
    vt_int task = make();
    while (!ready() && !vt_int_is_completed(task))
        value++;
    if (!ready())
        vt_int_forget(task);
    else if (vt_int_await(task, &value) < 0)
        value = -1;
    return value;
}

int agreed_ok(int a, int b)
{
    int value = 0;
    vt_int task = make();
    if (!(a && b))
        vt_int_forget(task);
    if (a && !!b)
        return vt_int_await(task, &value);
    return 0;
}

int pointer_and_number_ok(const char *name, double share)
{
    int value = 0;
    vt_int task = make();
    if (!share)
        value = 1;
    if (!name) {
        vt_int_forget(task);
        return value;
    }
    return !name ? 0 : vt_int_await(task, &value);
}
