// Helpers of the same file that consume, look at, or hand back.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static int finish(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static bool ready(vt_int task)
{
    return vt_int_is_completed(task);
}

static void ignore(vt_int task, int *count)
{
    (void)task;
    ++*count;
}

static vt_int logged(vt_int task)
{
    cond();
    return task;
}

static vt_int first_of(vt_int one, vt_int other)
{
    vt_int_forget(other);
    return one;
}

int consuming_ok(void)
{
    vt_int task = make();
    return finish(task);
}

int consuming_bad(void)
{
    vt_int task = make(); // expect-note:
    int first = finish(task); // expect-note:
    return first + finish(task); // expect: vt-double-await task
}

int helper_then_await_bad(void)
{
    int value = 0;
    vt_int task = make();
    int first = finish(task);
    int rc = vt_int_await(task, &value); // expect: vt-double-await
    return rc < 0 ? rc : first;
}

int looking_ok(void)
{
    vt_int task = make();
    while (!ready(task))
        cond();
    return finish(task);
}

int looking_only_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return ready(task);
}

int looking_late_bad(void)
{
    vt_int task = make();
    int first = finish(task);
    return ready(task) ? first : 0; // expect: vt-use-after-await
}

void ignoring_ok(int *count)
{
    vt_int task = make();
    ignore(task, count);
    vt_int_forget(task);
}

void ignoring_bad(int *count)
{
    vt_int task = make(); // expect: vt-unawaited
    ignore(task, count);
}

int handed_back_ok(void)
{
    vt_int task = logged(make());
    return finish(task);
}

int handed_back_bad(void)
{
    vt_int task = make();
    vt_int same = logged(task);
    int first = finish(same);
    return first + finish(task); // expect: vt-double-await
}

int one_of_two_ok(void)
{
    return finish(first_of(make(), make()));
}

int one_of_two_bad(void)
{
    vt_int one = make(), other = make();
    vt_int kept = first_of(one, other);
    vt_int_forget(kept);
    vt_int_forget(other); // expect: vt-double-await other
    return 0;
}

/* A function anybody may call: its own double await is its own. */
int inside_callee_bad(vt_int task)
{
    int first = finish(task);
    return first + finish(task); // expect: vt-double-await
}

int inside_caller_ok(void)
{
    return inside_callee_bad(make());
}
