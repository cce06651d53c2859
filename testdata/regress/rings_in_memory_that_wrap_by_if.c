// A ring of tasks in an array of the function, whose counters, count and size stand in memory that unseen code knows, and come round by `if (++tail == size) tail = 0;`: what was computed of a count
// (`count + 1`) was forgotten behind each such call, and so was the size once a path had learnt which number it is, and a count that is not in the very block which puts the task there.
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);

struct ring {
    unsigned head, tail, size, count;
};
struct queue {
    int id;
    struct ring ring;
};
struct window {
    unsigned sent, acked;
};

vt_int begin(int id);
bool more(void);

int all_in_memory_ok(struct ring *q)
{
    vt_int t[4];
    int v, rc = 0;
    if (q->size == 0 || q->size > 4)
        return -1;
    q->head = q->tail = q->count = 0;
    while (more()) {
        if (q->count == q->size) {
            rc |= vt_int_await(t[q->head], &v);
            if (++q->head == q->size)
                q->head = 0;
            q->count--;
        }
        t[q->tail] = begin(1);
        if (++q->tail == q->size)
            q->tail = 0;
        q->count++;
    }
    while (q->count > 0) {
        rc |= vt_int_await(t[q->head], &v);
        if (++q->head == q->size)
            q->head = 0;
        q->count--;
    }
    return rc;
}

int left_at_error_bad(struct ring *q)
{
    vt_int t[4];
    int v, rc = 0;
    q->head = q->tail = q->count = 0;
    while (more()) {
        if (q->count == 4) {
            rc = vt_int_await(t[q->head], &v);
            if (++q->head == 4)
                q->head = 0;
            q->count--;
            if (rc < 0)
                return rc;
        }
        t[q->tail] = begin(1); // expect: vt-unawaited
        if (++q->tail == 4)
            q->tail = 0;
        q->count++;
    }
    while (q->count > 0) {
        rc |= vt_int_await(t[q->head], &v);
        if (++q->head == 4)
            q->head = 0;
        q->count--;
    }
    return rc;
}

// Only the size stands in memory.
int size_in_memory_ok(const struct ring *q)
{
    vt_int t[4];
    int v, rc = 0;
    unsigned head = 0, tail = 0, count = 0;
    if (q->size == 0 || q->size > 4)
        return -1;
    while (more()) {
        if (count == q->size) {
            rc |= vt_int_await(t[head], &v);
            if (++head == q->size)
                head = 0;
            count--;
        }
        t[tail] = begin(1);
        if (++tail == q->size)
            tail = 0;
        count++;
    }
    while (count > 0) {
        rc |= vt_int_await(t[head], &v);
        if (++head == q->size)
            head = 0;
        count--;
    }
    return rc;
}

int size_in_memory_bad(const struct ring *q)
{
    vt_int t[4];
    int v, rc = 0;
    unsigned head = 0, tail = 0, count = 0;
    if (q->size == 0 || q->size > 4)
        return -1;
    while (more()) {
        if (count == q->size) {
            rc |= vt_int_await(t[head], &v);
            if (++head == q->size)
                head = 0;
            count--;
        }
        t[tail] = begin(1); // expect: vt-unawaited
        if (++tail == q->size)
            tail = 0;
        count++;
    }
    while (count > 1) {
        rc |= vt_int_await(t[head], &v);
        if (++head == q->size)
            head = 0;
        count--;
    }
    return rc;
}

// In a struct within the struct, filled as far as there is room, then the oldest taken.
int nested_ok(struct queue *q)
{
    vt_int t[4];
    int v, rc = 0;
    q->ring.head = q->ring.tail = q->ring.count = 0;
    do {
        while (q->ring.count < 4 && more()) {
            t[q->ring.tail] = begin(1);
            q->ring.tail = q->ring.tail + 1 == 4 ? 0 : q->ring.tail + 1;
            q->ring.count++;
        }
        if (q->ring.count > 0) {
            rc |= vt_int_await(t[q->ring.head], &v);
            q->ring.head = q->ring.head + 1 == 4 ? 0 : q->ring.head + 1;
            q->ring.count--;
        }
    } while (q->ring.count > 0);
    return rc;
}

int nested_bad(struct queue *q)
{
    vt_int t[4];
    int v, rc = 0;
    q->ring.head = q->ring.tail = q->ring.count = 0;
    do {
        while (q->ring.count < 4 && more()) {
            t[q->ring.tail] = begin(1); // expect: vt-unawaited
            q->ring.tail = q->ring.tail + 1 == 4 ? 0 : q->ring.tail + 1;
            q->ring.count++;
        }
        if (q->ring.count > 0) {
            rc |= vt_int_await(t[q->ring.head], &v);
            q->ring.head = q->ring.head + 1 == 4 ? 0 : q->ring.head + 1;
            q->ring.count--;
        }
    } while (q->ring.count > 0 && more());
    return rc;
}

// A window of eight, left where the two counters are equal.
int window_ok(struct window *w)
{
    vt_int t[8];
    int v, rc = 0;
    w->sent = w->acked = 0;
    for (;;) {
        while (w->sent - w->acked < 8 && more()) {
            t[w->sent % 8] = begin((int)w->sent);
            w->sent++;
        }
        if (w->sent == w->acked)
            break;
        rc |= vt_int_await(t[w->acked % 8], &v);
        w->acked++;
    }
    return rc;
}

int window_bad(struct window *w)
{
    vt_int t[8];
    int v, rc = 0;
    w->sent = w->acked = 0;
    for (;;) {
        while (w->sent - w->acked < 8 && more()) {
            t[w->sent % 8] = begin((int)w->sent); // expect: vt-unawaited
            w->sent++;
        }
        if (w->sent == w->acked)
            break;
        rc = vt_int_await(t[w->acked % 8], &v);
        w->acked++;
        if (rc < 0)
            return rc;
    }
    return rc;
}
