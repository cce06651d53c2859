// A helper that asks whether to make a task, and its caller that asks the same behind it, ask one question.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(long, long);
struct stream { int fd; bool closing; };
struct conn {
    struct conn *next;
    int fd;
    bool reading, closing;
    vt_long task; // expect: vt-field-storage
};
vt_long io_read(int fd);
void io_poll(void);
static void start(const struct stream *s, vt_long *t)
{
    if (!s->closing)
        *t = io_read(s->fd);
}
int start_ok(const struct stream *s)
{
    vt_long t;
    long n = 0;
    start(s, &t);
    if (!s->closing)
        return vt_long_await(t, &n);
    return 0;
}
int start_bad(const struct stream *s)
{
    vt_long t;
    long n = 0;
    start(s, &t); // expect: vt-unawaited
    if (!s->closing && s->fd > 2)
        return vt_long_await(t, &n);
    return 0;
}
static void conn_free(struct conn *c)
{
    if (c->reading)
        vt_long_forget(c->task);
    free(c);
}
static int step(struct conn *c)
{
    int rc = 0;
    if (c->reading && vt_long_is_completed(c->task)) {
        long n = 0;
        rc = vt_long_await(c->task, &n);
        c->reading = false;
        if (n == 0)
            c->closing = true;
    }
    if (rc >= 0 && !c->reading && !c->closing) {
        c->task = io_read(c->fd);
        c->reading = true;
    }
    return rc;
}
void serve(struct conn *c)
{
    while (step(c) >= 0 && !c->closing)
        io_poll();
    conn_free(c);
}
void serve_list(struct conn *first)
{
    for (struct conn *c = first, *next; c; c = next) {
        next = c->next;
        if (step(c) < 0 || c->closing)
            conn_free(c);
    }
}
