// setjmp and longjmp: what cannot be followed is not reported; what has nothing to do with it is.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <setjmp.h>

static jmp_buf target;

void around_setjmp_ok(void)
{
    vt_int task = make();
    if (setjmp(target) == 0) {
        vt_int_forget(task);
        cond();
    }
}

int after_return_ok(void)
{
    volatile int tries = 0;
    vt_int task = make();
    if (setjmp(target) != 0)
        tries = tries + 1;
    vt_int_forget(task);
    return tries;
}

int jumps_away_ok(int n)
{
    vt_int task = make();
    if (n < 0)
        longjmp(target, 1);
    vt_int_forget(task);
    return n;
}

void jump_ends_path_ok(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        longjmp(target, 1);
    }
    vt_int_forget(task);
}

void before_jump_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
    longjmp(target, 1);
}

void on_path_without_jump_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n < 0)
        longjmp(target, 1);
    if (n > 5)
        vt_int_forget(task);
}
