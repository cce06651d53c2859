// A window of requests under way: how many were sent and how many answered are two counters, and a slot is what is left of one when it is divided by the number of slots. Which slot holds which task follows
// from how far apart the counters are.
#include <valuetask/valuetask.h>

VT_DEFINE(ack, int);

enum { SLOTS = 8 };

struct upload {
    unsigned parts, most;
};

vt_ack put(unsigned number);

int all_are_awaited(struct upload *upload)
{
    vt_ack slot[SLOTS];
    unsigned width = upload->most > SLOTS || upload->most == 0 ? SLOTS : upload->most;
    unsigned sent = 0, acked = 0;
    int status = 0;

    while (acked < upload->parts) {
        while (sent < upload->parts && sent - acked < width && status == 0) {
            slot[sent % SLOTS] = put(sent + 1);
            sent++;
        }
        if (acked == sent)
            break;
        int value, one = vt_ack_await(slot[acked % SLOTS], &value);
        if (one < 0 && status == 0)
            status = one;
        acked++;
    }
    return status;
}

int left_with_some_under_way(struct upload *upload)
{
    vt_ack slot[SLOTS];
    unsigned width = upload->most > SLOTS || upload->most == 0 ? SLOTS : upload->most;
    unsigned sent = 0, acked = 0;
    int status = 0;

    while (acked < upload->parts) {
        while (sent < upload->parts && sent - acked < width && status == 0) {
            slot[sent % SLOTS] = put(sent + 1); // expect: vt-unawaited
            sent++;
        }
        if (acked == sent)
            break;
        int value, one = vt_ack_await(slot[acked % SLOTS], &value);
        if (one < 0 && status == 0)
            status = one;
        acked++;
        if (status == -28)
            break;
    }
    return status;
}

int one_more_than_there_are_slots(unsigned parts)
{
    vt_ack slot[SLOTS];
    unsigned sent = 0, acked = 0;
    int status = 0, value;

    while (acked < parts) {
        while (sent < parts && sent - acked <= SLOTS)
            slot[sent++ % SLOTS] = put(sent); // expect: vt-unawaited
        status |= vt_ack_await(slot[acked++ % SLOTS], &value); // expect: vt-double-await
    }
    return status;
}

int by_a_mask(unsigned parts)
{
    vt_ack slot[SLOTS];
    unsigned sent = 0, acked = 0;
    int status = 0, value;

    for (;;) {
        if (sent < parts && sent - acked < SLOTS) {
            slot[sent & (SLOTS - 1)] = put(sent);
            sent++;
            continue;
        }
        if (acked == sent)
            return status;
        status |= vt_ack_await(slot[acked++ & (SLOTS - 1)], &value);
    }
}

int one_that_is_taken_twice(unsigned parts)
{
    vt_ack slot[SLOTS];
    unsigned sent = 0, acked = 0;
    int status = 0, value;

    while (acked < parts) {
        while (sent < parts && sent - acked < SLOTS)
            slot[sent++ % SLOTS] = put(sent);
        status = vt_ack_await(slot[acked % SLOTS], &value); // expect: vt-double-await
        if (status == -11)
            continue;
        acked++;
    }
    return status;
}

int drained_behind(int parts)
{
    vt_ack slot[SLOTS];
    int sent = 0, acked = 0, status = 0, value;

    for (; sent < parts; sent++) {
        if (sent - acked == SLOTS)
            status |= vt_ack_await(slot[acked++ % SLOTS], &value);
        slot[sent % SLOTS] = put((unsigned)sent);
        if (status < 0) {
            sent++;
            break;
        }
    }
    for (; acked < sent; acked++)
        status |= vt_ack_await(slot[acked % SLOTS], &value);
    return status;
}

int drained_behind_but_for_the_last(int parts)
{
    vt_ack slot[SLOTS];
    int sent = 0, acked = 0, status = 0, value;

    for (; sent < parts; sent++) {
        if (sent - acked == SLOTS)
            status |= vt_ack_await(slot[acked++ % SLOTS], &value);
        slot[sent % SLOTS] = put((unsigned)sent); // expect: vt-unawaited
        if (status < 0)
            break;
    }
    for (; acked < sent; acked++)
        status |= vt_ack_await(slot[acked % SLOTS], &value);
    return status;
}
