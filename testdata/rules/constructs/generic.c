// _Generic chooses one association by type; the others are never evaluated.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
VT_DEFINE(long, long);

vt_int make(void);
vt_long make_long(void);

#define AWAIT(task, out) _Generic((task), vt_int: vt_int_await, vt_long: vt_long_await)((task), (out))
#define FORGET(task) _Generic((task), vt_long: vt_long_forget, vt_int: vt_int_forget)(task)
#define READY(task) _Generic((task), vt_int: vt_int_is_completed, default: vt_long_is_completed)(task)

long both_types_ok(void)
{
    int small = 0;
    long large = 0;
    int rc = AWAIT(make(), &small);
    if (rc < 0)
        return rc;
    rc = AWAIT(make_long(), &large);
    return rc < 0 ? rc : small + large;
}

void by_type_bad(void)
{
    vt_int task = make();
    vt_long other = make_long();
    FORGET(task);
    FORGET(other);
    FORGET(task); // expect: vt-double-await
}

void observes_ok(void)
{
    vt_long task = make_long();
    if (READY(task))
        FORGET(task);
    else
        FORGET(task);
}

void observes_bad(void)
{
    vt_long task = make_long(); // expect: vt-unawaited
    if (READY(task))
        FORGET(task);
}

int not_evaluated_ok(void)
{
    vt_int task = make();
    int which = _Generic(task, vt_int: 1, vt_long: 2);
    vt_int_forget(task);
    return which + _Generic(make(), vt_int: 0, default: 1);
}

int not_chosen_ok(void)
{
    int value = 0;
    vt_int task = make();
    int rc = _Generic(value, int: vt_int_await(task, &value), long: vt_int_await_timeout(task, 1, &value));
    return rc < 0 ? rc : value;
}

int not_chosen_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    int rc = _Generic(value, int: 0, default: vt_int_await(task, &value));
    return vt_int_is_completed(task) ? rc : value;
}
