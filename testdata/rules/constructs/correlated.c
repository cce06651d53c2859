// The same unmodified condition tested twice takes the same way both times.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void same_test_ok(int n)
{
    vt_int task = make();
    if (n)
        vt_int_forget(task);
    if (!n)
        vt_int_forget(task);
}

void same_test_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n)
        vt_int_forget(task);
    if (n)
        vt_int_forget(task); // expect: vt-double-await
}

void equality_ok(int n)
{
    vt_int task = make();
    if (n == 4)
        vt_int_forget(task);
    cond();
    if (n != 4)
        vt_int_forget(task);
}

void equality_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n == 4)
        vt_int_forget(task);
    cond();
    if (4 == n)
        vt_int_forget(task); // expect: vt-double-await
}

void exclusive_values_ok(int n)
{
    vt_int task = make();
    if (n == 1)
        vt_int_forget(task);
    if (n == 2)
        vt_int_forget(task);
    if (n != 1 && n != 2)
        vt_int_forget(task);
}

void changed_between_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n)
        vt_int_forget(task);
    n = cond();
    if (!n)
        vt_int_forget(task); // expect: vt-double-await
}

void address_given_away_bad(int n)
{
    void refill(int *value);
    vt_int task = make(); // expect: vt-unawaited
    if (n)
        vt_int_forget(task);
    refill(&n);
    if (!n)
        vt_int_forget(task); // expect: vt-double-await
}

void independent_calls_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (cond())
        vt_int_forget(task);
    if (!cond())
        vt_int_forget(task); // expect: vt-double-await
}

void copied_condition_ok(int n)
{
    vt_int task = make();
    int again = n;
    if (n)
        vt_int_forget(task);
    n = 0;
    if (!again)
        vt_int_forget(task);
}

void copied_condition_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    int again = n;
    if (n)
        vt_int_forget(task);
    if (again)
        vt_int_forget(task); // expect: vt-double-await
}

void created_when_needed_ok(int n)
{
    vt_int task;
    if (n > 3)
        task = make();
    cond();
    if (n > 3)
        vt_int_forget(task);
}

void created_when_needed_bad(int n)
{
    vt_int task;
    if (n > 3)
        task = make(); // expect: vt-unawaited
    cond();
    if (n > 4)
        vt_int_forget(task);
}

void double_negation_ok(int n)
{
    vt_int task = make();
    int wanted = !!n;
    if (wanted)
        vt_int_forget(task);
    if (!n)
        vt_int_forget(task);
}
