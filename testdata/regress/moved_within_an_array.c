// Tasks that memmove and memcpy move: as many as a variable says, down, up, within an array or to another one.
#include <stdbool.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int id);
bool more(void);
bool wants(int id);

enum { MOST = 4 };

/* The first is awaited, the rest moved down. */
int queue_ok(unsigned jobs, bool keep_going)
{
    vt_int running[MOST];
    size_t n = 0;
    int rc = 0, code, failed = 0;
    if (jobs == 0 || jobs > MOST)
        jobs = MOST;
    for (;;) {
        while (n < jobs && more())
            running[n++] = start(0);
        if (n == 0)
            return failed;
        rc = vt_int_await(running[0], &code);
        n--;
        memmove(running, running + 1, n * sizeof *running);
        if (rc < 0)
            break;
        if (code != 0) {
            failed++;
            if (!keep_going)
                break;
        }
    }
    while (n-- > 0)
        vt_int_forget(running[n]);
    return rc;
}

int queue_bad(unsigned jobs, bool keep_going)
{
    vt_int running[MOST];
    size_t n = 0;
    int rc = 0, code, failed = 0;
    if (jobs == 0 || jobs > MOST)
        jobs = MOST;
    for (;;) {
        while (n < jobs && more())
            running[n++] = start(0); // expect: vt-unawaited running
        if (n == 0)
            return failed;
        rc = vt_int_await(running[0], &code);
        n--;
        memmove(running, running + 1, n * sizeof *running);
        if (rc < 0)
            break;
        if (code != 0) {
            failed++;
            if (!keep_going)
                return -1;
        }
    }
    while (n-- > 0)
        vt_int_forget(running[n]);
    return rc;
}

/* Any of them is taken out, and what lies behind it closes the gap. */
int take_out_ok(int count, int at)
{
    vt_int t[MOST];
    int v = 0, rc = 0, n = 0;
    for (; n < count && n < MOST; n++)
        t[n] = start(n);
    if (at < 0 || at >= n) {
        at = n - 1;
    }
    if (n > 0) {
        rc = vt_int_await(t[at], &v);
        memmove(&t[at], &t[at + 1], (size_t)(n - at - 1) * sizeof t[0]);
        n--;
    }
    for (int i = 0; i < n; i++)
        vt_int_forget(t[i]);
    return rc < 0 ? rc : v;
}

int take_out_too_late_bad(int count, int at)
{
    vt_int t[MOST];
    int v = 0, rc = 0, n = 0;
    for (; n < count && n < MOST; n++)
        t[n] = start(n); // expect: vt-unawaited overwritten
    if (at < 0 || at >= n) {
        at = n - 1;
    }
    if (n > 0) {
        memmove(&t[at], &t[at + 1], (size_t)(n - at - 1) * sizeof t[0]);
        n--;
        rc = vt_int_await(t[at], &v);
    }
    for (int i = 0; i < n; i++)
        vt_int_forget(t[i]); // expect: vt-double-await
    return rc < 0 ? rc : v;
}

/* Without memmove's number going down: the last is there twice. */
int moved_but_not_counted_bad(int count)
{
    vt_int t[MOST];
    int v = 0, n = 0;
    for (; n < count && n < MOST; n++)
        t[n] = start(n);
    if (n == 0)
        return 0;
    int rc = vt_int_await(t[0], &v);
    if (n > 1) {
        memmove(t, t + 1, (size_t)(n - 1) * sizeof *t);
        for (int i = 0; i < n; i++)
            vt_int_forget(t[i]); // expect: vt-double-await
    }
    return rc < 0 ? rc : v;
}

/* Room is made in front: from the last to the first. */
int put_in_front_ok(int count)
{
    vt_int t[MOST];
    size_t n = 0;
    int v = 0, rc = 0;
    for (int i = 0; i < count && n < MOST; i++) {
        memmove(&t[1], &t[0], sizeof t[0] * n);
        t[0] = start(i);
        n++;
    }
    for (size_t i = 0; i < n; i++)
        if (vt_int_await(t[i], &v) < 0)
            rc = -1;
    return rc;
}

int put_in_front_bad(int count)
{
    vt_int t[MOST];
    size_t n = 0;
    int v = 0, rc = 0;
    for (int i = 0; i < count && n < MOST; i++) {
        memmove(&t[1], &t[0], sizeof t[0] * n);
        t[0] = start(i); // expect: vt-unawaited
        n++;
    }
    for (size_t i = 1; i < n; i++)
        if (vt_int_await(t[i], &v) < 0)
            rc = -1;
    return rc;
}

/* To another array. */
int handed_over_ok(int count)
{
    vt_int fresh[MOST], old[MOST];
    int v = 0, n = 0;
    for (; n < count && n < MOST; n++)
        fresh[n] = start(n);
    memcpy(old, fresh, (size_t)n * sizeof(vt_int));
    while (n > 0)
        vt_int_await(old[--n], &v);
    return v;
}

int handed_over_bad(int count)
{
    vt_int fresh[MOST], old[MOST];
    int v = 0, n = 0;
    for (; n < count && n < MOST; n++)
        fresh[n] = start(n);
    memcpy(old, fresh, (size_t)n * sizeof(vt_int));
    for (int i = 0; i < n; i++)
        vt_int_await(old[i], &v);
    for (int i = 0; i < n; i++)
        vt_int_forget(fresh[i]); // expect: vt-double-await
    return v;
}

/* A number of bytes. */
int bytes_ok(int count)
{
    vt_int t[MOST];
    int v = 0, n = 0;
    for (; n < count && n < MOST; n++)
        t[n] = start(n);
    while (n > 0) {
        vt_int_await(t[0], &v);
        n--;
        const size_t bytes = (size_t)n * sizeof *t;
        memmove(t, t + 1, bytes);
    }
    return v;
}

int bytes_bad(int count)
{
    vt_int t[MOST];
    int v = 0, n = 0;
    for (; n < count && n < MOST; n++)
        t[n] = start(n); // expect: vt-unawaited
    while (n > 0) {
        vt_int_await(t[0], &v);
        n--;
        const size_t bytes = (size_t)n * sizeof *t;
        memmove(t, t + 1, bytes);
        if (v < 0)
            return v;
    }
    return v;
}

/* What says which are tasks moves along. */
int flags_ok(const int *ids, int count)
{
    vt_int t[MOST];
    bool is_on[MOST];
    int n = 0, v = 0, sum = 0;
    for (; n < count && n < MOST; n++) {
        is_on[n] = wants(ids[n]);
        if (is_on[n])
            t[n] = start(ids[n]);
    }
    while (n > 0) {
        if (is_on[0] && vt_int_await(t[0], &v) == 0)
            sum += v;
        n--;
        memmove(t, t + 1, (size_t)n * sizeof *t);
        memmove(is_on, is_on + 1, (size_t)n * sizeof *is_on);
    }
    return sum;
}

int flags_bad(const int *ids, int count)
{
    vt_int t[MOST];
    bool is_on[MOST];
    int n = 0, v = 0, sum = 0;
    for (; n < count && n < MOST; n++) {
        is_on[n] = wants(ids[n]);
        if (is_on[n])
            t[n] = start(ids[n]); // expect: vt-unawaited
    }
    while (n > 0) {
        if (is_on[0] && vt_int_await(t[0], &v) == 0)
            sum += v;
        n--;
        memmove(t, t + 1, (size_t)n * sizeof *t);
        memmove(is_on, is_on + 1, (size_t)n * sizeof *is_on);
        if (sum > count)
            break;
    }
    return sum;
}
