// A loop that ends when what others count stays as it is: it may have become 0 on the way. The coarse look joined the world that had read it again with one that had not, and so took it for what it was
// before: the task went right.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(long id);

struct conn {
    int pending, state;
};

void poll_conn(struct conn *conn);

int until_it_stays_bad(struct conn *conn)
{
    int before, value = 0;
    vt_int t;
    if (conn->pending > 0)
        t = make(1); // expect: vt-unawaited
    do {
        before = conn->pending;
        poll_conn(conn);
    } while (before != conn->pending);
    if (conn->pending > 0)
        vt_int_await(t, &value);
    return value;
}

int until_it_stays_ok(struct conn *conn)
{
    int before, value = 0;
    vt_int t;
    const int is_pending = conn->pending > 0;
    if (is_pending)
        t = make(1);
    do {
        before = conn->pending;
        poll_conn(conn);
    } while (before != conn->pending);
    if (is_pending)
        vt_int_await(t, &value);
    return value;
}
