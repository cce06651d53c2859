// default that does not come last.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void middle_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 1:
        vt_int_forget(task);
        break;
    default:
        vt_int_forget(task);
        break;
    case 2:
        vt_int_forget(task);
        break;
    }
}

void middle_falls_bad(int n)
{
    vt_int task = make();
    switch (n) {
    case 1:
        vt_int_forget(task);
        break;
    default:
        vt_int_forget(task);
        /* fall through */
    case 2:
        vt_int_forget(task); // expect: vt-double-await
        break;
    }
}

void first_falls_ok(int n)
{
    vt_int task = make();
    switch (n) {
    default:
        cond();
        /* fall through */
    case 0:
        vt_int_forget(task);
    }
}

void first_leaks_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    switch (n) {
    default:
        cond();
        break;
    case 0:
        vt_int_forget(task);
    }
}

void default_knows_the_cases_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 7:
        break;
    default:
        vt_int_forget(task);
        break;
    case 9:
        break;
    }
    if (n == 7 || n == 9)
        vt_int_forget(task);
}

void default_knows_the_cases_bad(int n)
{
    vt_int task = make();
    switch (n) {
    case 7:
        break;
    default:
        vt_int_forget(task);
        break;
    case 9:
        break;
    }
    if (n == 7 || n == 8 || n == 9)
        vt_int_forget(task); // expect: vt-double-await
}
