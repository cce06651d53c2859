// A loop that keeps what it saw in a variable of its own and compares that waits for a change as one that asks the field itself does; it sets the variable from the field, and counts nothing.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(long id);

struct conn {
    int pending, state, limit;
    size_t size;
};

void poll_conn(struct conn *conn);

int until_nothing_changes_bad(struct conn *conn)
{
    int last = -1, value = 0;
    vt_int t;
    if (conn->state == 0)
        t = make(1); // expect: vt-unawaited
    while (conn->state != last) {
        last = conn->state;
        poll_conn(conn);
    }
    if (conn->state == 0)
        vt_int_await(t, &value);
    return value;
}

int until_it_is_seen_bad(struct conn *conn)
{
    int state = conn->state, value = 0;
    vt_int t;
    if (conn->state != 2)
        t = make(1); // expect: vt-unawaited
    while (state != 2) {
        poll_conn(conn);
        state = conn->state;
    }
    if (conn->state != 2)
        vt_int_await(t, &value);
    return value;
}

int remembered_ok(struct conn *conn)
{
    int state = conn->state, value = 0;
    vt_int t;
    bool has = state != 2;
    if (has)
        t = make(1);
    while (state != 2) {
        poll_conn(conn);
        state = conn->state;
    }
    if (has)
        vt_int_await(t, &value);
    return value;
}

int read_ahead_by_links_ok(struct conn *conn, const int *next)
{
    int value = 0, i = 0;
    vt_int t;
    if (i < conn->limit)
        t = make(i);
    while (i < conn->limit) {
        vt_int_await(t, &value);
        i = next[i];
        if (i < conn->limit)
            t = make(i);
    }
    return value;
}

int read_ahead_by_steps_ok(struct conn *conn, const struct conn *node)
{
    int value = 0;
    size_t i = 0;
    vt_int t;
    if (i < conn->size)
        t = make(0);
    while (i < conn->size) {
        vt_int_await(t, &value);
        i = i + node->size;
        if (i < conn->size)
            t = make((long)i);
    }
    return value;
}
