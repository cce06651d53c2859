// Helpers that consume depending on a parameter: each call is judged by what it passes.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

enum how { WAIT, DROP, LOOK };

/* Nothing that is returned tells, and the calls below with `n > 3` leave it open: the parameter itself is reported as well. */
static void drop_if(vt_int task, bool now) // expect: vt-unawaited task
{
    if (now)
        vt_int_forget(task);
}

/* Every call says by a constant what is to happen, and nobody else can call it: the calls alone are judged. */
static int end(vt_int task, enum how how)
{
    int value = 0, rc = 0;
    switch (how) {
    case WAIT:
        rc = vt_int_await(task, &value);
        break;
    case DROP:
        vt_int_forget(task);
        break;
    case LOOK:
        rc = vt_int_is_completed(task);
        break;
    }
    return rc < 0 ? rc : value;
}

void constant_ok(void)
{
    vt_int task = make();
    drop_if(task, true);
}

void constant_bad(void)
{
    vt_int task = make();
    drop_if(task, true);
    vt_int_forget(task); // expect: vt-double-await
}

void not_now_ok(void)
{
    vt_int task = make();
    drop_if(task, false);
    vt_int_forget(task);
}

void same_condition_ok(int n)
{
    vt_int task = make();
    drop_if(task, n > 3);
    if (n <= 3)
        vt_int_forget(task);
}

void same_condition_bad(int n)
{
    vt_int task = make();
    drop_if(task, n > 3);
    if (n > 2)
        vt_int_forget(task); // expect: vt-double-await
    else
        vt_int_forget(task);
}

int by_enum_ok(void)
{
    vt_int task = make(), other = make();
    int sum = end(task, LOOK) + end(other, DROP);
    return sum + end(task, WAIT);
}

int by_enum_bad(void)
{
    vt_int task = make();
    int sum = end(task, WAIT);
    return sum + end(task, DROP); // expect: vt-double-await
}

int look_late_bad(void)
{
    vt_int task = make();
    int sum = end(task, WAIT);
    return sum + end(task, LOOK); // expect: vt-use-after-await
}

/* By one bit of it. */
static int finish_unless_kept(vt_int task, unsigned flags)
{
    if (flags & 4u)
        return 0;
    return vt_int_await(task, &(int){0});
}

int kept_then_finished_ok(void)
{
    vt_int task = make();
    int rc = finish_unless_kept(task, 4u | 1u);
    return rc | finish_unless_kept(task, 1u);
}

int only_kept_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return finish_unless_kept(task, 6u);
}
