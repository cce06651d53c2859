// && and || evaluate their right operand on one outcome only; ! turns it round.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int short_circuit_ok(int n)
{
    vt_int task = make();
    int value = 0, rc = 0;
    if (n > 0 && (rc = vt_int_await(task, &value)) == 0)
        return value;
    if (n <= 0)
        vt_int_forget(task);
    return rc;
}

int and_skipped_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    int value = 0;
    if (n > 0 && vt_int_await(task, &value) == 0)
        return value;
    return 0;
}

int or_skipped_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    int value = 0;
    if (n > 0 || vt_int_await(task, &value) == 0)
        return value;
    return -1;
}

int and_twice_bad(void)
{
    vt_int task = make();
    int value = 0;
    return vt_int_await(task, &value) == 0 && vt_int_await(task, &value) == 0; // expect: vt-double-await
}

int or_twice_bad(void)
{
    vt_int task = make();
    int value = 0;
    return vt_int_await(task, &value) == 0 || vt_int_await(task, &value) == 0; // expect: vt-double-await
}

int or_then_again_bad(int n)
{
    vt_int task = make();
    int value = 0;
    if (n || vt_int_await(task, &value) < 0)
        vt_int_forget(task); // expect: vt-double-await
    return value;
}

int not_ok(int n)
{
    vt_int task = make();
    int value = 0, rc = 0;
    if (!(n > 3 || n < 0))
        rc = vt_int_await(task, &value);
    if (n > 3 || n < 0)
        vt_int_forget(task);
    return rc < 0 ? rc : value;
}

int de_morgan_ok(int a, int b)
{
    vt_int task = make();
    if (a && b)
        vt_int_forget(task);
    if (!a || !b)
        vt_int_forget(task);
    return 0;
}

int de_morgan_bad(int a, int b)
{
    vt_int task = make();
    if (a && b)
        vt_int_forget(task);
    if (!a || b)
        vt_int_forget(task); // expect: vt-double-await
    if (a && !b)
        vt_int_forget(task);
    return 0;
}

int value_of_and_ok(int a, int b)
{
    vt_int task = make();
    bool both = a && b;
    if (both)
        vt_int_forget(task);
    else
        vt_int_forget(task);
    return both;
}

void as_statement_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    int value = 0;
    bool done = n > 0 && vt_int_await(task, &value) == 0;
    if (done)
        cond();
}

int ready_or_given_up_ok(int *out)
{
    vt_int task = make();
    if (vt_int_is_completed(task))
        return vt_int_await(task, out);
    return vt_int_forget(task), -1;
}

void ready_and_await_bad(int *out)
{
    vt_int task = make(); // expect: vt-unawaited
    if (vt_int_is_completed(task) && vt_int_await(task, out) == 0)
        return;
    *out = 0;
}
