// A pointer that walks over an array of tasks meets each of them once.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

void walked_ok(void)
{
    vt_int tasks[3] = {make(), make(), make()};
    for (vt_int *task = tasks; task < tasks + 3; task++)
        vt_int_forget(*task);
}

void walked_to_end_ok(void)
{
    vt_int tasks[2] = {make(), make()};
    vt_int *end = tasks + 2;
    for (vt_int *task = tasks; task != end; ++task)
        vt_int_forget(*task);
}

void walked_again_bad(void)
{
    vt_int tasks[2] = {make(), make()};
    for (vt_int *task = tasks; task < tasks + 2; task++)
        vt_int_forget(*task);
    vt_int_forget(tasks[1]); // expect: vt-double-await
}

void walked_too_short_bad(void)
{
    vt_int tasks[3] = {make(), make(), make()}; // expect: vt-unawaited
    for (vt_int *task = tasks; task < tasks + 2; task++)
        vt_int_forget(*task);
}
