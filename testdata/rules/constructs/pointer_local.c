// Pointers to local tasks.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static void drop(vt_int *task)
{
    vt_int_forget(*task);
}

static bool ready(const vt_int *task)
{
    return vt_int_is_completed(*task);
}

void through_pointer_ok(void)
{
    vt_int task = make();
    vt_int *alias = &task;
    vt_int_forget(*alias);
}

void through_pointer_bad(void)
{
    vt_int task = make();
    vt_int *alias = &task;
    vt_int_forget(*alias);
    vt_int_forget(task); // expect: vt-double-await
}

void two_pointers_bad(void)
{
    vt_int task = make();
    vt_int *left = &task, *right = left;
    vt_int_forget(*left);
    vt_int_forget(*right); // expect: vt-double-await
}

void by_address_ok(void)
{
    vt_int task = make();
    drop(&task);
}

void by_address_bad(void)
{
    vt_int task = make();
    drop(&task);
    drop(&task); // expect: vt-double-await
}

void look_by_address_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    if (ready(&task))
        cond();
}

void look_by_address_late_bad(void)
{
    vt_int task = make();
    drop(&task);
    if (ready(&task)) // expect: vt-use-after-await
        cond();
}

void moved_pointer_ok(void)
{
    vt_int one = make(), other = make();
    vt_int *current = &one;
    vt_int_forget(*current);
    current = &other;
    vt_int_forget(*current);
}

void moved_pointer_bad(int n)
{
    vt_int one = make();
    vt_int other = make(); // expect: vt-unawaited other
    vt_int *current = n ? &one : &other;
    vt_int_forget(one);
    vt_int_forget(*current); // expect: vt-double-await
}

void written_through_ok(void)
{
    vt_int task = make();
    vt_int *alias = &task;
    vt_int_forget(task);
    *alias = make();
    vt_int_forget(task);
}

void written_through_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    vt_int *alias = &task;
    *alias = make();
    vt_int_forget(task);
}

/* What a pointer parameter points to is followed inside the function. */
int parameter_bad(vt_int *task)
{
    int value = 0;
    int rc = vt_int_await(*task, &value);
    if (rc < 0)
        vt_int_forget(*task); // expect: vt-double-await
    return value;
}
