// goto into and out of blocks.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void out_of_block_bad(int n)
{
    if (n) {
        vt_int task = make(); // expect: vt-unawaited
        if (n == 2)
            goto out;
        vt_int_forget(task);
    }
out:
    cond();
}

void out_of_block_ok(int n)
{
    if (n) {
        vt_int task = make();
        if (n == 2) {
            vt_int_forget(task);
            goto out;
        }
        vt_int_forget(task);
    }
out:
    cond();
}

void out_of_loops_bad(void)
{
    vt_int task = make();
    while (cond()) {
        while (cond()) {
            vt_int_forget(task);
            goto out;
        }
    }
out:
    vt_int_forget(task); // expect: vt-double-await
}

void into_block_ok(int n)
{
    vt_int task = make();
    if (n == 1)
        goto inside;
    if (n == 2) {
        cond();
inside:
        vt_int_forget(task);
    } else {
        vt_int_forget(task);
    }
}

void into_block_bad(int n)
{
    vt_int task = make();
    if (n == 1) {
        vt_int_forget(task);
        goto inside;
    }
    if (n == 2) {
        cond();
inside:
        vt_int_forget(task); // expect: vt-double-await
    } else {
        vt_int_forget(task);
    }
}

void into_loop_bad(int n)
{
    vt_int task = make();
    if (n)
        goto inside;
    vt_int_forget(task);
    while (cond()) {
inside:
        vt_int_forget(task); // expect: vt-double-await
    }
}
