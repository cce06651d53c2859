// A qualifier on a local variable hides neither the task in it nor what it holds; what another qualified variable holds is not known.
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

int volatile_flag_ok(int key)
{
    volatile int is_begun = 0;
    vt_int task;
    if (key > 0) {
        task = make(key);
        is_begun = 1;
    }
    return is_begun ? vt_int_await(task, &(int){0}) : 0;
}

int volatile_flag_bad(int key)
{
    volatile int is_begun = 0;
    vt_int task;
    if (key > 0) {
        task = make(key); // expect: vt-unawaited
        is_begun = 1;
    }
    return is_begun && key > 1 ? vt_int_await(task, &(int){0}) : 0;
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
