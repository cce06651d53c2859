// A qualifier on a local variable does not hide the task in it; what another qualified variable holds is not known.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);

int volatile_ok(int key)
{
    int value = 0;
    volatile vt_int task = make(key);
    return vt_int_await(task, &value);
}

int volatile_bad(int key)
{
    int value = 0;
    volatile vt_int task = make(key);
    int rc = vt_int_await(task, &value);
    return rc < 0 ? vt_int_await(task, &value) : value; // expect: vt-double-await
}

int asked_twice_bad(int key, volatile int *stop)
{
    int value = 0;
    vt_int task = make(key); // expect: vt-unawaited
    if (*stop)
        vt_int_forget(task);
    if (!*stop)
        return vt_int_await(task, &value); // expect: vt-double-await
    return value;
}

int changed_by_assembler_bad(int key)
{
    int value = 0, mode = 3;
    vt_int task = make(key); // expect: vt-unawaited
    __asm__ volatile("" : "+r"(mode));
    return mode == 3 ? vt_int_await(task, &value) : 0;
}
