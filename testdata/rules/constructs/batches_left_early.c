// Batches that are left early, split in two, filled and emptied by helpers.
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>
VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);
vt_int start(int job);
int cond(void);
int next_job(void);

#define WORKERS 3

int pool_bad(int jobs)
{
    vt_int worker[WORKERS];
    bool busy[WORKERS] = {false};
    int value = 0, sum = 0;
    for (int given = 0; given < jobs; given++) {
        int w = given % WORKERS;
        if (busy[w]) {
            if (vt_int_await(worker[w], &value) < 0)
                return -1;
            sum += value;
        }
        worker[w] = start(given); // expect: vt-unawaited
        busy[w] = true;
    }
    return sum;
}

int early_exit_ok(void)
{
    vt_int t[4];
    int value = 0, rc = 0, started = 0;
    for (; started < 4; started++) {
        if (cond()) {
            rc = -EINTR;
            break;
        }
        t[started] = start(started);
    }
    for (int i = 0; i < started; i++) {
        if (rc < 0)
            vt_int_forget(t[i]);
        else
            rc = vt_int_await(t[i], &value);
    }
    return rc;
}

int early_exit_bad(void)
{
    vt_int t[4];
    int value = 0, rc = 0, started = 0;
    for (; started < 4; started++) {
        if (cond())
            return -EINTR;
        t[started] = start(started); // expect: vt-unawaited
    }
    for (int i = 0; i < started; i++)
        rc |= vt_int_await(t[i], &value);
    return rc;
}

int early_exit_goto_ok(size_t n)
{
    vt_int t[16];
    int values[16], rc = 0;
    size_t filled = 0;
    if (n > 16)
        return -E2BIG;
    while (filled < n) {
        int job = next_job();
        if (job < 0) {
            rc = job;
            goto abandon;
        }
        t[filled++] = start(job);
    }
    return vt_int_when_all(t, filled, values);
abandon:
    while (filled > 0)
        vt_int_forget(t[--filled]);
    return rc;
}

int early_exit_goto_bad(size_t n)
{
    vt_int t[16];
    int values[16], rc = 0;
    size_t filled = 0;
    if (n > 16)
        return -E2BIG;
    while (filled < n) {
        int job = next_job();
        if (job < 0) {
            rc = job;
            goto abandon;
        }
        t[filled++] = start(job); // expect: vt-unawaited
    }
    return vt_int_when_all(t, filled, values);
abandon:
    while (filled > 1)
        vt_int_forget(t[--filled]);
    return rc;
}

struct pair { int id; bool live; };
int table_beside_ok(void)
{
    vt_int t[3];
    struct pair p[3] = {{0, false}, {1, false}, {2, false}};
    int value = 0, sum = 0;
    for (int i = 0; i < 3; i++)
        if (cond()) {
            t[i] = start(p[i].id);
            p[i].live = true;
        }
    for (int i = 0; i < 3; i++) {
        if (!p[i].live)
            continue;
        p[i].live = false;
        sum += vt_int_await(t[i], &value);
    }
    return sum;
}

int halves_ok(void)
{
    vt_int t[6];
    int value = 0, sum = 0;
    for (int i = 0; i < 6; i++)
        t[i] = start(i);
    for (int i = 0; i < 3; i++)
        sum += vt_int_await(t[i], &value);
    for (int i = 3; i < 6; i++)
        sum += vt_int_await(t[i], &value);
    return sum;
}
int halves_bad(void)
{
    vt_int t[6];
    int value = 0, sum = 0;
    for (int i = 0; i < 6; i++)
        t[i] = start(i); // expect: vt-unawaited
    for (int i = 0; i < 3; i++)
        sum += vt_int_await(t[i], &value);
    for (int i = 4; i < 6; i++)
        sum += vt_int_await(t[i], &value);
    return sum;
}
int halves_twice_bad(void)
{
    vt_int t[6];
    int value = 0, sum = 0;
    for (int i = 0; i < 6; i++)
        t[i] = start(i);
    for (int i = 0; i < 4; i++)
        sum += vt_int_await(t[i], &value);
    for (int i = 3; i < 6; i++)
        sum += vt_int_await(t[i], &value); // expect: vt-double-await
    return sum;
}

static int await_some(vt_int *t, int from, int to)
{
    int value = 0, sum = 0;
    for (int i = from; i < to; i++)
        sum += vt_int_await(t[i], &value);
    return sum;
}
int some_ok(void)
{
    vt_int t[4] = {start(0), start(1), start(2), start(3)};
    return await_some(t, 0, 2) + await_some(t, 2, 4);
}
int some_bad(void)
{
    vt_int t[4] = {start(0), start(1), start(2), start(3)}; // expect: vt-unawaited
    return await_some(t, 0, 2) + await_some(t, 3, 4);
}
int some_twice_bad(void)
{
    vt_int t[4] = {start(0), start(1), start(2), start(3)};
    return await_some(t, 0, 3) + await_some(t, 2, 4); // expect: vt-double-await
}
static void fill(vt_int *t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        t[i] = start((int)i);
}
int filled_by_helper_ok(void)
{
    vt_int t[3];
    int values[3];
    fill(t, 3);
    return vt_int_when_all(t, 3, values);
}
int filled_by_helper_bad(void)
{
    vt_int t[3];
    int values[3];
    fill(t, 3); // expect: vt-unawaited
    return vt_int_when_all(t, 2, values);
}
static int any_of(vt_int *t, size_t n, int *out)
{
    size_t winner = 0;
    return n > 0 ? vt_int_when_any(t, n, out, &winner) : -EINVAL;
}
int any_of_ok(void)
{
    int value = 0;
    vt_int t[2] = {start(0), start(1)};
    return any_of(t, 2, &value) < 0 ? -1 : value;
}
int any_of_bad(void)
{
    int value = 0;
    vt_int t[2] = {start(0), start(1)};
    if (any_of(t, 2, &value) < 0)
        return vt_int_await(t[0], &value); // expect: vt-double-await
    return value;
}
