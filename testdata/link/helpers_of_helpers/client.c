// Helpers without value tasks that only other helpers call, four files away at most.
#include <valuetask/valuetask.h>

#include "policy.h"

VT_DEFINE(int, int);

vt_int fetch(int port);

int asked_twice_ok(int port)
{
    int value = 0;
    vt_int task;
    if (is_allowed(port))
        task = fetch(port); // alone: vt-unawaited
    return is_allowed(port) ? vt_int_await(task, &value) : -1;
}

int another_port_bad(int port, int other)
{
    int value = 0;
    vt_int task = fetch(port); // expect: vt-unawaited task
    return is_allowed(other) ? vt_int_await(task, &value) : -1;
}

int never_returns_ok(int port)
{
    int value = 0;
    vt_int task = fetch(port);
    if (!is_allowed(port))
        refuse(port);
    return vt_int_await(task, &value);
}

int may_return_bad(int port)
{
    int value = 0;
    vt_int task = fetch(port); // expect: vt-unawaited task
    if (is_allowed(port))
        return vt_int_await(task, &value);
    complain(port);
    return -1;
}

int never_strict_ok(int port)
{
    int value = 0;
    vt_int task = fetch(port);
    int rc = vt_int_await(task, &value);
    if (is_strict())
        rc = vt_int_await(task, &value); // alone: vt-double-await
    return rc;
}

int strict_later_bad(int port)
{
    int value = 0;
    vt_int task = fetch(port);
    int rc = vt_int_await(task, &value);
    if (is_verbose())
        rc = vt_int_await(task, &value); // expect: vt-double-await task
    return rc;
}
