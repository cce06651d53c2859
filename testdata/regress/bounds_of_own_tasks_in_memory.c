// The bounds to which tasks are begun and awaited are read from memory each time, where code that is not seen might change them: the length of a list, where its items begin. Nobody expects that; what is lost by leaving
// early is lost all the same.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct item { int id, result; };

struct list {
    struct item *items;
    unsigned n, pos;
};

vt_int begin(unsigned i);
vt_int begin_item(struct list *l, struct item *item);
void load(struct list *l);

int in_chunks_ok(struct list *l)
{
    vt_int t[4];
    int v, rc = 0;
    for (unsigned base = 0; base < l->n; base += 4) {
        for (unsigned i = 0; i < 4 && base + i < l->n; i++)
            t[i] = begin(base + i);
        for (unsigned i = 0; i < 4 && base + i < l->n; i++)
            rc |= vt_int_await(t[i], &v);
    }
    return rc;
}

int in_chunks_bad(struct list *l)
{
    vt_int t[4];
    int v, rc = 0;
    for (unsigned base = 0; base < l->n; base += 4) {
        for (unsigned i = 0; i < 4 && base + i < l->n; i++)
            t[i] = begin(base + i); // expect: vt-unawaited
        for (unsigned i = 0; i < 4 && base + i < l->n; i++) {
            rc = vt_int_await(t[i], &v);
            if (rc < 0)
                return rc;
        }
    }
    return rc;
}

int items_ok(struct list *l)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    for (struct item *it = l->items; it < l->items + l->n && k < 8; it++)
        t[k++] = begin_item(l, it);
    k = 0;
    for (struct item *it = l->items; it < l->items + l->n && k < 8; it++)
        rc |= vt_int_await(t[k++], &v);
    return rc;
}

int items_bad(struct list *l)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    for (struct item *it = l->items; it < l->items + l->n && k < 8; it++)
        t[k++] = begin_item(l, it); // expect: vt-unawaited
    k = 0;
    for (struct item *it = l->items; it < l->items + l->n && k < 8; it++) {
        rc = vt_int_await(t[k++], &v);
        if (rc < 0)
            return rc;
    }
    return rc;
}

int first_one_first_ok(struct list *l)
{
    vt_int t[5];
    int v, rc;
    if (l->pos >= 5)
        return -1;
    for (unsigned i = 0; i < 5; i++)
        t[i] = begin(i);
    rc = vt_int_await(t[l->pos], &v);
    for (unsigned i = 0; i < 5; i++)
        if (i != l->pos)
            rc |= vt_int_await(t[i], &v);
    return rc;
}

int first_one_first_bad(struct list *l)
{
    vt_int t[5];
    int v, rc;
    if (l->pos >= 5)
        return -1;
    for (unsigned i = 0; i < 5; i++)
        t[i] = begin(i); // expect: vt-unawaited
    rc = vt_int_await(t[l->pos], &v);
    for (unsigned i = 0; i < 5; i++) {
        if (i == l->pos)
            continue;
        if (rc < 0)
            break;
        rc |= vt_int_await(t[i], &v);
    }
    return rc;
}

int loaded_again_ok(struct list *l)
{
    vt_int t[8];
    int v, rc = 0;
    if (l->n == 0)
        load(l);
    for (unsigned i = 0; i < l->n && i < 8; i++)
        t[i] = begin(i);
    for (unsigned i = 0; i < l->n && i < 8; i++)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

int loaded_again_bad(struct list *l)
{
    vt_int t[8];
    int v, rc = 0;
    if (l->n == 0)
        load(l);
    for (unsigned i = 0; i < l->n && i < 8; i++)
        t[i] = begin(i); // expect: vt-unawaited
    for (unsigned i = 1; i < l->n && i < 8; i++)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

struct ring {
    unsigned head, tail, count, size;
};
int more(void);

// By this the counters come round.
int ring_comes_round_by_size(struct ring *ring)
{
    vt_int t[8];
    int v, rc = 0;
    if (ring->size == 0 || ring->size > 8)
        return -1;
    ring->head = ring->tail = ring->count = 0;
    while (more()) {
        if (ring->count == ring->size) {
            rc |= vt_int_await(t[ring->head], &v);
            ring->head = (ring->head + 1) % ring->size;
            ring->count--;
        }
        t[ring->tail] = begin(1);
        ring->tail = (ring->tail + 1) % ring->size;
        ring->count++;
    }
    while (ring->count > 0) {
        rc |= vt_int_await(t[ring->head], &v);
        ring->head = (ring->head + 1) % ring->size;
        ring->count--;
    }
    return rc;
}

// Behind two pointers, or by a pointer of the file that a setter writes.
struct plan {
    unsigned n;
    const int *ids;
};
struct conn {
    struct plan *priv;
};
vt_int begin_id(int id);
static struct plan *current;

void set_current(struct plan *p)
{
    current = p;
}

int two_pointers_ok(struct conn *s)
{
    vt_int t[8];
    int v, rc = 0;
    if (s->priv->n > 8)
        return -1;
    for (unsigned k = 0; k < s->priv->n; k++)
        t[k] = begin_id(s->priv->ids[k]);
    for (unsigned k = 0; k < s->priv->n; k++)
        rc |= vt_int_await(t[k], &v);
    return rc;
}

int two_pointers_bad(struct conn *s)
{
    vt_int t[8];
    int v, rc = 0;
    if (s->priv->n > 8)
        return -1;
    for (unsigned k = 0; k < s->priv->n; k++)
        t[k] = begin_id(s->priv->ids[k]); // expect: vt-unawaited
    for (unsigned k = 0; k < s->priv->n; k++)
        if ((rc = vt_int_await(t[k], &v)) < 0)
            return rc;
    return rc;
}

int pointer_of_file_ok(void)
{
    vt_int t[8];
    int v, rc = 0;
    for (unsigned k = 0; k < current->n && k < 8; k++)
        t[k] = begin_id(current->ids[k]);
    for (unsigned k = 0; k < current->n && k < 8; k++)
        rc |= vt_int_await(t[k], &v);
    return rc;
}
