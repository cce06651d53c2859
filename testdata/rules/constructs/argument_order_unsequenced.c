// A look that stands before the consumption in the text may still be evaluated after it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int either(bool ready, int rc);

int looks_or_consumes_first_bad(void)
{
    int value = 0;
    vt_int task = make();
    return either(vt_int_is_completed(task), vt_int_await(task, &value)); // expect: vt-use-after-await
}

int operands_bad(void)
{
    int value = 0;
    vt_int task = make();
    return vt_int_is_completed(task) + vt_int_await(task, &value); // expect: vt-use-after-await
}

int question_mark_orders_ok(void)
{
    int value = 0;
    vt_int task = make();
    return vt_int_is_completed(task) ? vt_int_await(task, &value) : vt_int_await_timeout(task, 9, &value);
}
