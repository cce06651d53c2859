/* How many tasks there are is computed: what it was computed from is not held any more, and an index is compared with the number as with any other. */
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);

int quotient_bad(size_t size)
{
    size_t n = size / 16;
    vt_int ts[32];
    int x;
    if (n == 0 || n > 32)
        return -EINVAL;
    for (size_t i = 0; i < n; i++)
        ts[i] = make((int)i); // expect: vt-unawaited
    for (size_t i = 0; i < n; i++)
        if (vt_int_await(ts[i], &x) < 0)
            return -EIO;
    return 0;
}

int product_bad(int rows, int columns)
{
    int n = rows * columns, x;
    vt_int ts[32];
    if (n <= 0 || n > 32)
        return -EINVAL;
    for (int i = 0; i < n; i++)
        ts[i] = make(i); // expect: vt-unawaited
    for (int i = 0; i < n; i++)
        if (vt_int_await(ts[i], &x) < 0)
            return -EIO;
    return 0;
}

int product_ok(int rows, int columns)
{
    int n = rows * columns, x, rc = 0;
    vt_int ts[32];
    if (n <= 0 || n > 32)
        return -EINVAL;
    for (int i = 0; i < n; i++)
        ts[i] = make(i);
    for (int i = 0; i < n; i++)
        if (vt_int_await(ts[i], &x) < 0)
            rc = -EIO;
    return rc;
}
