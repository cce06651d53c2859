// Tasks are counted in an object that unseen code is given, which counts down what is done: where the function itself does not count, that is a number of others, and a loop that goes on until it is 0
// waits for them. (It counted as the function's own, since other loops of the function count there, and what comes behind was held for impossible.)
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);

struct pool {
    unsigned n, left;
};

vt_int begin_in(struct pool *p, int id);
void poll_in(struct pool *p);
bool more(void);

int waits_then_leaves_bad(struct pool *p)
{
    vt_int t[4];
    int v, rc = 0;
    for (int i = 0; i < 4; i++) {
        t[i] = begin_in(p, i); // expect: vt-unawaited
        p->n++;
    }
    while (p->n > 0)
        poll_in(p);
    for (int i = 0; i < 3; i++)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

int waits_ok(struct pool *p)
{
    vt_int t[4];
    int v, rc = 0;
    for (int i = 0; i < 4; i++) {
        t[i] = begin_in(p, i);
        p->n++;
    }
    while (p->n > 0)
        poll_in(p);
    for (int i = 0; i < 4; i++)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

int from_zero_bad(struct pool *p, bool all)
{
    vt_int t[4];
    int v, rc = 0;
    p->left = 0;
    for (int i = 0; i < 4; i++) {
        t[i] = begin_in(p, i); // expect: vt-unawaited
        p->left++;
    }
    while (p->left > 0)
        poll_in(p);
    if (all)
        for (int i = 0; i < 4; i++)
            rc |= vt_int_await(t[i], &v);
    p->left -= 1;
    return rc;
}

int from_zero_ok(struct pool *p)
{
    vt_int t[4];
    int v, rc = 0;
    p->left = 0;
    for (int i = 0; i < 4; i++) {
        t[i] = begin_in(p, i);
        p->left++;
    }
    while (p->left > 0)
        poll_in(p);
    for (int i = 0; i < 4; i++)
        rc |= vt_int_await(t[i], &v);
    return rc;
}

// Counted beside the tasks, and down by the function itself: its own while it counts.
int own_while_counting_ok(struct pool *p)
{
    vt_int t[4];
    int n = 0, v, rc = 0;
    p->left = 0;
    for (int i = 0; i < 4; i++) {
        if (!more())
            continue;
        t[n++] = begin_in(p, i);
        if (p->n < 9)
            p->n = 9;
        p->left++;
        poll_in(p);
    }
    if (p->left > 0)
        for (int i = 0; i < n; i++) {
            rc |= vt_int_await(t[i], &v);
            p->left--;
        }
    return rc;
}

int own_while_counting_bad(struct pool *p)
{
    vt_int t[4];
    int n = 0, v, rc = 0;
    p->left = 0;
    for (int i = 0; i < 4; i++) {
        if (!more())
            continue;
        t[n++] = begin_in(p, i); // expect: vt-unawaited
        if (p->n < 9)
            p->n = 9;
        p->left++;
        poll_in(p);
    }
    if (p->left > 1)
        for (int i = 0; i < n; i++) {
            rc |= vt_int_await(t[i], &v);
            p->left--;
        }
    return rc;
}

// A loop within the one that counts: it waits for others all the same.
int waits_within_bad(struct pool *p, int rounds)
{
    int v, rc = 0;
    for (int r = 0; r < rounds; r++) {
        vt_int t[2];
        t[0] = begin_in(p, 0); // expect: vt-unawaited
        t[1] = begin_in(p, 1);
        p->n += 2;
        while (p->n > 0)
            poll_in(p);
        if (r != 3)
            rc |= vt_int_await(t[0], &v);
        rc |= vt_int_await(t[1], &v);
    }
    return rc;
}

struct walk {
    int at, n, *ids;
};

// Four at a time: the inner loops ask what the outer one counts in memory, and have an index of their own.
int in_batches_ok(struct walk *w)
{
    int v, rc = 0;
    for (w->at = 0; w->at < w->n; w->at += 4) {
        vt_int t[4];
        for (int k = 0; k < 4 && w->at + k < w->n; k++)
            t[k] = begin_in(NULL, w->ids[w->at + k]);
        for (int k = 0; k < 4 && w->at + k < w->n; k++)
            rc |= vt_int_await(t[k], &v);
    }
    return rc;
}

int in_batches_left_bad(struct walk *w)
{
    int v, rc = 0;
    for (w->at = 0; w->at < w->n; w->at += 4) {
        vt_int t[4];
        for (int k = 0; k < 4 && w->at + k < w->n; k++)
            t[k] = begin_in(NULL, w->ids[w->at + k]); // expect: vt-unawaited
        for (int k = 0; k < 4 && w->at + k < w->n; k++) {
            rc = vt_int_await(t[k], &v);
            if (rc < 0)
                return rc;
        }
    }
    return rc;
}

// Asked in the loop that counts up whether none is left: others count down.
int idle_bad(struct pool *p, int n)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    if (n > 8)
        n = 8;
    p->left = 0;
    for (int i = 0; i < n; i++) {
        t[k++] = begin_in(p, i); // expect: vt-unawaited
        p->left++;
        poll_in(p);
        if (p->left == 0)
            return 0;
    }
    while (k > 0) {
        rc |= vt_int_await(t[--k], &v);
        p->left--;
    }
    return rc;
}

// Errors are no tasks: not in each turn, not down where one is taken.
int errors_bad(struct pool *p, int n)
{
    vt_int t[8];
    int v, rc = 0, k = 0;
    if (n > 8)
        n = 8;
    p->n = 0;
    for (int i = 0; i < n; i++) {
        t[k++] = begin_in(p, i); // expect: vt-unawaited
        if (!more())
            p->n++;
        poll_in(p);
        if (p->n > 10)
            return -1;
    }
    while (k > 0)
        if (vt_int_await(t[--k], &v) == 0 && p->n > 0)
            p->n--;
    return rc;
}

// Counted in several places of one loop, and code that gets the object runs in a loop within it.
int several_places_ok(struct pool *p, const int *kinds)
{
    vt_int t[8];
    int n = 0, v, rc = 0;
    p->left = 0;
    while (n < 8 && more()) {
        switch (kinds[n]) {
        case 0: t[n++] = begin_in(p, 0); p->left++; break;
        case 1: t[n++] = begin_in(p, 1); p->left++; break;
        case 2: t[n++] = begin_in(p, 2); p->left++; break;
        case 3: t[n++] = begin_in(p, 3); p->left++; break;
        default: t[n++] = begin_in(p, 4); p->left++; break;
        }
        for (int k = 0; k < 2; k++)
            poll_in(p);
    }
    while (p->left > 0) {
        poll_in(p);
        rc |= vt_int_await(t[--n], &v);
        p->left--;
    }
    return rc;
}

// Beside an index of its own, too.
int mode_of_turn_ok(struct walk *w)
{
    int v, rc = 0;
    for (w->at = 0; w->at < w->n; w->at++) {
        vt_int t[2];
        for (int r = 0; r < 2 && w->at > 3; r++)
            t[r] = begin_in(NULL, r);
        for (int r = 0; r < 2 && w->at > 3; r++)
            rc |= vt_int_await(t[r], &v);
    }
    return rc;
}
