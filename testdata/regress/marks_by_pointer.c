// Marks beside tasks, in an array of structs that unseen code knows, are asked and set by way of a pointer to the struct, `struct node *w = &nodes[i]`: they were held for changed by each start(). But who
// asks for a number that he never stores there (`DONE`) waits for others to store it.
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);

enum state { IDLE, BUSY, DONE };
struct node {
    bool busy;
    enum state state;
};

vt_int start(unsigned k);
void pump(void);

int polled_ok(struct node *nodes, unsigned n)
{
    vt_int t[3];
    unsigned next = 0;
    int rc = 0, v;
    for (unsigned i = 0; i < 3; i++)
        nodes[i].busy = false;
    while (next < n) {
        for (unsigned i = 0; i < 3; i++) {
            struct node *w = &nodes[i];
            if (w->busy) {
                if (!vt_int_is_completed(t[i]))
                    continue;
                w->busy = false;
                if (vt_int_await(t[i], &v) < 0)
                    rc = -1;
            }
            if (next == n)
                continue;
            w->busy = true;
            t[i] = start(next++);
        }
    }
    for (unsigned i = 0; i < 3; i++) {
        struct node *w = nodes + i;
        if (w->busy)
            vt_int_forget(t[i]);
    }
    return rc;
}

int polled_bad(struct node *nodes, unsigned n)
{
    vt_int t[3];
    unsigned next = 0;
    int rc = 0, v;
    for (unsigned i = 0; i < 3; i++)
        nodes[i].busy = false;
    while (next < n && rc == 0) {
        for (unsigned i = 0; i < 3; i++) {
            struct node *w = &nodes[i];
            if (w->busy) {
                if (!vt_int_is_completed(t[i]))
                    continue;
                w->busy = false;
                if (vt_int_await(t[i], &v) < 0)
                    rc = -1;
            }
            if (next == n)
                continue;
            w->busy = true;
            t[i] = start(next++); // expect: vt-unawaited
        }
    }
    return rc;
}

// Left by the count alone.
int counted_ok(struct node *nodes, unsigned n)
{
    vt_int t[3];
    unsigned next = 0, busy = 0;
    int rc = 0, v;
    for (unsigned i = 0; i < 3; i++)
        nodes[i].busy = false;
    while (next < n || busy > 0) {
        for (unsigned i = 0; i < 3; i++) {
            if (nodes[i].busy) {
                if (!vt_int_is_completed(t[i]))
                    continue;
                nodes[i].busy = false;
                busy--;
                if (vt_int_await(t[i], &v) < 0)
                    rc = -1;
            }
            if (next == n)
                continue;
            nodes[i].busy = true;
            t[i] = start(next++);
            busy++;
        }
    }
    return rc;
}

int counted_bad(struct node *nodes, unsigned n)
{
    vt_int t[3];
    unsigned next = 0, busy = 0;
    int rc = 0, v;
    for (unsigned i = 0; i < 3; i++)
        nodes[i].busy = false;
    while (next < n || busy > 1) {
        for (unsigned i = 0; i < 3; i++) {
            if (nodes[i].busy) {
                if (!vt_int_is_completed(t[i]))
                    continue;
                nodes[i].busy = false;
                busy--;
                if (vt_int_await(t[i], &v) < 0)
                    rc = -1;
            }
            if (next == n)
                continue;
            nodes[i].busy = true;
            t[i] = start(next++); // expect: vt-unawaited
            busy++;
        }
    }
    return rc;
}

int done_by_others_ok(struct node *nodes, int n)
{
    vt_int t[3];
    int rc = 0, v;
    for (int i = 0; i < 3; i++)
        nodes[i].state = IDLE;
    for (int k = 0; k < n; k++) {
        pump();
        for (int i = 0; i < 3; i++) {
            struct node *w = &nodes[i];
            if (w->state == IDLE) {
                t[i] = start((unsigned)i);
                w->state = BUSY;
            } else if (w->state == DONE) {
                rc |= vt_int_await(t[i], &v);
                w->state = IDLE;
            }
        }
    }
    for (int i = 0; i < 3; i++)
        if (nodes[i].state != IDLE)
            vt_int_forget(t[i]);
    return rc;
}
