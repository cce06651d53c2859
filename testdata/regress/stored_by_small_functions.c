// A small function that stores a task is judged where it is called; the store stands where it is written all the same, once. What is overwritten is lost there, and not where the function returns.
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);

static vt_int kept; // expect: vt-field-storage kept

static void keep(vt_int task)
{
    kept = task; // expect-note: stored
}

static void put(vt_int *place, vt_int task)
{
    *place = task; // expect: vt-field-storage heap
}

void kept_twice(void)
{
    keep(start(1));
    keep(start(2));
}

int on_the_heap(void)
{
    vt_int *place = malloc(sizeof *place);
    if (place == NULL)
        return -1;
    put(place, start(1));
    int status = vt_int_await(*place, NULL);
    free(place);
    return status;
}

int in_a_local_ok(void)
{
    vt_int task;
    put(&task, start(1));
    return vt_int_await(task, NULL);
}

int overwritten_bad(void)
{
    vt_int task = start(1); // expect: vt-unawaited overwritten
    put(&task, start(2));
    return vt_int_await(task, NULL);
}

int overwritten_in_place_bad(void)
{
    vt_int task = start(1); // expect: vt-unawaited overwritten
    task = start(2);
    return vt_int_await(task, NULL);
}
