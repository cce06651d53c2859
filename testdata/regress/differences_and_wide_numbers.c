// How far apart two pointers are, and integers of 128 bits: tested twice, they are the same.
#include <stddef.h>
#include <stdint.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
void log_line(void);

struct buffer { const char *at, *end; };

int left_ok(const struct buffer *buffer)
{
    int x = 0;
    vt_int t;
    if (buffer->end - buffer->at > 4)
        t = make();
    log_line();
    if (buffer->end - buffer->at > 4)
        vt_int_await(t, &x);
    return x;
}

int as_size_ok(const int *at, const int *end)
{
    int x = 0;
    vt_int t;
    if ((size_t)(end - at) >= 4 * sizeof *at)
        t = make();
    if ((size_t)(end - at) >= 4 * sizeof *at)
        vt_int_await(t, &x);
    return x;
}

int taken_ok(const char *at, const char *end)
{
    int x = 0;
    vt_int t;
    if (end - at > 4) {
        t = make();
        at += 2;
    } else {
        return 0;
    }
    if (end - at > 2)
        vt_int_await(t, &x);
    else
        vt_int_forget(t);
    return x;
}

int less_taken_bad(const char *at, const char *end)
{
    int x = 0;
    vt_int t = make();
    if (end - at > 4)
        vt_int_await(t, &x);
    at++;
    if (end - at <= 4)
        vt_int_await(t, &x); // expect: vt-double-await
    return x;
}

int in_bytes_ok(const int *at, const int *end)
{
    int x = 0;
    vt_int t;
    if ((const char *)end - (const char *)at > 16)
        t = make();
    if ((const char *)end - (const char *)at > 16)
        vt_int_await(t, &x);
    return x;
}

int own_array_ok(int n)
{
    char line[16];
    char *at = line, *end = line + n;
    int x = 0;
    vt_int t;
    if (n > 4)
        t = make();
    if (end - at > 4)
        vt_int_await(t, &x);
    return x;
}

int own_array_bad(void)
{
    vt_int tasks[4];
    vt_int *at = tasks, *end = tasks + 2;
    *at++ = make(); // expect: vt-unawaited
    if (end - at > 1)
        return vt_int_await(tasks[0], &(int){0});
    return 0;
}

int wide_ok(__int128 sum)
{
    int x = 0;
    vt_int t;
    if (sum > 4)
        t = make();
    if (sum > 4)
        vt_int_await(t, &x);
    return x;
}

int fits_ok(int64_t a, int64_t b)
{
    int x = 0;
    __int128 product = (__int128)a * b;
    vt_int t;
    if (product <= INT64_MAX && product >= INT64_MIN)
        t = make();
    if (product > INT64_MAX || product < INT64_MIN)
        return -1;
    vt_int_await(t, &x);
    return x;
}

int upper_half_ok(uint64_t a, uint64_t b)
{
    int x = 0;
    vt_int t;
    if (((unsigned __int128)a * b >> 64) != 0)
        t = make();
    if (((unsigned __int128)b * a >> 64) != 0)
        vt_int_await(t, &x);
    return x;
}

int other_half_bad(uint64_t a, uint64_t b)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (((unsigned __int128)a * b >> 64) != 0)
        vt_int_await(t, &x);
    if (((unsigned __int128)a * b >> 32) == 0)
        vt_int_forget(t); // expect: vt-double-await
    return x;
}
