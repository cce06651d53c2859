// goto forward.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void skips_ok(int n)
{
    vt_int task = make();
    if (n)
        goto out;
    cond();
out:
    vt_int_forget(task);
}

void skips_consumption_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n)
        goto out;
    vt_int_forget(task);
out:
    cond();
}

void meets_consumption_bad(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        goto out;
    }
    cond();
out:
    vt_int_forget(task); // expect: vt-double-await
}

void two_labels_ok(int n)
{
    vt_int task = make();
    if (n > 0)
        goto positive;
    if (n < 0)
        goto negative;
    vt_int_forget(task);
    return;
positive:
    vt_int_forget(task);
    goto out;
negative:
    vt_int_forget(task);
out:
    cond();
}

void correlated_ok(int n)
{
    vt_int task = make();
    if (n == 3) {
        vt_int_forget(task);
        goto out;
    }
    cond();
out:
    if (n != 3)
        vt_int_forget(task);
}
