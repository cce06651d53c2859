// The line is that of the call which gave the task to the function that then owned it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static vt_int produce(void)
{
    vt_int task = make();
    cond();
    return task;
}

static void produce_into(vt_int *out)
{
    *out = produce();
}

static vt_int keep_one(vt_int one, vt_int other)
{
    vt_int_forget(other);
    return one;
}

void by_return_bad(void)
{
    vt_int task = produce(); // expect: vt-unawaited
    (void)task;
}

void by_return_ok(void)
{
    vt_int_forget(produce());
}

void by_out_parameter_bad(void)
{
    vt_int task;
    produce_into(&task); // expect: vt-unawaited
}

void by_out_parameter_ok(void)
{
    vt_int task;
    produce_into(&task);
    vt_int_forget(task);
}

void through_a_helper_bad(void)
{
    vt_int task = keep_one(make(), make()); // expect: vt-unawaited
    (void)task;
}

void several_lines_bad(int n)
{
    vt_int task =
        n > 0 ? make() // expect: vt-unawaited
              : make(); // expect: vt-unawaited
    (void)task;
}

void several_lines_one_bad(int n)
{
    vt_int task =
        n > 0 ? make() // expect: vt-unawaited
              : make();
    if (n <= 0)
        vt_int_forget(task);
}
