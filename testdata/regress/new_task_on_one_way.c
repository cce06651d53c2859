// A helper stores a new task on one way and nothing on the other: its caller has to look, also where nobody asks for the result.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make_ready(int result);
int pick(void);

static int try_open(vt_int *out)
{
    if (pick() == 1)
        return -1;
    *out = make_ready(0);
    return 0;
}

int result_ignored_bad(void)
{
    vt_int task;
    int rc = try_open(&task); // expect: vt-unawaited
    (void)rc;
    return 0;
}

int result_asked_ok(void)
{
    vt_int task;
    if (try_open(&task) == 0)
        vt_int_forget(task);
    return 0;
}
