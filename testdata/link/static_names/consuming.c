// Static functions and variables of the same name in two files are different things.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

static int enabled = 1;

static int handle(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

int handled_here_ok(void)
{
    return handle(make());
}

int handled_here_bad(void)
{
    vt_int task = make();
    int first = handle(task);
    return first + handle(task); // expect: vt-double-await
}

void enabled_ok(void)
{
    vt_int task = make();
    if (enabled)
        vt_int_forget(task);
}
