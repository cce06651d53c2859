// A task that a small function refuses is not named after the place it never reached, and the branch by which its caller goes on is told, though the path knows the answer.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int id);

static bool put(vt_int *slot, int id, vt_int task)
{
    if (id < 0)
        return false;
    *slot = task;
    return true;
}

static void keep(vt_int *slot, vt_int task)
{
    *slot = task;
}

int refused_bad(int id)
{
    int value = 0;
    vt_int slot, task = start(id);  // expect: vt-unawaited task
    if (!put(&slot, id, task))      // expect-note: taking the true branch
        return -1;
    vt_int_await(slot, &value);
    return value;
}

int made_for_it_bad(int id)
{
    int value = 0;
    vt_int slot;
    if (!put(&slot, id, start(id))) // expect: vt-unawaited the task returned by 'start'
        return -1;
    vt_int_await(slot, &value);
    return value;
}

int kept_bad(int id)
{
    int value = 0;
    vt_int slot;
    keep(&slot, start(id));         // expect: vt-unawaited 'slot'
    if (id < 0)
        return -1;
    vt_int_await(slot, &value);
    return value;
}

int refused_ok(int id)
{
    int value = 0;
    vt_int slot, task = start(id);
    if (!put(&slot, id, task)) {
        vt_int_forget(task);
        return -1;
    }
    vt_int_await(slot, &value);
    return value;
}
