// Recursion that counts down: neither the task made at the bottom nor the one consumed there is given up on.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int depth);

static vt_int make_deep(int depth)
{
    if (depth > 0)
        return make_deep(depth - 1);
    return make(depth);
}

static void end_deep(vt_int task, int depth)
{
    if (depth <= 0) {
        vt_int_forget(task);
        return;
    }
    end_deep(task, depth - 1);
}

void made_and_ended_ok(int n)
{
    end_deep(make_deep(n), 2);
}

void made_bad(void)
{
    vt_int task = make_deep(2); // expect: vt-unawaited
    (void)task;
}

void ended_bad(int n)
{
    vt_int task = make_deep(n);
    end_deep(task, n);
    end_deep(task, 1); // expect: vt-double-await
}
