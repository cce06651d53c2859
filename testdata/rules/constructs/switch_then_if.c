// switch and if on the same value agree.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

enum mode { WAIT, DROP, LATER };

void agrees_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 1:
        vt_int_forget(task);
        break;
    case 2:
        vt_int_forget(task);
        break;
    default:
        break;
    }
    if (n != 1 && n != 2)
        vt_int_forget(task);
}

void agrees_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    switch (n) {
    case 1:
        vt_int_forget(task);
        break;
    case 2:
        vt_int_forget(task);
        break;
    default:
        break;
    }
    if (n == 2)
        vt_int_forget(task); // expect: vt-double-await
}

void if_then_switch_ok(int n)
{
    vt_int task = make();
    if (n == 5)
        vt_int_forget(task);
    switch (n) {
    case 5:
        break;
    default:
        vt_int_forget(task);
    }
}

void if_then_switch_bad(int n)
{
    vt_int task = make();
    if (n == 5)
        vt_int_forget(task);
    switch (n) {
    case 4:
    case 5:
        vt_int_forget(task); // expect: vt-double-await
        break;
    default:
        vt_int_forget(task);
    }
}

void two_switches_ok(enum mode mode)
{
    vt_int task;
    switch (mode) {
    case WAIT:
    case DROP:
        task = make();
        break;
    case LATER:
        break;
    }
    cond();
    switch (mode) {
    case WAIT:
        vt_int_forget(task);
        break;
    case DROP:
        vt_int_forget(task);
        break;
    case LATER:
        break;
    }
}

void two_switches_bad(enum mode mode)
{
    vt_int task;
    switch (mode) {
    case WAIT:
    case DROP:
        task = make(); // expect: vt-unawaited
        break;
    case LATER:
        break;
    }
    cond();
    switch (mode) {
    case WAIT:
        vt_int_forget(task);
        break;
    case DROP:
    case LATER:
        break;
    }
}
