// The same question in another form: range checks by one unsigned comparison, bits by number, letters by a bit; and
// sets of numbers with many holes.
#include <errno.h>
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(void);
void log_line(void);

int in_range_ok(int i)
{
    int x = 0;
    vt_int t;
    if ((unsigned)i < 10)
        t = make();
    if (i >= 0 && i < 10)
        vt_int_await(t, &x);
    return x;
}

int in_range_bad(int i)
{
    int x = 0;
    vt_int t;
    if ((unsigned)i < 10)
        t = make(); // expect: vt-unawaited
    if (i > 0 && i < 10)
        vt_int_await(t, &x);
    return x;
}

int digit_ok(char c)
{
    int x = 0;
    vt_int t = make();
    if ((unsigned)(c - '0') < 10u)
        vt_int_await(t, &x);
    if (c < '0' || c > '9')
        vt_int_forget(t);
    return x;
}

int narrow_ok(short s)
{
    int x = 0;
    vt_int t = make();
    if ((unsigned)s > 0x7fff)
        vt_int_await(t, &x);
    if (s >= 0)
        vt_int_forget(t);
    return x;
}

int bit_by_number_ok(unsigned options, int i)
{
    int x = 0;
    vt_int t;
    if (i < 0 || i > 31)
        return -1;
    if (options >> i & 1)
        t = make();
    if (options & (1u << i))
        vt_int_await(t, &x);
    return x;
}

int letter_ok(int c)
{
    int x = 0;
    vt_int t;
    if ((c | 32) == 'q')
        t = make();
    if (c == 'q' || c == 'Q')
        vt_int_await(t, &x);
    return x;
}

int letter_bad(int c)
{
    int x = 0;
    vt_int t = make(); // expect: vt-unawaited
    if ((c | 32) == 'q')
        vt_int_await(t, &x);
    if (c == 'Q')
        vt_int_forget(t); // expect: vt-double-await
    return x;
}

static bool is_transient(int rc)
{
    switch (rc) {
    case -EINTR: case -EAGAIN: case -ETIMEDOUT: case -ECONNRESET: case -ECONNREFUSED:
    case -EPIPE: case -ENETDOWN: case -EHOSTUNREACH: case -EBUSY: case -ENOMEM:
        return true;
    default: return false;
    }
}

int holes_ok(int rc)
{
    int x = 0;
    vt_int t;
    if (is_transient(rc))
        t = make();
    log_line();
    if (is_transient(rc))
        vt_int_await(t, &x);
    return x;
}

int holes_bad(int rc)
{
    int x = 0;
    vt_int t;
    if (is_transient(rc))
        t = make(); // expect: vt-unawaited
    if (is_transient(rc) && rc != -EPIPE)
        vt_int_await(t, &x);
    return x;
}
