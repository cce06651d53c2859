// Arrays that loops fill and empty: stopped early, counted, rows and columns, flags beside them.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);
int cond(void);
int probe(void);

#define N 4

int fill_and_await_ok(void)
{
    vt_int ts[N];
    int sum = 0, v;
    for (int i = 0; i < N; i++)
        ts[i] = make();
    for (int i = 0; i < N; i++)
        if (vt_int_await(ts[i], &v) == 0)
            sum += v;
    return sum;
}

int awaited_twice_bad(void)
{
    vt_int ts[N];
    int sum = 0, v;
    for (int i = 0; i < N; i++)
        ts[i] = make();
    for (int i = 0; i < N; i++)
        if (vt_int_await(ts[i], &v) == 0)
            sum += v;
    for (int i = 0; i < N; i++)
        vt_int_forget(ts[i]); // expect: vt-double-await
    return sum;
}

int one_left_bad(void)
{
    vt_int ts[N];
    for (int i = 0; i < N; i++)
        ts[i] = make(); // expect: vt-unawaited
    for (int i = 1; i < N; i++)
        vt_int_forget(ts[i]);
    return 0;
}

int stops_early_bad(void)
{
    vt_int ts[N];
    int v;
    for (int i = 0; i < N; i++)
        ts[i] = make(); // expect: vt-unawaited
    for (int i = 0; i < N; i++)
        if (vt_int_await(ts[i], &v) < 0)
            return -1;
    return 0;
}

int stops_early_ok(void)
{
    vt_int ts[N];
    int v, i, rc = 0;
    for (i = 0; i < N; i++)
        ts[i] = make();
    for (i = 0; i < N; i++) {
        rc = vt_int_await(ts[i], &v);
        if (rc < 0) {
            i++;
            break;
        }
    }
    for (; i < N; i++)
        vt_int_forget(ts[i]);
    return rc;
}

int count_filled_ok(void)
{
    vt_int ts[N];
    int n = 0, v;
    for (int i = 0; i < N; i++) {
        if (probe() < 0)
            break;
        ts[n++] = make();
    }
    while (n > 0)
        if (vt_int_await(ts[--n], &v) < 0)
            work();
    return 0;
}

int unknown_count_ok(int n)
{
    vt_int ts[64];
    int v;
    if (n > 64)
        n = 64;
    for (int i = 0; i < n; i++)
        ts[i] = make();
    for (int i = 0; i < n; i++)
        (void)vt_int_await(ts[i], &v);
    return 0;
}

int when_all(vt_int *ts, int n)
{
    int v, rc = 0;
    for (int i = 0; i < n; i++) {
        int r = vt_int_await(ts[i], &v);
        if (rc == 0)
            rc = r;
    }
    return rc;
}

int when_all_ok(void)
{
    vt_int ts[3] = {make(), make(), make()};
    return when_all(ts, 3);
}

int when_all_twice_bad(void)
{
    vt_int ts[3] = {make(), make(), make()};
    int rc = when_all(ts, 3);
    rc += when_all(ts, 3); // expect: vt-double-await
    return rc;
}

int when_all_short_bad(void)
{
    vt_int ts[3];
    ts[0] = make();
    ts[1] = make();
    ts[2] = make(); // expect: vt-unawaited
    return when_all(ts, 2);
}

int variable_index_ok(int i)
{
    vt_int ts[2] = {make(), make()};
    int v;
    i = i ? 1 : 0;
    (void)vt_int_await(ts[i], &v);
    (void)vt_int_await(ts[!i], &v);
    return 0;
}

int variable_index_bad(int i)
{
    vt_int ts[2];
    int v;
    ts[0] = make(); // expect: vt-unawaited
    ts[1] = make(); // expect: vt-unawaited
    i = i ? 1 : 0;
    (void)vt_int_await(ts[i], &v);
    (void)vt_int_await(ts[i], &v); // expect: vt-double-await
    return 0;
}

int same_index_bad(unsigned i)
{
    vt_int ts[N];
    int v;
    for (int k = 0; k < N; k++)
        ts[k] = make();
    (void)vt_int_await(ts[i % N], &v);
    (void)vt_int_await(ts[i % N], &v); // expect: vt-double-await
    for (unsigned k = 0; k < N; k++)
        if (k != i % N)
            vt_int_forget(ts[k]);
    return 0;
}

int ring_ok(void)
{
    vt_int ring[2];
    int v, head = 0;
    ring[0] = make();
    for (int i = 0; i < 10; i++) {
        ring[!head] = make();
        (void)vt_int_await(ring[head], &v);
        head = !head;
    }
    (void)vt_int_await(ring[head], &v);
    return 0;
}

int matrix_ok(void)
{
    vt_int m[2][3];
    int v;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 3; j++)
            m[i][j] = make();
    for (int j = 0; j < 3; j++)
        for (int i = 0; i < 2; i++)
            (void)vt_int_await(m[i][j], &v);
    return 0;
}

int flags_beside_ok(void)
{
    vt_int ts[N];
    bool used[N] = {false};
    int v;
    for (int i = 0; i < N; i++)
        if (cond()) {
            ts[i] = make();
            used[i] = true;
        }
    for (int i = 0; i < N; i++)
        if (used[i])
            (void)vt_int_await(ts[i], &v);
    return 0;
}
int sliding_ok(int n)
{
    int v;
    vt_int previous = make();
    for (int i = 0; i < n; i++) {
        vt_int next = make();
        (void)vt_int_await(previous, &v);
        previous = next;
    }
    (void)vt_int_await(previous, &v);
    return 0;
}

int sliding_bad(int n)
{
    int v;
    vt_int previous = make();
    for (int i = 0; i < n; i++) {
        vt_int next = make(); // expect: vt-unawaited
        (void)vt_int_await(previous, &v);
        previous = next;
    }
    if (n <= 0)
        (void)vt_int_await(previous, &v);
    return 0;
}
