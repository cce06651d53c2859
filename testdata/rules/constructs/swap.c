// Copies: several names of one task; swaps through a temporary.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

void copy_ok(void)
{
    vt_int task = make();
    vt_int copy = task;
    vt_int_forget(copy);
}

void copy_bad(void)
{
    vt_int task = make();
    vt_int copy = task;
    vt_int_forget(task);
    vt_int_forget(copy); // expect: vt-double-await
}

void copy_of_copy_bad(void)
{
    vt_int task = make();
    vt_int copy = task, third;
    third = copy;
    vt_int_forget(third);
    vt_int_forget(task); // expect: vt-double-await
}

void swapped_ok(void)
{
    vt_int left = make(), right = make();
    vt_int spare = left;
    left = right;
    right = spare;
    vt_int_forget(left);
    vt_int_forget(right);
}

void swapped_bad(void)
{
    vt_int left = make(), right = make();
    vt_int spare = left;
    left = right;
    right = spare;
    vt_int_forget(left);
    vt_int_forget(right);
    vt_int_forget(spare); // expect: vt-double-await
}

void swapped_wrongly_bad(void)
{
    vt_int left = make(); // expect: vt-unawaited left
    vt_int right = make();
    left = right;
    right = left;
    vt_int_forget(left);
    vt_int_forget(right); // expect: vt-double-await
}

static void swap(vt_int *left, vt_int *right)
{
    vt_int spare = *left;
    *left = *right;
    *right = spare;
}

void swapped_by_helper_ok(void)
{
    vt_int left = make(), right = make();
    vt_int_forget(left);
    swap(&left, &right);
    vt_int_forget(left);
}

void swapped_by_helper_bad(void)
{
    vt_int left = make(), right = make();
    vt_int_forget(left);
    swap(&left, &right);
    vt_int_forget(right); // expect: vt-double-await
    vt_int_forget(left);
}

void copied_after_ok(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int unused __attribute__((unused)) = task;
    task = vt_int_from_result(0);
    vt_int_forget(task);
}
