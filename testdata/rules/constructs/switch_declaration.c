// A declaration before the first case is in scope, its initialiser never runs.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void declared_ok(int n)
{
    switch (n) {
        vt_int task;
    case 1:
        task = make();
        vt_int_forget(task);
        break;
    default:
        task = make();
        vt_int_forget(task);
    }
}

void declared_bad(int n)
{
    switch (n) {
        vt_int task;
    case 1:
        task = make();
        vt_int_forget(task);
        vt_int_forget(task); // expect: vt-double-await
        break;
    default:
        task = make(); // expect: vt-unawaited
        if (cond())
            vt_int_forget(task);
    }
}

void statement_before_case_ok(int n)
{
    vt_int task = make();
    switch (n) {
        vt_int_forget(task); /* never reached */
    case 1:
        vt_int_forget(task);
        break;
    default:
        vt_int_forget(task);
    }
}
