// Functions that call each other.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static int odd(vt_int task, unsigned n);

static int even(vt_int task, unsigned n)
{
    int value = 0;
    if (n != 0)
        return odd(task, n - 1);
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static int odd(vt_int task, unsigned n)
{
    if (n != 0)
        return even(task, n - 1);
    vt_int_forget(task);
    return -1;
}

static bool ping(vt_int task, int n);

static bool pong(vt_int task, int n)
{
    return n > 0 ? ping(task, n - 1) : vt_int_is_completed(task);
}

static bool ping(vt_int task, int n)
{
    return n > 0 ? pong(task, n - 1) : false;
}

int parity_ok(unsigned n)
{
    return even(make(), n);
}

int parity_bad(unsigned n)
{
    vt_int task = make();
    int rc = even(task, n);
    return rc < 0 ? odd(task, n) : rc; // expect: vt-double-await
}

int ping_pong_ok(int n)
{
    vt_int task = make();
    bool ready = ping(task, n);
    vt_int_forget(task);
    return ready;
}

int ping_pong_bad(int n)
{
    vt_int task = make(); // expect: vt-unawaited
    return pong(task, n);
}
