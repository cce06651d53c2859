// Jobs of a constant number through a ring, a batch, a window: what goes wrong behind the loop does so after a hundred turns, or a thousand, each of which does what one before it did. Where the turns do not
// repeat, since the counter is asked for something on the way, no path is made up.
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int i);
int cfg(void);
void show(int percent);

struct ring { unsigned head, tail; };
static inline bool ring_empty(const struct ring *r) { return r->head == r->tail; }
static inline bool ring_full(const struct ring *r) { return r->tail - r->head == 4; }
static inline void ring_put(struct ring *r, vt_int *t, vt_int v) { t[r->tail++ % 4] = v; }
static inline vt_int ring_take(struct ring *r, vt_int *t) { return t[r->head++ % 4]; }

int ring_left_bad(void)
{
    vt_int t[4];
    struct ring r = {0};
    int s = 0, x = 0;
    for (int i = 0; i < 100; i++) {
        if (ring_full(&r)) {
            vt_int_await(ring_take(&r, t), &x);
            s += x;
        }
        ring_put(&r, t, start(i)); // expect: vt-unawaited
    }
    if (cfg())
        return 1;
    while (!ring_empty(&r)) {
        vt_int_await(ring_take(&r, t), &x);
        s += x;
    }
    return s;
}

int ring_ok(void)
{
    vt_int t[4];
    struct ring r = {0};
    int s = 0, x = 0;
    for (int i = 0; i < 100; i++) {
        if (ring_full(&r)) {
            vt_int_await(ring_take(&r, t), &x);
            s += x;
        }
        ring_put(&r, t, start(i));
    }
    while (!ring_empty(&r)) {
        vt_int_await(ring_take(&r, t), &x);
        s += x;
    }
    return s;
}

int window_of_a_thousand_bad(void)
{
    vt_int t[4];
    int s = 0, x = 0;
    for (int i = 0; i < 1000; i++) {
        if (i >= 4 && vt_int_await(t[i % 4], &x) == 0)
            s += x;
        t[i % 4] = start(i); // expect: vt-unawaited
    }
    for (int i = 997; i < 1000; i++)
        if (vt_int_await(t[i % 4], &x) == 0)
            s += x;
    return s;
}

int window_of_a_thousand_ok(void)
{
    vt_int t[4];
    int s = 0, x = 0;
    for (int i = 0; i < 1000; i++) {
        if (i >= 4 && vt_int_await(t[i % 4], &x) == 0)
            s += x;
        t[i % 4] = start(i);
    }
    for (int i = 996; i < 1000; i++)
        if (vt_int_await(t[i % 4], &x) == 0)
            s += x;
    return s;
}

// Of a hundred jobs in groups of eight, four are left.
int groups_bad(void)
{
    vt_int t[8];
    int n = 0, s = 0, x = 0;
    for (int i = 0; i < 100; i++) {
        t[n++] = start(i); // expect: vt-unawaited
        if (n < 8)
            continue;
        for (int k = 0; k < 8; k++)
            if (vt_int_await(t[k], &x) == 0)
                s += x;
        n = 0;
    }
    return s;
}

int groups_ok(void)
{
    vt_int t[8];
    int n = 0, s = 0, x = 0;
    for (int i = 0; i < 96; i++) {
        t[n++] = start(i);
        if (n < 8)
            continue;
        for (int k = 0; k < 8; k++)
            if (vt_int_await(t[k], &x) == 0)
                s += x;
        n = 0;
    }
    return s;
}

// Two counters go on, the one by two: how far they are apart changes each turn, and is asked for.
int two_at_a_time_ok(void)
{
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int s = 0, x = 0, i = 0, done = 0;
    for (; i < 200; i += 2, done++) {
        if (tail - head == 4) {
            vt_int_await(t[head++ % 4], &x);
            s += x;
        }
        t[tail++ % 4] = start(i);
    }
    if (i - done < 80)
        return 0;
    for (; head != tail; s += x)
        vt_int_await(t[head++ % 4], &x);
    return s;
}

int two_at_a_time_bad(void)
{
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int s = 0, x = 0, i = 0, done = 0;
    for (; i < 200; i += 2, done++) {
        if (tail - head == 4) {
            vt_int_await(t[head++ % 4], &x);
            s += x;
        }
        t[tail++ % 4] = start(i); // expect: vt-unawaited
    }
    if (i - done < 80)
        return 0;
    if (cfg())
        return 1;
    for (; head != tail; s += x)
        vt_int_await(t[head++ % 4], &x);
    return s;
}

// What the counter is asked on the way makes the turns differ.
static int step_of(int i)
{
    int steps = 0;
    while (i > 60) {
        i /= 2;
        steps++;
    }
    return steps;
}

int asked_by_another_ok(void)
{
    vt_int t;
    int x = 0;
    bool is_open = false;
    for (int i = 0; i < 100; i++) {
        if (step_of(i) == 0) {
            if (is_open)
                vt_int_await(t, &x);
            t = start(i);
            is_open = true;
        } else if (is_open) {
            vt_int_await(t, &x);
            is_open = false;
        }
    }
    return x;
}

static const int last_of[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

int asked_of_a_table_ok(void)
{
    vt_int t;
    int x = 0;
    bool is_open = false;
    for (int i = 0; i < 24; i++) {
        if (is_open)
            vt_int_await(t, &x);
        is_open = !last_of[i];
        if (is_open)
            t = start(i);
    }
    return x;
}

int asked_in_percent_ok(void)
{
    vt_int t;
    int x = 0;
    bool is_open = false;
    for (int i = 0; i < 100; i++) {
        if (is_open)
            vt_int_await(t, &x);
        is_open = i * 100 / 64 < 110;
        if (is_open)
            t = start(i);
        show(i * 100 / 64);
    }
    return x;
}

// It is only shown: the turns repeat all the same.
int shown_in_percent_bad(void)
{
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int s = 0, x = 0;
    for (int i = 0; i < 100; i++) {
        if (tail - head == 4) {
            vt_int_await(t[head++ % 4], &x);
            s += x;
        }
        t[tail++ % 4] = start(i); // expect: vt-unawaited
        show(i * 100 / 64);
    }
    if (cfg())
        return 1;
    for (; head != tail; s += x)
        vt_int_await(t[head++ % 4], &x);
    return s;
}

int counted_down_bad(void)
{
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int s = 0, x = 0;
    for (int left = 100; left > 0; left--) {
        if (tail - head == 4) {
            vt_int_await(t[head++ % 4], &x);
            s += x;
        }
        t[tail++ % 4] = start(left); // expect: vt-unawaited
    }
    if (cfg())
        return 1;
    for (; head != tail; s += x)
        vt_int_await(t[head++ % 4], &x);
    return s;
}

int counted_down_ok(void)
{
    vt_int t[4];
    unsigned head = 0, tail = 0;
    int s = 0, x = 0;
    for (int left = 100; left > 0; left--) {
        if (tail - head == 4) {
            vt_int_await(t[head++ % 4], &x);
            s += x;
        }
        t[tail++ % 4] = start(left);
    }
    assert(tail == 100);
    for (; head != tail; s += x)
        vt_int_await(t[head++ % 4], &x);
    return s;
}

static const int marks[] = {10, 20, 30};
static int hundred = 100;

int asked_at_a_mark_ok(void)
{
    vt_int t, once = start(-1);
    int x = 0;
    bool is_open = false;
    for (int i = 0; i < hundred; i++) {
        if (i == hundred / 2 + marks[1])
            vt_int_await(once, &x);
        if (is_open)
            vt_int_await(t, &x);
        t = start(i);
        is_open = true;
    }
    vt_int_await(t, &x);
    return x;
}

int asked_at_a_mark_bad(void)
{
    vt_int t, once = start(-1); // expect: vt-unawaited
    int x = 0;
    bool is_open = false;
    for (int i = 0; i < hundred; i++) {
        if (i == hundred + marks[1])
            vt_int_await(once, &x);
        if (is_open)
            vt_int_await(t, &x);
        t = start(i);
        is_open = true;
    }
    vt_int_await(t, &x);
    return x;
}
