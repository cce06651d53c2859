// What is stored to a local object whose address unseen code has is not taken to be changed by it; what waits there for a change is.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
void note(void);
bool query(int n, int *rc);
struct timer { int armed; };
void timer_init(struct timer *t);
static struct { int started; } state;
int global_mode;
int local_ok(int n)
{
    int rc;
    if (!query(n, &rc))
        return -1;
    vt_int t = make(n);
    rc = n > 3 ? 0 : -1;
    note();
    if (rc < 0) {
        vt_int_forget(t);
        return -1;
    }
    return rc == 0 ? vt_int_await(t, &(int){0}) : 0;
}

int struct_ok(int n)
{
    struct timer tm;
    vt_int t;
    timer_init(&tm);
    tm.armed = n > 3;
    if (n > 3)
        t = make(n);
    note();
    return tm.armed ? vt_int_await(t, &(int){0}) : 0;
}

int static_ok(int n)
{
    vt_int t;
    state.started = 0;
    if (n) {
        t = make(n);
        state.started++;
    }
    note();
    return state.started ? vt_int_await(t, &(int){0}) : 0;
}

int global_ok(int n)
{
    vt_int t;
    global_mode = n > 3;
    if (global_mode)
        t = make(n);
    note();
    return global_mode ? vt_int_await(t, &(int){0}) : 0;
}

struct request { int done; int error; };
void submit(struct request *r);
void pump(void);
int polled_bad(void)
{
    struct request r = {0};
    vt_int t = make(1); // expect: vt-unawaited
    submit(&r);
    pump();
    if (r.done)
        return r.error;
    return vt_int_await(t, &(int){0});
}

int reset_bad(int n)
{
    struct request r;
    vt_int t;
    submit(&r);
    r.done = 0;
    t = make(n); // expect: vt-unawaited
    pump();
    if (r.done)
        return -1;
    return vt_int_await(t, &(int){0});
}

int flag_ok(int n)
{
    bool started;
    vt_int t;
    if (!query(n, (int *)&started))
        return -1;
    started = false;
    if (n > 3) {
        t = make(n);
        started = true;
    }
    note();
    return started ? vt_int_await(t, &(int){0}) : 0;
}
