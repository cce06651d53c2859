// A window over [from, to] whose first number was computed (`have + 1`) or came of a call: its counters were held for such as may come round, so that nobody knew which place is whose. Two places made
// the question which one it is endless (a crash). Places by the rest of a signed counter that came in were told apart nowhere.
#include <stddef.h>
#include <valuetask/valuetask.h>
VT_DEFINE(block, int);

struct chain {
    size_t have, tip;
};

vt_block get_block(size_t no);
size_t first_missing(void);

int from_field_ok(const struct chain *c)
{
    vt_block win[4];
    size_t head = c->have + 1, tail = head;
    int rc = 0, v;
    for (; head <= c->tip; head++) {
        for (; tail <= c->tip && tail - head < 4; tail++)
            win[tail % 4] = get_block(tail);
        rc = vt_block_await(win[head % 4], &v);
        if (rc < 0)
            break;
    }
    while (++head < tail)
        vt_block_forget(win[head % 4]);
    return rc;
}

int from_field_bad(const struct chain *c)
{
    vt_block win[4];
    size_t head = c->have + 1, tail = head;
    int rc = 0, v;
    for (; head <= c->tip; head++) {
        for (; tail <= c->tip && tail - head < 4; tail++)
            win[tail % 4] = get_block(tail); // expect: vt-unawaited
        rc = vt_block_await(win[head % 4], &v);
        if (rc < 0)
            return rc;
    }
    return rc;
}

int from_call_ok(size_t end)
{
    vt_block win[4];
    size_t head = first_missing(), tail = head;
    int rc = 0, v;
    while (head < end) {
        while (tail < end && tail - head < 4) {
            win[tail % 4] = get_block(tail);
            tail++;
        }
        rc = vt_block_await(win[head % 4], &v);
        head++;
        if (rc < 0)
            break;
    }
    for (; head < tail; head++)
        vt_block_forget(win[head % 4]);
    return rc;
}

int from_call_bad(size_t end)
{
    vt_block win[4];
    size_t head = first_missing(), tail = head;
    int rc = 0, v;
    while (head < end) {
        while (tail < end && tail - head < 4) {
            win[tail % 4] = get_block(tail);
            tail++;
        }
        rc = vt_block_await(win[head % 4], &v);
        if (rc < 0)
            break;
        head++;
    }
    for (; head < tail; head++)
        vt_block_forget(win[head % 4]); // expect: vt-double-await
    return rc;
}

int two_places_ok(size_t from, size_t to)
{
    vt_block win[2];
    size_t head = from + 1, tail = head;
    int rc = 0, v;
    for (; head <= to; head++) {
        for (; tail <= to && tail - head < 2; tail++)
            win[tail % 2] = get_block(tail);
        rc = vt_block_await(win[head % 2], &v);
        if (rc < 0)
            break;
    }
    while (++head < tail)
        vt_block_forget(win[head % 2]);
    return rc;
}

int of_32_bits_ok(unsigned from, unsigned to)
{
    vt_block win[4];
    unsigned head = from + 1, tail = head;
    int rc = 0, v;
    for (; head <= to; head++) {
        for (; tail <= to && tail - head < 4; tail++)
            win[tail % 4] = get_block(tail);
        rc = vt_block_await(win[head % 4], &v);
        if (rc < 0)
            break;
    }
    while (++head < tail)
        vt_block_forget(win[head % 4]);
    return rc;
}

int of_32_bits_bad(unsigned from, unsigned to)
{
    vt_block win[4];
    unsigned head = from + 1, tail = head;
    int rc = 0, v;
    for (; head <= to; head++) {
        for (; tail <= to && tail - head < 4; tail++)
            win[tail % 4] = get_block(tail); // expect: vt-unawaited
        rc = vt_block_await(win[head % 4], &v);
        if (rc < 0)
            break;
    }
    while (++head < tail)
        if (head % 4 != 2)
            vt_block_forget(win[head % 4]);
    return rc;
}

int signed_ok(int from, int to)
{
    vt_block win[4];
    int head = from, tail = head, rc = 0, v;
    for (; head <= to; head++) {
        for (; tail <= to && tail - head < 4; tail++)
            win[tail % 4] = get_block((size_t)tail);
        rc = vt_block_await(win[head % 4], &v);
        if (rc < 0)
            break;
    }
    while (++head < tail)
        vt_block_forget(win[head % 4]);
    return rc;
}

int signed_bad(int from, int to)
{
    vt_block win[4];
    int head = from, tail = head, rc = 0, v;
    for (; head <= to; head++) {
        for (; tail <= to && tail - head < 4; tail++)
            win[tail % 4] = get_block((size_t)tail); // expect: vt-unawaited
        rc = vt_block_await(win[head % 4], &v);
        if (rc < 0)
            return rc;
    }
    return rc;
}

// What is none is the largest number, and counted on from there.
static size_t last_of(const int *v, size_t n)
{
    for (size_t i = n; i-- > 0;)
        if (v[i])
            return i;
    return (size_t)-1;
}

int from_none_bad(const int *used, size_t n)
{
    int rc = 0, v;
    size_t i = last_of(used, n);
    do {
        i++;
        vt_block b = get_block(i); // expect: vt-unawaited
        if (i == 0)
            continue;
        rc |= vt_block_await(b, &v);
    } while (i < n);
    return rc;
}

// Who asks whether there was a last one at all says that there may be none.
int asked_late_bad(unsigned last, unsigned n)
{
    unsigned next = last + 1;
    int rc = 0, v;
    vt_block b = get_block(next); // expect: vt-unawaited
    while (next < n)
        next++;
    if (last == (unsigned)-1)
        return -1;
    rc = vt_block_await(b, &v);
    return rc;
}

int asked_by_order_bad(unsigned last, unsigned n)
{
    unsigned next = last + 1;
    int rc = 0, v;
    vt_block b = get_block(next); // expect: vt-unawaited
    while (next < n)
        next++;
    if (next <= last)
        return -1;
    rc = vt_block_await(b, &v);
    return rc;
}

int none_found_bad(const int *used, unsigned n)
{
    unsigned last = (unsigned)-1;
    int rc = 0, v;
    for (unsigned i = 0; i < n; i++)
        if (used[i])
            last = i;
    vt_block b = get_block(last + 1); // expect: vt-unawaited
    for (unsigned next = last + 1; next < n; next++)
        rc++;
    if (last == (unsigned)-1)
        return rc;
    return vt_block_await(b, &v);
}

int asked_by_bound_bad(unsigned last, unsigned n)
{
    unsigned next = last + 1;
    int rc = 0, v;
    vt_block b = get_block(next); // expect: vt-unawaited
    while (next < n)
        next++;
    if (last < n)
        rc = vt_block_await(b, &v);
    return rc;
}
