// switch: a case that falls into the next one.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void breaks_ok(int n)
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
        vt_int_forget(task);
    }
}

void falls_bad(int n)
{
    vt_int task = make();
    switch (n) {
    case 1:
        vt_int_forget(task);
        /* fall through */
    case 2:
        vt_int_forget(task); // expect: vt-double-await
        break;
    default:
        vt_int_forget(task);
    }
}

void falls_on_purpose_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 1:
        cond();
        __attribute__((fallthrough));
    case 2:
    case 3:
        vt_int_forget(task);
        break;
    default:
        vt_int_forget(task);
    }
}

void no_default_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    switch (n) {
    case 1:
        vt_int_forget(task);
        break;
    case 2:
        vt_int_forget(task);
        break;
    }
}

void empty_case_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    switch (n) {
    case 1:
        vt_int_forget(task);
        break;
    case 2:
        break;
    default:
        vt_int_forget(task);
    }
}

void after_switch_bad(int n)
{
    vt_int task = make();
    switch (n) {
    case 1:
        vt_int_forget(task);
        break;
    case 2:
        vt_int_forget(task);
        return;
    default:
        break;
    }
    vt_int_forget(task); // expect: vt-double-await
}

void returns_in_cases_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 1:
        vt_int_forget(task);
        return;
    case 2:
        vt_int_forget(task);
        return;
    }
    vt_int_forget(task);
}

void constant_operand_ok(void)
{
    vt_int task = make();
    switch (6) {
    case 6:
        vt_int_forget(task);
        break;
    default:
        vt_int_forget(task);
        vt_int_forget(task);
        break;
    }
}

void operand_consumes_bad(void)
{
    vt_int task = make();
    int value = 0;
    switch (vt_int_await(task, &value)) {
    case 0:
        break;
    default:
        vt_int_forget(task); // expect: vt-double-await
    }
}
