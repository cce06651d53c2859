// By these numbers the function finds its own tasks, and unseen code is given the object to work on it, or another function of the file stores there: they do not stay what they were.
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
struct batch { unsigned n; bool busy[8]; int free[8]; unsigned nfree; };
vt_int begin(int id);
void batch_reset(struct batch *b);
void batch_init(struct batch *b);
int batch_take(struct batch *b);
void batch_give(struct batch *b, int k);
bool more(void);
int reset_trusting_ok(struct batch *b)
{
    vt_int t[8];
    int v, rc = 0;
    b->n = 0;
    while (more()) {
        if (b->n == 8) {
            for (unsigned k = 0; k < b->n; k++)
                rc |= vt_int_await(t[k], &v);
            batch_reset(b);
        }
        t[b->n++] = begin(1);
    }
    for (unsigned k = 0; k < b->n; k++)
        rc |= vt_int_await(t[k], &v);
    return rc;
}
int reset_ok(struct batch *b)
{
    vt_int t[8];
    int v, rc = 0;
    batch_init(b);
    if (b->n != 0)
        return -1;
    while (more()) {
        if (b->n == 8) {
            for (unsigned k = 0; k < b->n; k++)
                rc |= vt_int_await(t[k], &v);
            batch_reset(b);
            if (b->n != 0)
                return -1;
        }
        t[b->n++] = begin(1);
    }
    for (unsigned k = 0; k < b->n; k++)
        rc |= vt_int_await(t[k], &v);
    return rc;
}
int reset_local_ok(void)
{
    struct batch b = {0};
    vt_int t[8];
    int v, rc = 0;
    while (more()) {
        if (b.n == 8) {
            for (unsigned k = 0; k < b.n; k++)
                rc |= vt_int_await(t[k], &v);
            batch_reset(&b);
            if (b.n != 0)
                return -1;
        }
        t[b.n++] = begin(1);
    }
    for (unsigned k = 0; k < b.n; k++)
        rc |= vt_int_await(t[k], &v);
    return rc;
}
int reset_each_ok(struct batch *b, int turns)
{
    vt_int t[8];
    int v, rc = 0;
    for (int i = 0; i < turns; i++) {
        batch_reset(b);
        if (b->n)
            return -1;
        while (b->n < 4)
            t[b->n++] = begin(1);
        for (unsigned k = 0; k < b->n; k++)
            rc |= vt_int_await(t[k], &v);
    }
    return rc;
}
int cleared_two_bad(struct batch *b)
{
    vt_int t[2];
    int v, rc = 0;
    b->busy[0] = b->busy[1] = true;
    t[0] = begin(0); // expect: vt-unawaited
    t[1] = begin(1); // expect: vt-unawaited
    batch_reset(b);
    for (int k = 0; k < 2; k++) {
        if (!b->busy[k])
            continue;
        b->busy[k] = false;
        rc |= vt_int_await(t[k], &v);
    }
    return rc;
}
int cleared_by_unseen_ok(struct batch *b)
{
    vt_int t[8];
    int v, rc = 0;
    for (int k = 0; k < 8; k++) {
        t[k] = begin(k);
        b->busy[k] = true;
    }
    batch_reset(b);
    for (int k = 0; k < 8; k++) {
        if (b->busy[k])
            vt_int_forget(t[k]);
        else
            rc |= vt_int_await(t[k], &v);
    }
    return rc;
}
int start_some(vt_int *t, unsigned *n);
void refill(vt_int *t, unsigned *n, unsigned most);
struct ctx { unsigned n, most; vt_int (*make)(struct ctx *c, int id); void (*on_full)(struct ctx *c); };
static unsigned depth;
void set_depth(unsigned d) { depth = d; }
static int limit = 4;
void set_limit(int l) { limit = l; }
void reload(void);
/* depth may be changed by reload() through set_depth() */
static void drop_all(struct ctx *c) { c->n = 0; }
/* unlike: n is refilled with the tasks */
struct own { unsigned n; };
void refill_own(vt_int *t, struct own *o);
/* id handed out by begin() itself */
extern int last_id;
int depth_bad(void)
{
    vt_int t[16];
    int v, rc = 0;
    depth = 4;
    reload();
    if (depth > 16)
        depth = 16;
    for (unsigned k = 0; k < depth; k++)
        t[k] = begin(1); // expect: vt-unawaited
    if (depth > 4)
        return vt_int_await(t[depth - 1], &v);
    for (unsigned k = 0; k < depth; k++)
        rc |= vt_int_await(t[k], &v);
    return rc;
}
int depth_settled_bad(void)
{
    vt_int t[16];
    int v, rc = 0;
    depth = 1;
    t[0] = begin(0); // expect: vt-unawaited
    reload();
    if (depth != 1)
        return -1;
    rc |= vt_int_await(t[depth - 1], &v);
    return rc;
}
int last_id_bad(void)
{
    vt_int t[8];
    bool on[8] = {0};
    int v, rc = 0;
    last_id = -1;
    while (more()) {
        vt_int x = begin(1); // expect: vt-unawaited
        if (last_id < 0) {
            vt_int_forget(x);
            continue;
        }
        if (last_id > 7 || on[last_id])
            continue;
        t[last_id] = x;
        on[last_id] = true;
    }
    for (int k = 0; k < 8; k++)
        if (on[k])
            rc |= vt_int_await(t[k], &v);
    return rc;
}
int last_id_ok(void)
{
    vt_int t[8];
    bool on[8] = {0};
    int v, rc = 0;
    last_id = -1;
    while (more()) {
        vt_int x = begin(1);
        if (last_id < 0 || last_id > 7 || on[last_id]) {
            vt_int_forget(x);
            continue;
        }
        t[last_id] = x;
        on[last_id] = true;
    }
    for (int k = 0; k < 8; k++)
        if (on[k])
            rc |= vt_int_await(t[k], &v);
    return rc;
}
int global_counter_two_fn_ok(void)
{
    vt_int t[4];
    int v, rc = 0;
    depth = 0;
    while (depth < 4)
        t[depth++] = begin(1);
    while (depth > 0)
        rc |= vt_int_await(t[--depth], &v);
    return rc;
}
