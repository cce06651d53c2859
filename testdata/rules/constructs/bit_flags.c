// Flags kept in the bits of one number: set on the way, tested later, by one mask or several.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
void work(void);
int cond(void);

enum { DONE = 1u, BUSY = 2u, LATE = 4u };

void set_then_test_ok(int n)
{
    unsigned flags = 0;
    vt_int t = make();
    if (n > 3) {
        vt_int_forget(t);
        flags |= DONE;
    }
    if (n < 9)
        flags |= BUSY;
    work();
    if (!(flags & DONE))
        vt_int_forget(t);
}

void set_then_wrong_bit_bad(int n)
{
    unsigned flags = 0;
    vt_int t = make();
    if (n > 3) {
        vt_int_forget(t);
        flags |= DONE;
    }
    if (n < 9)
        flags |= BUSY;
    if (!(flags & BUSY))
        vt_int_forget(t); // expect: vt-double-await
    else if (!(flags & DONE))
        vt_int_forget(t);
}

void unknown_flags_ok(unsigned flags)
{
    vt_int t = make();
    if (flags & DONE)
        vt_int_forget(t);
    work();
    if (!(flags & DONE))
        vt_int_forget(t);
}

void unknown_flags_set_ok(unsigned flags, int n)
{
    vt_int t = make();
    flags &= ~DONE;
    if (n) {
        vt_int_forget(t);
        flags |= DONE;
    }
    if ((flags & DONE) == 0)
        vt_int_forget(t);
}

void unknown_flags_set_int_ok(int flags, int n)
{
    vt_int t = make();
    flags &= ~DONE;
    if (n) {
        vt_int_forget(t);
        flags |= DONE | LATE;
    }
    if ((flags & DONE) == 0)
        vt_int_forget(t);
}

void other_bit_kept_ok(unsigned flags, int n)
{
    vt_int t = make();
    if (flags & DONE)
        vt_int_forget(t);
    if (n)
        flags |= BUSY;
    if (!(flags & DONE))
        vt_int_forget(t);
}

void mask_of_two_ok(unsigned flags)
{
    vt_int t = make();
    if (flags & (DONE | BUSY)) {
        vt_int_forget(t);
        return;
    }
    if (flags & DONE)
        vt_int_forget(t);
    vt_int_forget(t);
}

void mask_of_two_bad(unsigned flags)
{
    vt_int t = make(); // expect: vt-unawaited
    if (flags & (DONE | BUSY)) {
        if (flags & DONE)
            vt_int_forget(t);
        return;
    }
    vt_int_forget(t);
}

void both_bits_ok(unsigned flags)
{
    vt_int t = make();
    if ((flags & (DONE | BUSY)) == (DONE | BUSY))
        vt_int_forget(t);
    else if (!(flags & DONE) || !(flags & BUSY))
        vt_int_forget(t);
}

void toggled_ok(int n)
{
    unsigned flags = LATE;
    vt_int t = make();
    if (n)
        vt_int_forget(t), flags ^= LATE;
    if (flags & LATE)
        vt_int_forget(t);
}

struct ctx { unsigned flags; int rc; };

void in_struct_ok(struct ctx *c, int n)
{
    vt_int t = make();
    c->flags &= ~(unsigned)DONE;
    if (n > 0) {
        vt_int_forget(t);
        c->flags |= DONE;
    }
    if (!(c->flags & DONE))
        vt_int_forget(t);
}

struct bf { unsigned done : 1, busy : 1, count : 4; };

void bitfield_ok(int n)
{
    struct bf b = {0};
    vt_int t = make();
    if (n > 0) {
        vt_int_forget(t);
        b.done = 1;
    }
    b.count++;
    if (!b.done)
        vt_int_forget(t);
}

void shifted_ok(int n, unsigned k)
{
    unsigned flags = 0;
    vt_int t = make();
    if (n == 2) {
        vt_int_forget(t);
        flags |= 1u << 5;
    }
    if (k & 1)
        flags |= 1u << 3;
    if (flags & (1u << 5))
        return;
    vt_int_forget(t);
}

void bits_in_loop_ok(int n)
{
    unsigned flags = 0;
    vt_int t = make();
    for (int i = 0; i < n; i++) {
        if (cond())
            flags |= BUSY;
        if (cond() && !(flags & DONE)) {
            flags |= DONE;
            vt_int_forget(t);
        }
    }
    if (!(flags & DONE))
        vt_int_forget(t);
}

void all_bits_zero_ok(unsigned flags)
{
    vt_int t = make();
    if (flags & DONE)
        vt_int_forget(t);
    else if (flags == 0)
        vt_int_forget(t);
    else
        vt_int_forget(t);
    if (flags == 0 && (flags & DONE))
        vt_int_forget(t);
    if (flags == DONE && !(flags & DONE))
        vt_int_forget(t);
    if (flags == 5 && (flags & BUSY))
        vt_int_forget(t);
}
