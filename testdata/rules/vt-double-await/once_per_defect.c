// One finding a defect, and on after it.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void third_is_not_reported_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
    vt_int_forget(task);
    vt_int_forget(task);
}

void third_on_another_path_bad(int n)
{
    vt_int task = make();
    vt_int_forget(task);
    if (n)
        vt_int_forget(task); // expect: vt-double-await
    vt_int_forget(task); // expect: vt-double-await
}

void either_second_bad(int n)
{
    vt_int task = make();
    vt_int_forget(task);
    if (n)
        vt_int_forget(task); // expect: vt-double-await
    else
        vt_int_forget(task); // expect: vt-double-await
}

void either_first_bad(int n)
{
    vt_int task = make();
    if (n)
        vt_int_forget(task);
    else
        vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
}

void others_go_on_bad(int n)
{
    vt_int one = make();
    vt_int other = make(); // expect: vt-unawaited other
    vt_int_forget(one);
    vt_int_forget(one); // expect: vt-double-await one
    if (n)
        return;
    vt_int_forget(other);
    vt_int_forget(other); // expect: vt-double-await other
}

void fresh_after_finding_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
    task = make();
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
}

void look_after_finding_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
    vt_int again = make();
    if (vt_int_is_completed(again))
        cond();
    vt_int_forget(again);
}

static vt_int returned_consumed_bad(int n)
{
    vt_int task = make();
    if (n)
        vt_int_forget(task);
    return task; // expect: vt-double-await task
}

static vt_int handed_on_ok(int n)
{
    return returned_consumed_bad(n);
}

void caller_of_returned_ok(int n)
{
    vt_int task = handed_on_ok(n);
    vt_int_forget(task);
}

static void filled_and_consumed_twice_bad(vt_int *out)
{
    *out = make();
    vt_int_forget(*out);
    vt_int_forget(*out); // expect: vt-double-await
}

void caller_of_filled_ok(void)
{
    vt_int task;
    filled_and_consumed_twice_bad(&task);
    vt_int_forget(task);
}

static void filled_and_consumed_once_ok(vt_int *out)
{
    *out = make();
    vt_int_forget(*out);
}

void caller_of_consumed_bad(void)
{
    vt_int task;
    filled_and_consumed_once_ok(&task);
    vt_int_forget(task); // expect: vt-double-await task
}

/* Consumed before a branch, handed out after it. */
struct holder {
    vt_int task; // expect: vt-field-storage task
};

static struct holder consumed_then_returned_ok(int n)
{
    struct holder holder = {make()};
    vt_int_forget(holder.task);
    if (n)
        cond();
    return holder;
}

void leaves_it_ok(int n)
{
    consumed_then_returned_ok(n);
}

void caller_of_consumed_holder_bad(int n)
{
    struct holder holder = consumed_then_returned_ok(n);
    vt_int_forget(holder.task); // expect: vt-double-await task
}
