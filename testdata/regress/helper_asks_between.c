// A caller asks a field before and behind a helper that asks the same field and calls unseen code on one of its ways.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int make(int);
struct session { const char *host; bool secure; int state; };
static vt_int connect_to(struct session *s)
{
    return s->secure ? make(1) : vt_int_from_result(0);
}
int fetch_ok(struct session *s)
{
    vt_int t;
    int x, rc;
    if (s->secure)
        t = make(3);
    rc = vt_int_await(connect_to(s), &x);
    if (s->secure)
        return vt_int_await(t, &x);
    return rc;
}
int fetch_bad(struct session *s)
{
    vt_int t;
    int x, rc;
    if (s->secure)
        t = make(3); // expect: vt-unawaited
    rc = vt_int_await(connect_to(s), &x);
    if (s->secure && s->state > 0)
        return vt_int_await(t, &x);
    return rc;
}
void log_line(const char *format, ...);
static void trace(const struct session *s, const char *what)
{
    if (s->secure)
        log_line("%s (secure)", what);
    else
        log_line("%s", what);
}
int trace_ok(struct session *s)
{
    vt_int t;
    int x;
    if (s->secure)
        t = make(3);
    trace(s, "started");
    if (s->secure)
        return vt_int_await(t, &x);
    return 0;
}
