// Counts of own tasks that stand behind two pointers, `s->ring->head`, each read anew: the pointer stays as the counts do. In a struct that was emptied as a whole, by a copy or memset, they are 0 behind unseen
// code, too. And who is given another part of the object, not the first, does not count there.
#include <stdbool.h>
#include <string.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);

struct ring {
    unsigned head, tail, n;
};
struct buffers {
    int used;
};
struct stream {
    int id;
    struct ring *ring;
    struct ring own;
    struct buffers buffers;
};

vt_int begin(int id);
bool more(void);
void release(struct buffers *buffers, int v);

int ring_ok(struct stream *s, unsigned n)
{
    vt_int t[4];
    int v, rc = 0;
    s->ring->head = s->ring->tail = 0;
    for (unsigned i = 0; i < n; i++) {
        if (s->ring->tail - s->ring->head == 4)
            rc |= vt_int_await(t[s->ring->head++ % 4], &v);
        t[s->ring->tail++ % 4] = begin((int)i);
    }
    while (s->ring->head != s->ring->tail)
        rc |= vt_int_await(t[s->ring->head++ % 4], &v);
    return rc;
}

int ring_bad(struct stream *s, unsigned n)
{
    vt_int t[4];
    int v, rc = 0;
    s->ring->head = s->ring->tail = 0;
    for (unsigned i = 0; i < n; i++) {
        if (s->ring->tail - s->ring->head == 4)
            rc |= vt_int_await(t[s->ring->head++ % 4], &v);
        t[s->ring->tail++ % 4] = begin((int)i); // expect: vt-unawaited
    }
    while (s->ring->head + 1 < s->ring->tail)
        rc |= vt_int_await(t[s->ring->head++ % 4], &v);
    return rc;
}

int count_ok(struct stream *s, unsigned n)
{
    vt_int t[8];
    int v, rc = 0;
    s->ring->n = 0;
    for (unsigned i = 0; i < n && s->ring->n < 8; i++) {
        t[s->ring->n] = begin((int)i);
        s->ring->n++;
    }
    for (unsigned k = 0; k < s->ring->n; k++)
        rc |= vt_int_await(t[k], &v);
    return rc;
}

int count_bad(struct stream *s, unsigned n)
{
    vt_int t[8];
    int v, rc;
    s->ring->n = 0;
    for (unsigned i = 0; i < n && s->ring->n < 8; i++) {
        t[s->ring->n] = begin((int)i); // expect: vt-unawaited
        s->ring->n++;
    }
    for (unsigned k = 0; k < s->ring->n; k++)
        if ((rc = vt_int_await(t[k], &v)) < 0)
            return rc;
    return 0;
}

int emptied_ok(struct ring *r, int n)
{
    vt_int t[4];
    int v, rc = 0;
    *r = (struct ring){0};
    for (int i = 0; i < n; i++) {
        if (r->n == 4) {
            rc |= vt_int_await(t[r->head], &v);
            r->head = (r->head + 1) % 4;
            r->n--;
        }
        t[(r->head + r->n++) % 4] = begin(i);
    }
    while (r->n) {
        rc |= vt_int_await(t[r->head], &v);
        r->head = (r->head + 1) % 4;
        r->n--;
    }
    return rc;
}

static void ring_init(struct ring *r)
{
    memset(r, 0, sizeof *r);
}

int emptied_by_helper_ok(struct stream *s)
{
    vt_int t[8];
    int v, rc = 0;
    ring_init(&s->own);
    while (s->own.n < 8 && more())
        t[s->own.n++] = begin(1);
    while (s->own.n)
        rc |= vt_int_await(t[--s->own.n], &v);
    return rc;
}

int emptied_by_helper_bad(struct stream *s)
{
    vt_int t[8];
    int v, rc = 0;
    ring_init(&s->own);
    while (s->own.n < 8 && more())
        t[s->own.n++] = begin(1); // expect: vt-unawaited
    while (s->own.n) {
        rc = vt_int_await(t[--s->own.n], &v);
        if (rc < 0)
            return rc;
    }
    return rc;
}

int other_part_given_ok(struct stream *s, unsigned n)
{
    vt_int t[4];
    unsigned i = 0;
    int v, rc = 0;
    memset(s, 0, sizeof *s);
    while (i < n || s->own.head != s->own.tail) {
        while (i < n && s->own.tail - s->own.head < 4) {
            t[s->own.tail % 4] = begin((int)i++);
            s->own.tail++;
        }
        rc = vt_int_await(t[s->own.head % 4], &v);
        s->own.head++;
        if (rc < 0)
            break;
        release(&s->buffers, v);
    }
    while (s->own.head < s->own.tail) {
        vt_int_forget(t[s->own.head % 4]);
        s->own.head++;
    }
    return rc;
}

// Callbacks put another list in its place: what its bound was counts for nothing, be the pointer in a struct or by itself.
struct list {
    int n;
};
static struct {
    int id;
    struct list *list;
} app;
static struct list *alone;
void pump(void);
void on_reload(void (*call)(struct list *));

static void reload(struct list *list)
{
    app.list = list;
    alone = list;
}

void set_up(void)
{
    on_reload(reload);
}

int replaced_in_struct_bad(void)
{
    vt_int t[8];
    int v, rc = 0;
    if (app.list->n > 8)
        return -1;
    for (int i = 0; i < app.list->n; i++)
        t[i] = begin(i); // expect: vt-unawaited
    pump();
    for (int i = 0; i < app.list->n; i++)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

int replaced_alone_bad(void)
{
    vt_int t[8];
    int v, rc = 0;
    if (alone->n > 8)
        return -1;
    for (int i = 0; i < alone->n; i++)
        t[i] = begin(i); // expect: vt-unawaited
    pump();
    for (int i = 0; i < alone->n; i++)
        rc |= vt_int_await(t[i], &v);
    return rc;
}
