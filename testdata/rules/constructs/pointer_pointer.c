// Pointers to pointers.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static void drop(vt_int **slot)
{
    vt_int_forget(**slot);
}

static void choose(vt_int **slot, vt_int *task)
{
    *slot = task;
}

void twice_removed_ok(void)
{
    vt_int task = make();
    vt_int *pointer = &task;
    vt_int **slot = &pointer;
    vt_int_forget(**slot);
}

void twice_removed_bad(void)
{
    vt_int task = make();
    vt_int *pointer = &task;
    vt_int **slot = &pointer;
    vt_int_forget(**slot);
    vt_int_forget(*pointer); // expect: vt-double-await
}

void through_calls_bad(void)
{
    vt_int task = make();
    vt_int *pointer = &task;
    drop(&pointer);
    drop(&pointer); // expect: vt-double-await
}

void redirected_ok(void)
{
    vt_int one = make(), other = make();
    vt_int *pointer = &one;
    drop(&pointer);
    choose(&pointer, &other);
    drop(&pointer);
}

void redirected_bad(void)
{
    vt_int one = make(), other = make();
    vt_int *pointer = &one;
    choose(&pointer, &other);
    drop(&pointer);
    vt_int_forget(other); // expect: vt-double-await other
    vt_int_forget(one);
}

void through_void_bad(void)
{
    vt_int task = make();
    void *untyped = &task;
    vt_int_forget(*(vt_int *)untyped);
    vt_int_forget(task); // expect: vt-double-await
}

void through_void_ok(void)
{
    vt_int task = make();
    void *untyped = &task;
    vt_int_forget(*(vt_int *)untyped);
}
