// A helper that returns NULL when it left the task alone, and a pointer when it consumed it.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

static const int *now(vt_int task, int *room)
{
    if (!vt_int_is_completed(task))
        return NULL;
    if (vt_int_await(task, room) < 0)
        *room = -1;
    return room;
}

int tested_ok(void)
{
    int room = 0;
    vt_int task = make(1);
    const int *value = now(task, &room);
    if (value != NULL)
        return *value;
    vt_int_forget(task);
    return 0;
}

int tested_bad(void)
{
    int room = 0;
    vt_int task = make(1); // expect: vt-unawaited task
    const int *value = now(task, &room);
    return value != NULL ? *value : -1;
}

int tested_wrongly_bad(void)
{
    int room = 0, other = 0;
    vt_int task = make(1);
    if (now(task, &room) != NULL)
        return vt_int_await(task, &other); // expect: vt-double-await task
    vt_int_forget(task);
    return 0;
}
