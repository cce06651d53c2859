// What is volatile or atomic behind a pointer may be another each time, behind code that is not seen as before it: it was taken for read for the first time there, and so for what it was.
#include <stdatomic.h>
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int id);
int ask(int what);

struct conn {
    atomic_bool live;
    volatile bool up;
};

int loaded_again_bad(struct conn *conn)
{
    vt_int t = make(1); // expect: vt-unawaited
    int value = 0;
    if (!atomic_load(&conn->live))
        return vt_int_await(t, &value);
    ask(1);
    if (atomic_load(&conn->live))
        vt_int_await(t, &value);
    return value;
}

int read_again_bad(struct conn *conn)
{
    vt_int t = make(1); // expect: vt-unawaited
    int value = 0;
    if (!conn->up)
        return vt_int_await(t, &value);
    ask(1);
    if (conn->up)
        vt_int_await(t, &value);
    return value;
}

int read_once_ok(struct conn *conn)
{
    vt_int t = make(1);
    int value = 0;
    const bool live = atomic_load(&conn->live), up = conn->up;
    if (!live || !up)
        return vt_int_await(t, &value);
    ask(1);
    if (live && up)
        vt_int_await(t, &value);
    return value;
}

int awaited_either_way_ok(struct conn *conn)
{
    vt_int t = make(1);
    int value = 0;
    ask(1);
    if (!conn->up)
        return vt_int_await(t, &value);
    ask(2);
    if (conn->up)
        ask(3);
    return vt_int_await(t, &value);
}
