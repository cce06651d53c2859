// Numbers of which only is known how far apart they are: counters and their bounds, of several types, and sums that
// come round.
#include <stdbool.h>
#include <stddef.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct queue {
    size_t count;
};

int le_ok(int n)
{
    int value = 0;
    if (n < 0)
        return 0;
    vt_int t = make();
    for (int i = 0; i <= n; i++)
        if (i == n)
            vt_int_await(t, &value);
    return value;
}

int plus2_ok(int n)
{
    int value = 0;
    if (n < 2)
        return 0;
    vt_int t = make();
    for (int i = 0; i < n; i++)
        if (i + 2 == n)
            vt_int_await(t, &value);
    return value;
}

int cast_ok(size_t n)
{
    int value = 0;
    if (n == 0)
        return 0;
    vt_int t = make();
    for (int i = 0; (size_t)i < n; i++)
        if ((size_t)i == n - 1)
            vt_int_await(t, &value);
    return value;
}

int cast1_ok(size_t n)
{
    int value = 0;
    if (n == 0)
        return 0;
    vt_int t = make();
    for (int i = 0; (size_t)i < n; i++)
        if ((size_t)i + 1 == n)
            vt_int_await(t, &value);
    return value;
}

int cast2_ok(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make();
    for (size_t i = 0; i < (size_t)n; i++)
        if (i == (size_t)n - 1)
            vt_int_await(t, &value);
    return value;
}

int cast3_ok(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make();
    for (size_t i = 0; (int)i < n; i++)
        if ((int)i == n - 1)
            vt_int_await(t, &value);
    return value;
}

int while_u_ok(unsigned n)
{
    int value = 0;
    if (n == 0)
        return 0;
    vt_int t = make();
    while (n--)
        if (n == 0)
            vt_int_await(t, &value);
    return value;
}

int do_u_ok(unsigned n)
{
    int value = 0;
    if (n == 0)
        return 0;
    vt_int t = make();
    do {
        if (n == 1)
            vt_int_await(t, &value);
    } while (--n);
    return value;
}

int down_ok(unsigned n)
{
    int value = 0;
    if (n == 0)
        return 0;
    vt_int t = make();
    for (unsigned i = n; i-- > 0;)
        if (i == 0)
            vt_int_await(t, &value);
    return value;
}

int flag_ok(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        bool is_last = i == n - 1;
        if (is_last)
            vt_int_await(t, &value);
    }
    return value;
}

int flag2_ok(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make();
    bool first = true;
    for (int i = 0; i < n; i++) {
        if (first)
            vt_int_await(t, &value);
        first = false;
    }
    return value;
}

int flag3_ok(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make();
    bool done = false;
    for (int i = 0; i < n && !done; i++) {
        done = i + 1 >= n;
        if (done)
            vt_int_await(t, &value);
    }
    return value;
}

int short_ok(int n)
{
    int value = 0;
    if (n <= 0 || n > 1000)
        return 0;
    vt_int t = make();
    for (short i = 0; i < n; i++)
        if (i == n - 1)
            vt_int_await(t, &value);
    return value;
}

int last_var_ok(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    int last = n - 1;
    vt_int t = make();
    for (int i = 0; i < n; i++)
        if (i == last)
            vt_int_await(t, &value);
    return value;
}

int first_by_ok(int from, int to)
{
    int value = 0;
    if (from >= to)
        return 0;
    vt_int t = make();
    for (int i = from; i < to; i++)
        if (i == from)
            vt_int_await(t, &value);
    return value;
}

int last_by_ok(int from, int to)
{
    int value = 0;
    if (from >= to)
        return 0;
    vt_int t = make();
    for (int i = from; i < to; i++)
        if (i == to - 1)
            vt_int_await(t, &value);
    return value;
}

int after_eq_ok(unsigned n)
{
    int value = 0;
    unsigned i;
    vt_int t = make();
    for (i = 0; i < n; i++)
        if (value == 7) {
            vt_int_await(t, &value);
            break;
        }
    if (i == n)
        vt_int_forget(t);
    return value;
}

int next_int_ok(int n)
{
    int value = 0;
    vt_int t = make();
    int m = n;
    m++;
    if (m > n)
        return vt_int_await(t, &value);
    return 0;
}

int mid_ok(int lo, int hi, int x)
{
    int value = 0;
    vt_int t = make();
    if (lo < x && x < hi) {
        if (lo < hi)
            return vt_int_await(t, &value);
        return 0;
    }
    vt_int_forget(t);
    return 0;
}

int diff_ok(int have, int want)
{
    int value = 0;
    vt_int t = make();
    int missing = want - have;
    if (have < want)
        vt_int_await(t, &value);
    if (missing <= 0)
        vt_int_forget(t);
    return value;
}

int field_ok(struct queue *q)
{
    int value = 0;
    vt_int t = make();
    if (q->count == 0) {
        vt_int_forget(t);
        return 0;
    }
    for (size_t i = 0; i < q->count; i++)
        if (i == q->count - 1)
            vt_int_await(t, &value);
    return value;
}

int local_field_ok(int n)
{
    int value = 0;
    struct {
        int count;
    } q = {n};
    if (q.count <= 0)
        return 0;
    vt_int t = make();
    for (int i = 0; i < q.count; i++)
        if (i + 1 == q.count)
            vt_int_await(t, &value);
    return value;
}

int behind_ok(int *n)
{
    int value = 0;
    vt_int t = make();
    if (*n <= 0) {
        vt_int_forget(t);
        return 0;
    }
    for (int i = 0; i < *n; i++)
        if (i + 1 == *n)
            vt_int_await(t, &value);
    return value;
}

int field_changed_bad(struct queue *q)
{
    int value = 0;
    vt_int t = make();
    if (q->count == 0) {
        vt_int_forget(t);
        return 0;
    }
    for (size_t i = 0; i < q->count; i++) {
        if (i == q->count - 1)
            vt_int_await(t, &value); // expect: vt-double-await
        q->count -= value;
    }
    return value;
}

int le_neg_bad(int n)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    for (int i = 0; i <= n; i++)
        if (i == n)
            vt_int_await(t, &value);
    return value;
}

int plus2_short_bad(int n)
{
    int value = 0;
    if (n < 1)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    for (int i = 0; i < n; i++)
        if (i + 2 == n)
            vt_int_await(t, &value);
    return value;
}

int overflow_bad(unsigned n, unsigned m)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (n + 1 > n)
        return vt_int_await(t, &value);
    return (int)m;
}

int overflow64_bad(size_t n)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    size_t m = n + 1;
    if (m < n)
        return -1;
    return vt_int_await(t, &value);
}

int overflow64b_bad(size_t n, size_t k)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (n + k < n)
        return -1;
    return vt_int_await(t, &value);
}

int signed_of_size_bad(size_t n)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    if ((long)n < 0)
        return -1;
    return vt_int_await(t, &value);
}

int down_wrap_bad(unsigned n)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    for (unsigned i = 0; i < n; i++)
        if (i == n - 1)
            vt_int_await(t, &value);
    return value;
}

int down_wrap2_bad(unsigned n)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    if (n - 1 < n)
        vt_int_await(t, &value);
    return value;
}

int eq_wrap_bad(unsigned i, unsigned n)
{
    int value = 0;
    if (i <= n)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    if (i + 2 == n)
        return value;
    vt_int_await(t, &value);
    return value;
}

int eq_wrap_other_bad(unsigned i, unsigned n)
{
    int value = 0;
    if (i >= n)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    if (i == n + 2)
        return value;
    vt_int_await(t, &value);
    return value;
}

int eq_wrap_one_bad(unsigned i, unsigned n)
{
    int value = 0;
    if (i <= n)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    if (i + 1 == n)
        return value;
    vt_int_await(t, &value);
    return value;
}

int alias_bad(int *n)
{
    int value = 0;
    if (*n <= 0)
        return 0;
    vt_int t = make();
    int i;
    int *p = &i;
    for (i = 0; i < *n; i++) {
        if (i == *n - 1)
            vt_int_await(t, &value); // expect: vt-double-await
        *p += value;
    }
    return value;
}

int changed_bad(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        if (i == n - 1) {
            vt_int_await(t, &value); // expect: vt-double-await
            if (value)
                n++;
        }
    }
    return value;
}

int mixed_ok(int i, unsigned n)
{
    int value = 0;
    vt_int t = make();
    if ((unsigned)i < n || i < 0)
        return vt_int_await(t, &value);
    if (i >= 0)
        vt_int_forget(t);
    return 0;
}

int mixed2_bad(int i, unsigned n)
{
    int value = 0;
    if ((unsigned)i >= n)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    if (i < 0)
        return 0;
    return vt_int_await(t, &value);
}

int mixed3_bad(int i, size_t n)
{
    int value = 0;
    if ((size_t)i >= n)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    if (i < 0)
        return 0;
    return vt_int_await(t, &value);
}

int narrow_cast_bad(size_t n)
{
    int value = 0;
    if (n == 0)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    for (int i = 0; i < (int)n; i++)
        if (i == (int)n - 1)
            vt_int_await(t, &value);
    return value;
}

int step2_bad(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make(); // expect: vt-unawaited
    for (int i = 0; i < n; i += 2)
        if (i == n - 1)
            vt_int_await(t, &value);
    return value;
}

int inner_ok(int n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++)
            if (j == 0 && i == n - 1)
                vt_int_await(t, &value);
    }
    return value;
}

int inner2_bad(int n)
{
    int value = 0;
    if (n <= 1)
        return 0;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++)
            if (i == n - 1)
                vt_int_await(t, &value); // expect: vt-double-await
    }
    return value;
}

int ptr_bad(int *p, int *end)
{
    int value = 0;
    vt_int t = make(); // expect: vt-unawaited
    for (; p < end; p++)
        if (p + 1 == end)
            vt_int_await(t, &value);
    return value;
}
