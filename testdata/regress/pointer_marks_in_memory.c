// The mark of a slot is a pointer in memory that unseen code knows, `n->item = item`: it was held for changed by each start(), or by who looks for the next item. But who never clears it himself waits
// for others to do so.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct item {
    int id, rc;
};

struct node {
    struct item *item;
    const int *asked;
};

struct farm {
    struct node nodes[3];
    bool is_cancelled;
};

vt_int start(int id);
struct item *next_item(struct farm *f);
void pump(struct node *nodes);

int asked_ok(struct node *peers, const int *ids, size_t n)
{
    vt_int want[4];
    size_t next = 0, busy = 0;
    int rc = 0, v;
    for (size_t i = 0; i < 4; i++)
        peers[i].asked = NULL;
    while ((next < n || busy > 0) && rc == 0) {
        for (size_t i = 0; i < 4; i++) {
            if (peers[i].asked) {
                if (!vt_int_is_completed(want[i]))
                    continue;
                peers[i].asked = NULL;
                busy--;
                rc |= vt_int_await(want[i], &v);
            }
            if (next < n) {
                peers[i].asked = &ids[next];
                want[i] = start(ids[next++]);
                busy++;
            }
        }
    }
    for (size_t i = 0; i < 4; i++)
        if (peers[i].asked)
            vt_int_forget(want[i]);
    return rc;
}

int asked_bad(struct node *peers, const int *ids, size_t n)
{
    vt_int want[4];
    size_t next = 0;
    int rc = 0, v;
    for (size_t i = 0; i < 4; i++)
        peers[i].asked = NULL;
    while (next < n && rc == 0) {
        for (size_t i = 0; i < 4; i++) {
            if (peers[i].asked) {
                peers[i].asked = NULL;
                rc |= vt_int_await(want[i], &v);
            }
            if (next < n) {
                peers[i].asked = &ids[next];
                want[i] = start(ids[next++]); // expect: vt-unawaited
            }
        }
    }
    return rc;
}

int farm_ok(struct farm *f, int *out)
{
    vt_int work[3];
    int rc = 0;
    for (unsigned i = 0; i < 3; i++)
        f->nodes[i].item = NULL;
    for (;;) {
        unsigned busy = 0;
        for (unsigned i = 0; i < 3; i++) {
            struct node *n = &f->nodes[i];
            if (n->item)
                continue;
            struct item *item = next_item(f);
            if (!item)
                break;
            n->item = item;
            work[i] = start(item->id);
        }
        for (unsigned i = 0; i < 3; i++) {
            struct node *n = &f->nodes[i];
            if (!n->item)
                continue;
            busy++;
            if (!vt_int_is_completed(work[i]))
                continue;
            n->item = NULL;
            rc |= vt_int_await(work[i], &out[i]);
        }
        if (f->is_cancelled || busy == 0)
            break;
    }
    for (unsigned i = 0; i < 3; i++)
        if (f->nodes[i].item)
            vt_int_forget(work[i]);
    return rc;
}

int farm_bad(struct farm *f, int *out)
{
    vt_int work[3];
    int rc = 0;
    for (unsigned i = 0; i < 3; i++)
        f->nodes[i].item = NULL;
    for (;;) {
        unsigned busy = 0;
        for (unsigned i = 0; i < 3; i++) {
            struct node *n = &f->nodes[i];
            if (n->item)
                continue;
            struct item *item = next_item(f);
            if (!item)
                break;
            n->item = item;
            work[i] = start(item->id); // expect: vt-unawaited
        }
        for (unsigned i = 0; i < 3; i++) {
            struct node *n = &f->nodes[i];
            if (!n->item)
                continue;
            busy++;
            if (!vt_int_is_completed(work[i]))
                continue;
            n->item = NULL;
            rc |= vt_int_await(work[i], &out[i]);
        }
        if (f->is_cancelled || busy == 0)
            break;
    }
    return rc;
}

int cleared_by_others_bad(struct node *nodes, struct item *items)
{
    vt_int t[2];
    int rc = 0, v;
    for (unsigned i = 0; i < 2; i++) {
        nodes[i].item = &items[i];
        t[i] = start(items[i].id); // expect: vt-unawaited
    }
    pump(nodes);
    for (unsigned i = 0; i < 2; i++)
        if (nodes[i].item)
            rc |= vt_int_await(t[i], &v);
    return rc;
}

int cleared_by_others_ok(struct node *nodes, struct item *items)
{
    vt_int t[2];
    int rc = 0, v;
    for (unsigned i = 0; i < 2; i++) {
        nodes[i].item = &items[i];
        t[i] = start(items[i].id);
    }
    pump(nodes);
    for (unsigned i = 0; i < 2; i++)
        if (nodes[i].item)
            rc |= vt_int_await(t[i], &v);
        else
            vt_int_forget(t[i]);
    return rc;
}
