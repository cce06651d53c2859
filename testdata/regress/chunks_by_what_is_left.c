// known-failure: a bound that is the smaller of a difference and a constant is lost with eight elements
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

int seven_ok_eighth_twice_bad(int n)
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
