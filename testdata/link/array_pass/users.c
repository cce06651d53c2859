// The other side.
#include "array.h"

void both_ok(void)
{
    vt_int tasks[2];
    fill_two(tasks);
    drop_both(tasks);
}

void both_bad(void)
{
    vt_int tasks[2];
    fill_two(tasks);
    drop_both(tasks);
    vt_int_forget(tasks[1]); // expect: vt-double-await
}

void first_bad(void)
{
    vt_int tasks[2];
    fill_two(tasks); // expect: vt-unawaited
    drop_first(&tasks[1]);
}

void second_ok(void)
{
    vt_int tasks[2];
    fill_two(tasks);
    drop_first(&tasks[1]);
    drop_first(&tasks[0]);
}
