// Which of many tasks there are is kept in the bits of one number: more of them than its values can be told apart one by one.
#include <stdbool.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(int number);
int cond(void);

struct made {
    unsigned bits;
    int count;
};

static inline void set(struct made *made, int bit)
{
    made->bits |= 1u << bit;
}

static inline void clear(struct made *made, int bit)
{
    made->bits &= ~(1u << bit);
}

static inline bool has(const struct made *made, int bit)
{
    return (made->bits >> bit) & 1;
}

int by_helpers_ok(void)
{
    struct made made = {0};
    vt_int a, b, c, d, e, f;
    int x = 0;
    if (cond()) {
        a = make(0);
        set(&made, 0);
    }
    if (cond()) {
        b = make(1);
        set(&made, 1);
    }
    if (cond()) {
        c = make(2);
        set(&made, 2);
    }
    if (cond()) {
        d = make(3);
        set(&made, 3);
    }
    if (cond()) {
        e = make(4);
        set(&made, 4);
    }
    if (cond()) {
        f = make(5);
        set(&made, 5);
    }
    if (cond())
        goto out;
    if (has(&made, 2)) {
        vt_int_await(c, &x);
        clear(&made, 2);
    }
    if (has(&made, 4)) {
        vt_int_await(e, &x);
        clear(&made, 4);
    }
out:
    if (has(&made, 0))
        vt_int_forget(a);
    if (has(&made, 1))
        vt_int_forget(b);
    if (has(&made, 2))
        vt_int_forget(c);
    if (has(&made, 3))
        vt_int_forget(d);
    if (has(&made, 4))
        vt_int_forget(e);
    if (has(&made, 5))
        vt_int_forget(f);
    return x;
}

int in_a_field_ok(void)
{
    struct made made = {0};
    vt_int d;
    if (cond())
        made.bits |= 1u << 0;
    if (cond())
        made.bits |= 1u << 1;
    if (cond())
        made.bits |= 1u << 2;
    if (cond()) {
        d = make(3);
        made.bits |= 1u << 3;
    }
    if (cond())
        made.bits ^= 1u << 4;
    if (cond())
        made.bits |= 1u << 5;
    if (made.bits & 1u << 4)
        made.bits &= ~(1u << 4);
    if (made.bits & 1u << 3)
        vt_int_forget(d);
    return 0;
}

int wrong_bit_bad(void)
{
    struct made made = {0};
    vt_int d;
    int x = 0;
    if (cond())
        made.bits |= 1u << 0;
    if (cond())
        made.bits |= 1u << 1;
    if (cond())
        made.bits |= 1u << 2;
    if (cond()) {
        d = make(3); // expect: vt-unawaited d
        set(&made, 3);
    }
    if (cond())
        made.bits |= 1u << 4;
    if (cond())
        made.bits |= 1u << 5;
    if (has(&made, 4))
        clear(&made, 3);
    if (has(&made, 3))
        vt_int_await(d, &x);
    return x;
}

int not_cleared_bad(void)
{
    struct made made = {0};
    vt_int d;
    int x = 0;
    if (cond())
        made.bits |= 1u << 0;
    if (cond())
        made.bits |= 1u << 1;
    if (cond())
        made.bits |= 1u << 2;
    if (cond()) {
        d = make(3);
        set(&made, 3);
    }
    if (cond())
        made.bits |= 1u << 4;
    if (cond())
        made.bits |= 1u << 5;
    if (has(&made, 3)) {
        vt_int_await(d, &x);
        clear(&made, 2);
    }
    if (has(&made, 3))
        vt_int_forget(d); // expect: vt-double-await
    return x;
}
