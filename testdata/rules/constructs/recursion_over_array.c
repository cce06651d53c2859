// Recursion over an array of tasks: a pointer and a number, one element less each time; halves.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);

static int sum(vt_int *tasks, int count)
{
    int value = 0;
    if (count == 0)
        return 0;
    if (vt_int_await(tasks[0], &value) < 0)
        value = 0;
    return value + sum(tasks + 1, count - 1);
}

int all_ok(void)
{
    vt_int tasks[] = {make(1), make(2), make(3)};
    return sum(tasks, 3);
}

int all_and_the_first_bad(void)
{
    vt_int tasks[] = {make(1), make(2), make(3)};
    int total = sum(tasks, 3);
    vt_int_forget(tasks[0]); // expect: vt-double-await
    return total;
}

static int last(vt_int *tasks, int count)
{
    int value = 0;
    return count == 1 ? vt_int_await(*tasks, &value) : last(tasks + 1, count - 1);
}

int only_the_last_bad(void)
{
    vt_int tasks[] = {make(1), // expect: vt-unawaited
                      make(2)};
    return last(tasks, 2);
}

/* No end to the parts that it may be asked about. */
static int halves(vt_int *tasks, size_t count)
{
    int value = 0;
    if (count == 0)
        return 0;
    if (count == 1)
        return vt_int_await(tasks[0], &value) < 0 ? 0 : value;
    return halves(tasks, count / 2) + halves(tasks + count / 2, count - count / 2);
}

int in_halves_ok(void)
{
    vt_int tasks[] = {make(1), make(2), make(3)};
    return halves(tasks, 3);
}

int in_halves_bad(void)
{
    vt_int tasks[] = {make(1), make(2)};
    int total = halves(tasks, 2);
    vt_int_forget(tasks[1]); // expect: vt-double-await
    return total;
}
