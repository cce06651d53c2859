// A helper clears an error that its caller keeps, makes a task by unseen code, and returns: the caller asks for the error. What lay there before that code ran is told to callers.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int);
void note(const char *text);
struct conn { bool on; int error, state; };
static int last_error;
static void start(struct conn *c, vt_int *t)
{
    c->error = 0;
    if (!c->on) {
        c->error = -ENOTCONN;
        return;
    }
    *t = make(1);
}
int context_ok(struct conn *c)
{
    vt_int t;
    int x;
    start(c, &t);
    if (c->error)
        return c->error;
    return vt_int_await(t, &x);
}
static void start_static(const struct conn *c, vt_int *t)
{
    last_error = 0;
    if (!c->on) {
        last_error = -ENOTCONN;
        return;
    }
    *t = make(1);
}
int static_ok(const struct conn *c)
{
    vt_int t;
    int x;
    start_static(c, &t);
    if (last_error)
        return last_error;
    return vt_int_await(t, &x);
}
/* The helper notes something first, asks, and makes the task. */
static void noted(const struct conn *c, vt_int *t)
{
    note("starting");
    if (c->state == 2)
        *t = make(c->state);
}
int noted_ok(const struct conn *c)
{
    vt_int t;
    int x;
    noted(c, &t);
    return c->state == 2 ? vt_int_await(t, &x) : 0;
}
int context_bad(struct conn *c)
{
    vt_int t;
    int x;
    start(c, &t); // expect: vt-unawaited
    if (c->error || !c->on)
        return c->error;
    if (c->on && vt_int_is_completed(t) && c->error == 0)
        return 1;
    return vt_int_await(t, &x);
}
int noted_bad(const struct conn *c)
{
    vt_int t;
    int x;
    noted(c, &t); // expect: vt-unawaited
    return c->state == 2 && c->on ? vt_int_await(t, &x) : 0;
}
