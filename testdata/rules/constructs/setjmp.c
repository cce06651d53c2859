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

int first_time_bad(void)
{
    int value = 0;
    vt_int task = make();
    if (setjmp(target) != 0)
        return -1;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? vt_int_await(task, &value) : value; // expect: vt-double-await task
}

int made_inside_bad(int n)
{
    int value = 0;
    if (setjmp(target) != 0)
        return -1;
    vt_int task = make(); // expect: vt-unawaited task
    if (n < 0)
        return -1;
    return vt_int_await(task, &value);
}

int second_time_bad(int n)
{
    int value = 0;
    if (setjmp(target) == 0)
        return cond();
    vt_int task = make(); // expect: vt-unawaited task
    return n > 0 ? vt_int_await(task, &value) : 0;
}

int guarded_ok(int n)
{
    int value = 0;
    volatile int is_started = 0;
    vt_int task;
    if (setjmp(target) != 0) {
        if (is_started)
            vt_int_forget(task);
        return -1;
    }
    if (n < 0)
        longjmp(target, 1);
    task = make();
    is_started = 1;
    cond();
    is_started = 0;
    return vt_int_await(task, &value);
}

static int awaited_or_not(vt_int task)
{
    int value = 0;
    if (setjmp(target) != 0)
        return -1;
    return vt_int_await(task, &value);
}

int in_a_callee_ok(void)
{
    return awaited_or_not(make());
}

int in_a_callee_bad(void)
{
    vt_int task = make();
    int rc = awaited_or_not(task);
    return rc >= 0 ? awaited_or_not(task) : rc; // expect: vt-double-await task
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
