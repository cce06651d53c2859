// Batches: as many as are left, but no more than there is room for.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
int chunks_ok(int n)
{
    vt_int ts[8];
    int rc = 0;
    for (int off = 0; off < n; off += 8) {
        int m = n - off < 8 ? n - off : 8;
        for (int i = 0; i < m; i++)
            ts[i] = make(i);
        for (int i = 0; i < m; i++)
            rc |= vt_int_await(ts[i], &(int){0});
    }
    return rc;
}

int left_ok(const int *items, int left)
{
    vt_int ts[8];
    int rc = 0;
    while (left > 0) {
        int m = left < 8 ? left : 8;
        for (int i = 0; i < m; i++)
            ts[i] = make(items[i]);
        for (int i = 0; i < m; i++)
            rc |= vt_int_await(ts[i], &(int){0});
        items += m;
        left -= m;
    }
    return rc;
}

int sizes_ok(size_t n)
{
    vt_int ts[6];
    int rc = 0;
    for (size_t off = 0, m; off < n; off += m) {
        m = n - off > 6 ? 6 : n - off;
        for (size_t i = 0; i < m; i++)
            ts[i] = make(1);
        for (size_t i = 0; i < m; i++)
            rc |= vt_int_await(ts[i], &(int){0});
    }
    return rc;
}

int windows_ok(int n)
{
    vt_int ts[8];
    int rc = 0;
    for (int off = 0; off < n; off += 8) {
        for (int i = off; i < off + 8 && i < n; i++)
            ts[i - off] = make(i);
        for (int i = off; i < off + 8 && i < n; i++)
            rc |= vt_int_await(ts[i - off], &(int){0});
    }
    return rc;
}

int eighth_twice_bad(int n)
{
    vt_int ts[8];
    int rc = 0;
    for (int off = 0; off < n; off += 8) {
        int m = n - off < 8 ? n - off : 8;
        for (int i = 0; i < m; i++)
            ts[i] = make(i);
        for (int i = 0; i < m; i++)
            rc |= vt_int_await(ts[i], &(int){0});
        if (m == 8)
            vt_int_forget(ts[7]); // expect: vt-double-await
    }
    return rc;
}

int last_lost_bad(int n)
{
    vt_int ts[8];
    int rc = 0;
    for (int off = 0; off < n; off += 8) {
        int m = n - off < 8 ? n - off : 8;
        for (int i = 0; i < m; i++)
            ts[i] = make(i); // expect: vt-unawaited
        for (int i = 1; i < m; i++)
            rc |= vt_int_await(ts[i], &(int){0});
    }
    return rc;
}
