// Copies of a consumed task: used ones, unused ones, overwritten ones.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

bool copied_and_looked_at_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int copy = task; // expect: vt-use-after-await
    return vt_int_is_completed(copy);
}

void copied_and_unused_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int copy __attribute__((unused)) = task;
}

bool copied_on_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int copy = task; // expect: vt-use-after-await
    vt_int last = copy;
    return vt_int_is_completed(last);
}

void copied_on_and_unused_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int copy = task;
    vt_int last __attribute__((unused)) = copy;
}

/* The copy is a part of consuming again: that alone is the finding. */
void copied_and_consumed_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int copy = task;
    vt_int_forget(copy); // expect: vt-double-await
}

void overwritten_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    task = make();
    vt_int_forget(task);
}

void copied_and_overwritten_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int copy = task;
    copy = make();
    vt_int_forget(copy);
}

void copied_before_ok(void)
{
    vt_int task = make();
    vt_int copy = task;
    bool ready = vt_int_is_completed(task);
    if (ready)
        cond();
    vt_int_forget(copy);
}

bool copied_before_bad(void)
{
    vt_int task = make();
    vt_int copy = task;
    vt_int_forget(task);
    return vt_int_is_completed(copy); // expect: vt-use-after-await
}
