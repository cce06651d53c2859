// Computed goto reaches every label whose address was taken.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void separate_ok(int n)
{
    static void *const labels[] = {&&wait, &&drop};
    vt_int task = make();
    int value = 0, rc = 0;
    goto *labels[n != 0];
wait:
    rc = vt_int_await(task, &value);
    if (rc < 0)
        cond();
    return;
drop:
    vt_int_forget(task);
}

void falls_bad(int n)
{
    static void *const labels[] = {&&wait, &&drop};
    vt_int task = make();
    int value = 0, rc = 0;
    goto *labels[n != 0];
wait:
    rc = vt_int_await(task, &value);
    if (rc < 0)
        cond();
drop:
    vt_int_forget(task); // expect: vt-double-await
}

void one_leaks_bad(int n)
{
    static void *const labels[] = {&&leave, &&drop};
    vt_int task = make(); // expect: vt-unawaited
    goto *labels[n != 0];
leave:
    return;
drop:
    vt_int_forget(task);
}

int interpreter_ok(const unsigned char *program)
{
    static void *const labels[] = {&&next, &&stop};
    vt_int task = make();
    int value = 0, rc;
    goto *labels[*program++ & 1];
next:
    goto *labels[*program++ & 1];
stop:
    rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}
