// Helpers find the task by a pointer that a global holds.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);
static vt_int *current;

static int await_current(void)
{
    int value = 0;
    return vt_int_await(*current, &value) < 0 ? -1 : value;
}

static bool current_is_there(void)
{
    return vt_int_is_completed(*current);
}

int once_ok(int key)
{
    vt_int task = make(key);
    current = &task;
    while (!current_is_there())
        key++;
    return await_current();
}

int twice_bad(int key)
{
    vt_int task = make(key);
    current = &task;
    int first = await_current();
    return first + await_current(); // expect: vt-double-await
}

int looked_at_bad(int key)
{
    vt_int task = make(key);
    current = &task;
    int first = await_current();
    return current_is_there() ? first : 0; // expect: vt-use-after-await
}

int another_ok(int key)
{
    vt_int task = make(key), other = make(key);
    current = &task;
    int first = await_current();
    current = &other;
    return first + await_current();
}

int never_bad(int key)
{
    vt_int task = make(key); // expect: vt-unawaited
    current = &task;
    return current_is_there();
}
