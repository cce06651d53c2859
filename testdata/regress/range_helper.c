// A helper that has nothing to do with tasks and returns in three ways: below, above, between.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int fetch(int port);

static bool in_range(int n, int from, int to)
{
    return from <= n && n <= to;
}

int asked_twice_ok(int port)
{
    int value = 0;
    vt_int task;
    if (in_range(port, 1024, 65535))
        task = fetch(port);
    return in_range(port, 1024, 65535) ? vt_int_await(task, &value) : -1;
}

int asked_for_less_bad(int port)
{
    int value = 0;
    vt_int task;
    if (in_range(port, 1024, 65535))
        task = fetch(port); // expect: vt-unawaited task
    return in_range(port, 1024, 49151) ? vt_int_await(task, &value) : -1;
}
