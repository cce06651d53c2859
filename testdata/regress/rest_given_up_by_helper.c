// A helper gets the rest of an array, by a pointer into it and how many there are, or where it ends. Which part that is depends on where a loop was left, so each
// place in which it may begin is followed.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);

enum { SLOTS = 8, MANY = 32 };

static void drop(vt_int *tasks, int count)
{
    for (int i = 0; i < count; i++)
        vt_int_forget(tasks[i]);
}

static void drop_between(vt_int *from, const vt_int *end)
{
    while (from < end)
        vt_int_forget(*from++);
}

static int await_all(vt_int *tasks, int count)
{
    int status = 0, value;
    while (count-- > 0)
        if (vt_int_await(*tasks++, &value) < 0)
            status = -1;
    return status;
}

int rest_dropped_ok(void)
{
    vt_int tasks[SLOTS];
    int status = 0, value;
    for (int i = 0; i < SLOTS; i++)
        tasks[i] = start(i);
    for (int i = 0; i < SLOTS; i++) {
        status = vt_int_await(tasks[i], &value);
        if (status < 0) {
            drop(tasks + i + 1, SLOTS - i - 1);
            return status;
        }
    }
    return status;
}

int many_ok(void)
{
    vt_int tasks[MANY];
    int status = 0, value, i;
    for (i = 0; i < MANY; i++)
        tasks[i] = start(i);
    for (i = 0; i < MANY && status == 0; i++)
        status = vt_int_await(tasks[i], &value);
    drop(&tasks[i], MANY - i);
    return status;
}

int as_many_as_asked_ok(const int *numbers, int count)
{
    vt_int tasks[SLOTS];
    int have = 0, value;
    for (; have < SLOTS && have < count; have++)
        tasks[have] = start(numbers[have]);
    for (int i = 0; i < have; i++)
        if (vt_int_await(tasks[i], &value) < 0)
            return await_all(tasks + i + 1, have - i - 1);
    return 0;
}

int up_to_the_end_ok(int count)
{
    vt_int tasks[SLOTS];
    int status = 0, value, i;
    if (count > SLOTS)
        count = SLOTS;
    for (i = 0; i < count; i++)
        tasks[i] = start(i);
    for (i = 0; i < count && status == 0; i++)
        status = vt_int_await(tasks[i], &value);
    drop_between(tasks + i, tasks + count);
    return status;
}

int in_two_parts_ok(int first)
{
    vt_int tasks[SLOTS];
    if (first < 0 || first > SLOTS)
        return -1;
    for (int i = 0; i < SLOTS; i++)
        tasks[i] = start(i);
    int status = await_all(tasks, first);
    drop(tasks + first, SLOTS - first);
    return status;
}

int failed_one_dropped_too_bad(void)
{
    vt_int tasks[SLOTS];
    int status = 0, value;
    for (int i = 0; i < SLOTS; i++)
        tasks[i] = start(i);
    for (int i = 0; i < SLOTS; i++) {
        status = vt_int_await(tasks[i], &value);
        if (status < 0) {
            drop(tasks + i, SLOTS - i); // expect: vt-double-await
            return status;
        }
    }
    return status;
}

int last_one_left_bad(void)
{
    vt_int tasks[SLOTS];
    int status = 0, value;
    for (int i = 0; i < SLOTS; i++)
        tasks[i] = start(i); // expect: vt-unawaited
    for (int i = 0; i < SLOTS; i++) {
        status = vt_int_await(tasks[i], &value);
        if (status < 0) {
            drop(tasks + i + 1, SLOTS - i - 2);
            return status;
        }
    }
    return status;
}

int next_one_left_bad(int count)
{
    vt_int tasks[SLOTS];
    int status = 0, value;
    if (count > SLOTS)
        count = SLOTS;
    for (int i = 0; i < count; i++)
        tasks[i] = start(i); // expect: vt-unawaited
    for (int i = 0; i < count; i++) {
        status = vt_int_await(tasks[i], &value);
        if (status < 0) {
            drop(&tasks[i + 2], count - i - 2);
            break;
        }
    }
    return status;
}
