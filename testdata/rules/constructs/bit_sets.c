// Which tasks of an array are started, or done, in the bits of one number.
#include <stdbool.h>
#include <stdint.h>
#include <valuetask/valuetask.h>
VT_DEFINE(int, int);
vt_int make(int n);
int cond(void);
void work(void);

int started_const_ok(void)
{
    vt_int t[4];
    unsigned started = 0;
    int value = 0, sum = 0;
    for (unsigned i = 0; i < 4; i++)
        if (cond()) {
            t[i] = make((int)i);
            started |= 1u << i;
        }
    for (unsigned i = 0; i < 4; i++)
        if (started & (1u << i)) {
            (void)vt_int_await(t[i], &value);
            sum += value;
        }
    return sum;
}

int by_argument_ok(unsigned wanted)
{
    vt_int t[4];
    int value = 0, sum = 0;
    for (unsigned i = 0; i < 4; i++)
        if (wanted & (1u << i))
            t[i] = make((int)i);
    for (unsigned i = 0; i < 4; i++)
        if (wanted & (1u << i)) {
            (void)vt_int_await(t[i], &value);
            sum += value;
        }
    return sum;
}

int by_argument_shifted_ok(unsigned wanted)
{
    vt_int t[4];
    int value = 0, sum = 0;
    for (int i = 0; i < 4; i++)
        if ((wanted >> i) & 1)
            t[i] = make(i);
    for (int i = 0; i < 4; i++)
        if ((wanted >> i) & 1) {
            (void)vt_int_await(t[i], &value);
            sum += value;
        }
    return sum;
}

int by_argument_many_ok(uint32_t wanted)
{
    vt_int t[32];
    int value = 0, sum = 0;
    for (unsigned i = 0; i < 32; i++)
        if (wanted & (UINT32_C(1) << i))
            t[i] = make((int)i);
    for (unsigned i = 0; i < 32; i++)
        if (wanted & (UINT32_C(1) << i)) {
            (void)vt_int_await(t[i], &value);
            sum += value;
        }
    return sum;
}

int done_mask_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    unsigned done = 0;
    int value = 0, sum = 0;
    while (done != 7)
        for (unsigned i = 0; i < 3; i++)
            if (!(done & (1u << i)) && vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                done |= 1u << i;
            }
    return sum;
}

int pending_mask_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    unsigned pending = 7;
    int value = 0, sum = 0;
    while (pending) {
        for (unsigned i = 0; i < 3; i++) {
            if (!(pending & (1u << i)))
                continue;
            if (vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                pending &= ~(1u << i);
            }
        }
        work();
    }
    return sum;
}

int pending_mask_gives_up_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    unsigned pending = 7;
    int value = 0, sum = 0;
    for (int round = 0; pending && round < 10; round++)
        for (unsigned i = 0; i < 3; i++)
            if ((pending & (1u << i)) && vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                pending ^= 1u << i;
            }
    for (unsigned i = 0; i < 3; i++)
        if (pending & (1u << i))
            vt_int_forget(t[i]);
    return sum;
}

int done_flags_ok(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    bool done[3] = {false, false, false};
    int value = 0, sum = 0, left = 3;
    while (left > 0)
        for (int i = 0; i < 3; i++)
            if (!done[i] && vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                done[i] = true;
                left--;
            }
    return sum;
}

int started_bad(unsigned wanted)
{
    vt_int t[4];
    int value = 0, sum = 0;
    for (unsigned i = 0; i < 4; i++)
        if (wanted & (1u << i))
            t[i] = make((int)i); // expect: vt-unawaited
    for (unsigned i = 0; i < 3; i++)
        if (wanted & (1u << i)) {
            (void)vt_int_await(t[i], &value);
            sum += value;
        }
    return sum;
}

int done_not_noted_bad(void)
{
    vt_int t[3] = {make(1), make(2), make(3)};
    unsigned done = 0;
    int value = 0, sum = 0;
    for (int round = 0; round < 2; round++)
        for (unsigned i = 0; i < 3; i++)
            if (!(done & (1u << i))) {
                (void)vt_int_await(t[i], &value); // expect: vt-double-await
                sum += value;
                if (cond())
                    done |= 1u << i;
            }
    return sum;
}

int pending_not_forgotten_bad(void)
{
    vt_int t[3] = {make(1), make(2), make(3)}; // expect: vt-unawaited, vt-unawaited, vt-unawaited
    unsigned pending = 7;
    int value = 0, sum = 0;
    for (int round = 0; pending && round < 10; round++)
        for (unsigned i = 0; i < 3; i++)
            if ((pending & (1u << i)) && vt_int_is_completed(t[i])) {
                (void)vt_int_await(t[i], &value);
                sum += value;
                pending ^= 1u << i;
            }
    return sum;
}
int only_one_bad(unsigned wanted)
{
    vt_int t[4];
    int value = 0, sum = 0;
    for (unsigned i = 0; i < 4; i++)
        if (wanted & (1u << i))
            t[i] = make((int)i); // expect: vt-unawaited
    for (unsigned i = 0; i < 4; i++)
        if (wanted == (1u << i)) {
            (void)vt_int_await(t[i], &value);
            sum += value;
        }
    return sum;
}

/* --- in other words --- */

#define BIT(n) (UINT64_C(1) << (n))
static bool has(uint64_t set, unsigned n) { return (set & BIT(n)) != 0; }
static void put(uint64_t *set, unsigned n) { *set |= BIT(n); }
static void drop(uint64_t *set, unsigned n) { *set &= ~BIT(n); }

int set_by_helpers_ok(void)
{
    vt_int t[4];
    uint64_t running = 0;
    int value = 0, sum = 0;
    for (unsigned i = 0; i < 4; i++)
        if (cond()) {
            t[i] = make((int)i);
            put(&running, i);
        }
    while (running != 0)
        for (unsigned i = 0; i < 4; i++)
            if (has(running, i) && vt_int_is_completed(t[i])) {
                sum += vt_int_await(t[i], &value);
                drop(&running, i);
            }
    return sum;
}
int set_by_helpers_bad(void)
{
    vt_int t[4];
    uint64_t running = 0;
    int value = 0, sum = 0;
    for (unsigned i = 0; i < 4; i++)
        if (cond()) {
            t[i] = make((int)i); // expect: vt-unawaited
            put(&running, i);
        }
    for (unsigned i = 1; i < 4; i++)
        if (has(running, i))
            sum += vt_int_await(t[i], &value);
    return sum;
}
int shifting_ok(unsigned wanted)
{
    vt_int t[4];
    int value = 0, sum = 0, n = 0;
    for (unsigned bits = wanted & 15; bits != 0; bits >>= 1)
        if (bits & 1) {
            t[n] = make(n);
            n++;
        }
    while (n > 0)
        sum += vt_int_await(t[--n], &value);
    return sum;
}
int lowest_bit_ok(void)
{
    vt_int t[3] = {make(0), make(1), make(2)};
    unsigned left = 7;
    int value = 0, sum = 0;
    while (left) {
        unsigned i = (left & 1) ? 0 : (left & 2) ? 1 : 2;
        sum += vt_int_await(t[i], &value);
        left &= left - 1;
    }
    return sum;
}
