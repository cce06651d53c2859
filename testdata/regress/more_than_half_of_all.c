// Unsigned numbers of 64 bits that are asked whether they are larger than a signed one can be.
#include <limits.h>
#include <stdint.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int begin(int id);
int by_ssize_max(size_t n)
{
    int v;
    vt_int t = begin(1); // expect: vt-unawaited
    if (n > SSIZE_MAX)
        return -EINVAL;
    return vt_int_await(t, &v);
}

int by_half(uint64_t size)
{
    int v;
    vt_int t = begin(1); // expect: vt-unawaited
    if (size > UINT64_MAX / 2)
        return -EFBIG;
    return vt_int_await(t, &v);
}

int otherwise(size_t n)
{
    int v;
    vt_int t = begin(1); // expect: vt-unawaited
    if (n <= PTRDIFF_MAX)
        return vt_int_await(t, &v);
    return -EINVAL;
}

int asked_before_ok(size_t n)
{
    int v = 0;
    vt_int t;
    if (n <= SSIZE_MAX)
        t = begin(1);
    if (n > SSIZE_MAX)
        return -EINVAL;
    return vt_int_await(t, &v);
}

int below_zero_as_signed_ok(uint64_t n)
{
    int v = 0;
    vt_int t;
    if (n > INT64_MAX)
        t = begin(1);
    if ((int64_t)n >= 0)
        return 0;
    return vt_int_await(t, &v);
}
