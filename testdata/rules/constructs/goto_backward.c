// goto backward: a loop by hand.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void again_bad(void)
{
    vt_int task = make();
again:
    vt_int_forget(task); // expect: vt-double-await
    if (cond())
        goto again;
}

void fresh_ok(void)
{
    vt_int task;
again:
    task = make();
    vt_int_forget(task);
    if (cond())
        goto again;
}

void fresh_overwrites_bad(void)
{
    vt_int task;
again:
    task = make(); // expect: vt-unawaited
    if (cond())
        goto again;
    vt_int_forget(task);
}

int retry_ok(void)
{
    int value = 0, rc, tries = 0;
    vt_int task;
again:
    task = make();
    rc = vt_int_await(task, &value);
    if (rc < 0 && tries++ < 3)
        goto again;
    return rc < 0 ? rc : value;
}

int retry_bad(void)
{
    int value = 0, rc, tries = 0;
    vt_int task = make();
again:
    rc = vt_int_await(task, &value); // expect: vt-double-await
    if (rc < 0 && tries++ < 3)
        goto again;
    return rc < 0 ? rc : value;
}

void once_by_flag_ok(void)
{
    vt_int task = make();
    bool second = false;
again:
    if (!second)
        vt_int_forget(task);
    if (!second) {
        second = true;
        goto again;
    }
}
