// Operands that are never evaluated do nothing.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void sizeof_ok(void)
{
    int value = 0;
    vt_int task = make();
    cond();
    if (sizeof(vt_int_await(task, &value)) == sizeof(int))
        vt_int_forget(task);
}

unsigned long sizeof_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    return sizeof(vt_int_await(task, &value)) + sizeof task;
}

unsigned long sizeof_after_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    return sizeof(task) + sizeof(vt_int_is_completed(task)) + _Alignof(vt_int);
}

void typeof_ok(void)
{
    __typeof__(make()) task = make();
    __typeof__(task) copy = task;
    vt_int_forget(copy);
}

void typeof_bad(void)
{
    __typeof__(make()) task = make();
    __typeof__(task) copy = task;
    vt_int_forget(copy);
    vt_int_forget(task); // expect: vt-double-await
}

int constant_p_ok(void)
{
    int value = 0;
    vt_int task = make();
    if (__builtin_constant_p(vt_int_await(task, &value)))
        return -1;
    vt_int_forget(task);
    return __builtin_types_compatible_p(__typeof__(task), vt_int);
}

int constant_p_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited
    return __builtin_constant_p(vt_int_await(task, &value));
}

int choose_ok(void)
{
    int value = 0;
    vt_int task = make();
    return __builtin_choose_expr(sizeof(int) == 4, vt_int_await(task, &value), vt_int_await_timeout(task, 1, &value));
}

int choose_bad(void)
{
    int value = 0;
    vt_int task = make();
    int rc = __builtin_choose_expr(1, vt_int_await(task, &value), 0);
    vt_int_forget(task); // expect: vt-double-await
    return rc;
}
