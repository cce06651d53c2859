// Calls through function pointers whose targets are visible.
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

static int discard(vt_int task)
{
    vt_int_forget(task);
    return 0;
}

static int look(vt_int task)
{
    return vt_int_is_completed(task);
}

typedef int (*operation)(vt_int task);

int one_target_ok(void)
{
    operation op = finish;
    return op(make());
}

int one_target_bad(void)
{
    operation op = finish;
    vt_int task = make();
    int first = op(task);
    return first + op(task); // expect: vt-double-await
}

int two_targets_ok(int n)
{
    operation op = n ? finish : discard;
    vt_int task = make();
    return op(task);
}

int two_targets_bad(int n)
{
    operation op = n ? finish : discard;
    vt_int task = make();
    int first = op(task);
    return first + finish(task); // expect: vt-double-await
}

int looks_ok(void)
{
    operation op = &look;
    vt_int task = make();
    int ready = (*op)(task);
    return ready + finish(task);
}

int looks_bad(void)
{
    operation op = &look;
    vt_int task = make(); // expect: vt-unawaited
    return (*op)(task);
}

int looks_late_bad(void)
{
    operation op = look;
    vt_int task = make();
    int first = finish(task);
    return first + op(task); // expect: vt-use-after-await
}

int maybe_looks_bad(int n)
{
    operation op = look;
    if (n > 2)
        op = finish;
    vt_int task = make(); // expect: vt-unawaited
    return op(task);
}

int known_by_condition_ok(int n)
{
    operation op = look;
    if (n > 2)
        op = finish;
    vt_int task = make();
    int sum = op(task);
    if (n <= 2)
        sum += finish(task);
    return sum;
}

static int apply(operation op, vt_int task)
{
    return op(task);
}

int as_argument_ok(void)
{
    return apply(finish, make());
}

int as_argument_bad(void)
{
    vt_int task = make();
    int first = apply(finish, task);
    return first + apply(discard, task); // expect: vt-double-await
}

int unknown_target_ok(operation op)
{
    vt_int task = make();
    return op(task);
}
