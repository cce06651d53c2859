// Unsigned numbers of 64 bits that are no signed ones: (size_t)-1 says that something failed.
#include <stddef.h>
#include <stdint.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);
size_t convert(int number);

int failed_bad(void)
{
    vt_int task = make(0); // expect: vt-unawaited
    int value = 0;
    size_t length = convert(1);
    if (length == (size_t)-1)
        return -1;
    vt_int_await(task, &value);
    return value;
}

int failed_ok(void)
{
    vt_int task = make(0);
    int value = 0;
    size_t length = convert(1);
    if (length == (size_t)-1) {
        vt_int_forget(task);
        return -1;
    }
    vt_int_await(task, &value);
    return value;
}

int asked_twice_ok(void)
{
    vt_int task = make(0);
    int value = 0;
    size_t length = convert(1);
    if (length != SIZE_MAX)
        vt_int_await(task, &value);
    if (length == SIZE_MAX)
        vt_int_forget(task);
    return value;
}

int small_is_not_huge_ok(void)
{
    int value = 0;
    size_t length = convert(1);
    if (length > 100)
        return 0;
    vt_int task = make(0);
    if (length != (size_t)-1)
        vt_int_await(task, &value);
    return value;
}

int never_below_bad(unsigned long n)
{
    vt_int task = make(0); // expect: vt-unawaited
    int value = 0;
    long i = -1;
    if ((unsigned long)i < n)
        vt_int_await(task, &value);
    return value;
}

int error_range_bad(uint64_t result)
{
    vt_int task = make(0); // expect: vt-unawaited
    int value = 0;
    if (result > (uint64_t)-4096)
        return -1;
    vt_int_await(task, &value);
    return value;
}

int wraps_to_the_same_bad(unsigned n)
{
    vt_int task = make(0); // expect: vt-unawaited
    int value = 0;
    unsigned j = n, k = n - 1;
    j += -1;
    if (j == k)
        return 0;
    vt_int_await(task, &value);
    return value;
}

int wide_and_narrow_bad(unsigned x, unsigned n)
{
    vt_int task = make(1); // expect: vt-unawaited
    int value = 0;
    if (x + 1u <= n && (uint64_t)x + 1 != n) {
        if (x + 1u == n)
            return 0;
    }
    vt_int_await(task, &value);
    return value;
}
