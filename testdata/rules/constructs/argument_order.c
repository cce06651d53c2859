// Arguments are evaluated in an order nobody knows; what goes wrong in one of them goes wrong.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

int sum(int left, int right);
int either(int rc, bool ready);

int both_arguments_bad(void)
{
    int left = 0, right = 0;
    vt_int task = make();
    return sum(vt_int_await(task, &left), vt_int_await(task, &right)); // expect: vt-double-await
}

int both_operands_bad(void)
{
    int left = 0, right = 0;
    vt_int task = make();
    return vt_int_await(task, &left) + vt_int_await(task, &right); // expect: vt-double-await
}

int different_tasks_ok(void)
{
    int left = 0, right = 0;
    vt_int one = make(), other = make();
    return sum(vt_int_await(one, &left), vt_int_await(other, &right));
}

int temporaries_ok(void)
{
    int left = 0, right = 0;
    return sum(vt_int_await(make(), &left), vt_int_await(make(), &right));
}

int consumes_then_looks_bad(void)
{
    int value = 0;
    vt_int task = make();
    return either(vt_int_await(task, &value), vt_int_is_completed(task)); // expect: vt-use-after-await
}

int sequenced_ok(void)
{
    int value = 0;
    vt_int task = make();
    bool ready = vt_int_is_completed(task);
    return either(vt_int_await(task, &value), ready);
}

int *slot(vt_int task);

int assignment_both_sides_bad(void)
{
    int value = 0;
    vt_int task = make();
    *slot(task) = vt_int_await(task, &value); // expect: vt-double-await
    return value;
}
