// A recursion that fills an out-parameter on some paths: that it may give no task at all is not joined with that it gives one.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);

static bool start_odd(int n, vt_int *task);

static bool start_even(int n, vt_int *task)
{
    if (n == 0) {
        *task = start(0);
        return true;
    }
    return start_odd(n - 1, task);
}

static bool start_odd(int n, vt_int *task)
{
    return n != 0 && start_even(n - 1, task);
}

int even_ok(int n)
{
    vt_int task;
    return start_even(n, &task) ? vt_int_await(task, NULL) : 0;
}

int only_small_bad(int n)
{
    vt_int task;
    if (!start_even(n, &task)) // expect: vt-unawaited task
        return 0;
    return n > 7 ? 1 : vt_int_await(task, NULL);
}

int twice_bad(int n)
{
    vt_int task;
    if (!start_even(n, &task))
        return 0;
    int status = vt_int_await(task, NULL);
    return n > 7 ? vt_int_await(task, NULL) : status; // expect: vt-double-await task
}

/* The caller knows how deep it goes. */
static void fill(vt_int *tasks, int n)
{
    if (n == 0)
        return;
    tasks[0] = start(n);
    fill(tasks + 1, n - 1);
}

static int drain(vt_int *tasks, int n)
{
    if (n == 0)
        return 0;
    int status = vt_int_await(tasks[n - 1], NULL);
    return status | drain(tasks, n - 1);
}

int four_ok(void)
{
    vt_int tasks[4];
    fill(tasks, 4);
    return drain(tasks, 4);
}

int last_left_bad(void)
{
    vt_int tasks[4];
    fill(tasks, 4); // expect: vt-unawaited
    return drain(tasks, 3);
}

int last_twice_bad(void)
{
    vt_int tasks[4];
    fill(tasks, 4);
    int status = drain(tasks, 4);
    return status | vt_int_await(tasks[3], NULL); // expect: vt-double-await
}
