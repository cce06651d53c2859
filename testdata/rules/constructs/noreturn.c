// Calls that never return end the path.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <stdlib.h>

_Noreturn void die(const char *why);
void fail(const char *why) __attribute__((noreturn));
void complain(const char *why);

static void leave(int code)
{
    complain("leaving");
    exit(code);
}

static void spin(void)
{
    for (;;)
        complain("forever");
}

void exit_ok(int n)
{
    vt_int task = make();
    if (n)
        exit(1);
    vt_int_forget(task);
}

void abort_ok(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        abort();
    }
    vt_int_forget(task);
}

void keyword_ok(int n)
{
    vt_int task = make();
    if (n)
        vt_int_forget(task);
    if (n)
        die("n");
    vt_int_forget(task);
}

void attribute_ok(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        fail("n");
    }
    vt_int_forget(task);
}

void derived_ok(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        leave(n);
    }
    vt_int_forget(task);
}

void endless_ok(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        spin();
    }
    vt_int_forget(task);
}

void returning_call_bad(int n)
{
    vt_int task = make();
    if (n) {
        vt_int_forget(task);
        complain("n");
    }
    vt_int_forget(task); // expect: vt-double-await
}

void before_exit_bad(int n)
{
    vt_int task = make();
    vt_int_forget(task);
    if (n) {
        vt_int_forget(task); // expect: vt-double-await
        exit(1);
    }
}

void other_path_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    if (n > 1)
        exit(1);
    if (n < 0)
        vt_int_forget(task);
}

void unreachable_ok(int n)
{
    vt_int task = make();
    switch (n) {
    case 0:
        vt_int_forget(task);
        break;
    case 1:
        vt_int_forget(task);
        break;
    default:
        __builtin_unreachable();
    }
}
