// What files without value tasks do counts where code with value tasks calls it.
#include <valuetask/valuetask.h>

#include "support.h"

VT_DEFINE(int, int);

vt_int fetch(int port);

int constant_elsewhere_ok(int port)
{
    int value = 0;
    vt_int task = fetch(port);
    int rc = vt_int_await(task, &value);
    if (is_traced)
        rc = vt_int_await(task, &value); // alone: vt-double-await
    return rc;
}

int never_written_bad(int port)
{
    int value = 0;
    vt_int task = fetch(port);
    int rc = vt_int_await(task, &value);
    if (retries == 3)
        rc = vt_int_await(task, &value); // expect: vt-double-await task
    return rc;
}

int asked_twice_ok(int port)
{
    int value = 0;
    vt_int task;
    if (is_enabled())
        task = fetch(port); // alone: vt-unawaited
    return is_enabled() ? vt_int_await(task, &value) : -1;
}

int another_answer_bad(int port)
{
    int value = 0;
    vt_int task = fetch(port); // expect: vt-unawaited task
    if (is_lucky())
        return vt_int_await(task, &value);
    if (!is_lucky())
        vt_int_forget(task);
    return -1;
}

int never_returns_ok(int port)
{
    int value = 0;
    vt_int task = fetch(port);
    if (port == 0)
        die("no port");
    return vt_int_await(task, &value);
}

int required_ok(int port)
{
    int value = 0;
    vt_int task = fetch(port);
    REQUIRE(port > 0);
    return vt_int_await(task, &value);
}

int checked_ok(int port)
{
    int value = 0;
    vt_int task;
    if (check_port(port) == 0)
        task = fetch(port); // alone: vt-unawaited
    if (check_port(port) != 0)
        return -1;
    return vt_int_await(task, &value);
}

int checked_bad(int port)
{
    int value = 0;
    vt_int task = fetch(port); // expect: vt-unawaited task
    if (check_port(port) < 0)
        return -1;
    return vt_int_await(task, &value);
}
