// Recursion over an array of tasks by an index.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);

static int from(vt_int *tasks, int at, int count)
{
    int value = 0;
    if (at >= count)
        return 0;
    int rc = vt_int_await(tasks[at], &value);
    return rc + from(tasks, at + 1, count);
}

int by_index_ok(void)
{
    vt_int tasks[] = {make(1), make(2)};
    return from(tasks, 0, 2);
}

int by_index_again_bad(void)
{
    vt_int tasks[] = {make(1), make(2)};
    int rc = from(tasks, 0, 2);
    return rc + from(tasks, 1, 2); // expect: vt-double-await
}

enum { MANY = 12 };

static int backwards(vt_int *tasks, int count)
{
    if (count <= 0)
        return 0;
    int rc = backwards(tasks, count - 1);
    return rc | vt_int_await(tasks[count - 1], &(int){0});
}

int others_first_ok(void)
{
    vt_int tasks[MANY];
    for (int i = 0; i < MANY; i++)
        tasks[i] = make(i);
    return backwards(tasks, MANY);
}

int others_first_again_bad(void)
{
    vt_int tasks[MANY];
    for (int i = 0; i < MANY; i++)
        tasks[i] = make(i);
    int rc = backwards(tasks, MANY);
    return rc | vt_int_await(tasks[3], &(int){0}); // expect: vt-double-await
}

int last_left_bad(void)
{
    vt_int tasks[MANY];
    for (int i = 0; i < MANY; i++)
        tasks[i] = make(i); // expect: vt-unawaited
    return backwards(tasks, MANY - 1);
}
