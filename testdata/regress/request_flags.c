// A worker's loop asks at its top for a request that others set, and clears it: a flag that the function itself never sets is expected to change from turn to turn, though the loop stores there. What was under
// way was dropped in silence.
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(packet, int);

struct in {
    bool seeking, stop, dirty;
    unsigned flags;
    int pos;
};

vt_packet read_packet(struct in *in);
int seek_to(struct in *in, int pos);
void tick(struct in *in);
int add(struct in *in, int v);

int worker_ok(struct in *in)
{
    vt_packet next;
    bool pending = false;
    int rc = 0, v;
    while (!in->stop) {
        if (in->seeking) {
            if (pending)
                vt_packet_forget(next);
            pending = false;
            in->seeking = false;
            rc = seek_to(in, in->pos);
            if (rc < 0)
                break;
        }
        if (!pending) {
            next = read_packet(in);
            pending = true;
        }
        if (!vt_packet_is_completed(next)) {
            tick(in);
            continue;
        }
        pending = false;
        rc = vt_packet_await(next, &v);
        if (rc < 0 || (rc = add(in, v)) < 0)
            break;
    }
    if (pending)
        vt_packet_forget(next);
    return rc;
}

int worker_bad(struct in *in)
{
    vt_packet next;
    bool pending = false;
    int rc = 0, v;
    while (!in->stop) {
        if (in->seeking) {
            pending = false;
            in->seeking = false;
            rc = seek_to(in, in->pos);
            if (rc < 0)
                break;
        }
        if (!pending) {
            next = read_packet(in); // expect: vt-unawaited
            pending = true;
        }
        if (!vt_packet_is_completed(next)) {
            tick(in);
            continue;
        }
        pending = false;
        rc = vt_packet_await(next, &v);
        if (rc < 0 || (rc = add(in, v)) < 0)
            break;
    }
    if (pending)
        vt_packet_forget(next);
    return rc;
}

int bit_bad(struct in *in)
{
    vt_packet next;
    bool pending = false;
    int rc = 0, v;
    while (!in->stop) {
        if (in->flags & 4) {
            pending = false;
            in->flags &= ~4u;
        }
        if (!pending) {
            next = read_packet(in); // expect: vt-unawaited
            pending = true;
        }
        if (!vt_packet_is_completed(next)) {
            tick(in);
            continue;
        }
        pending = false;
        rc |= vt_packet_await(next, &v);
    }
    if (pending)
        vt_packet_forget(next);
    return rc;
}

// Asked twice in a turn, and cleared at its end: whether there is a task.
int asked_twice_ok(struct in *in, int n)
{
    int rc = 0, v;
    for (int i = 0; i < n; i++) {
        vt_packet next;
        if (in->dirty)
            next = read_packet(in);
        rc |= add(in, i);
        if (in->dirty) {
            rc |= vt_packet_await(next, &v);
            in->dirty = false;
        }
    }
    return rc;
}
