// Slots in the bits of a number: the lowest one that is free, the lowest one that is busy, by what the compiler and the C library have for that.
#include <stdbool.h>
#include <stdint.h>
#include <strings.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int id);
bool more(int *id);
int begin(int id, vt_int *task)
{
    if (id < 0)
        return -1;
    *task = start(id);
    return 0;
}

int lowest_free_ok(void)
{
    vt_int t[32];
    uint32_t busy = 0;
    int id, value, status = 0;
    while (more(&id)) {
        if (busy == UINT32_MAX)
            break;
        int slot = __builtin_ctz(~busy);
        t[slot] = start(id);
        busy |= 1u << slot;
    }
    while (busy) {
        int slot = __builtin_ctz(busy);
        busy &= busy - 1;
        if (vt_int_await(t[slot], &value) < 0)
            status = -1;
    }
    return status;
}

int lowest_free_bad(void)
{
    vt_int t[32];
    uint32_t busy = 0;
    int id, value;
    while (more(&id)) {
        if (busy == UINT32_MAX)
            break;
        int slot = __builtin_ctz(~busy);
        t[slot] = start(id); // expect: vt-unawaited
        busy |= 1u << slot;
    }
    while (busy) {
        int slot = __builtin_ctz(busy);
        busy &= busy - 1;
        if (vt_int_await(t[slot], &value) < 0)
            return -1;
    }
    return 0;
}

int by_ffs_ok(unsigned busy)
{
    vt_int t[32];
    int value, status = 0, slot;
    for (int i = 0; i < 32; i++)
        if (busy & 1u << i)
            t[i] = start(i);
    while ((slot = ffs((int)busy)) != 0) {
        slot--;
        busy &= ~(1u << slot);
        if (vt_int_await(t[slot], &value) < 0)
            status = -1;
    }
    return status;
}

int not_cleared_bad(unsigned busy)
{
    vt_int t[8];
    int value, status = 0;
    busy &= 255;
    for (int i = 0; i < 8; i++)
        if (busy & 1u << i)
            t[i] = start(i); // expect: vt-unawaited
    for (int turns = 0; busy && turns < 8; turns++) {
        int slot = __builtin_ctz(busy);
        if (vt_int_await(t[slot], &value) < 0) // expect: vt-double-await
            status = -1;
        else
            busy &= busy - 1;
    }
    return status;
}

/* The lowest bit alone is `busy & -busy`. */
int isolated_ok(void)
{
    vt_int t[16];
    uint16_t busy = 0;
    int id, value, status = 0;
    while (more(&id)) {
        if (busy == UINT16_MAX)
            break;
        int slot = __builtin_ctz((unsigned)~busy);
        t[slot] = start(id);
        busy |= (uint16_t)(1u << slot);
    }
    while (busy) {
        int slot = __builtin_ctz(busy);
        busy ^= busy & -busy;
        if (vt_int_await(t[slot], &value) < 0)
            status = -1;
    }
    return status;
}

static int drain(vt_int *t, unsigned busy)
{
    int value, status = 0;
    while (busy) {
        int slot = __builtin_ctz(busy);
        busy &= busy - 1;
        if (vt_int_await(t[slot], &value) < 0)
            status = -1;
    }
    return status;
}

int drained_by_a_helper_ok(void)
{
    vt_int t[8];
    unsigned busy = 0;
    int id;
    for (int i = 0; i < 8; i++)
        if (more(&id)) {
            t[i] = start(id);
            busy |= 1u << i;
        }
    return drain(t, busy);
}

uint64_t flags(void);

int highest_of_64_bad(void)
{
    vt_int t = start(0); // expect: vt-unawaited
    uint64_t mask = flags() | (UINT64_C(1) << 63);
    if (__builtin_ctzll(mask) == 63)
        return 1;
    return vt_int_await(t, NULL);
}

int from_the_top_ok(unsigned wanted)
{
    vt_int t[16];
    int value, status = 0;
    wanted &= 0xffff;
    for (int i = 0; i < 16; i++)
        if (wanted & 1u << i)
            t[i] = start(i);
    while (wanted) {
        int slot = 31 - __builtin_clz(wanted);
        wanted &= ~(1u << slot);
        status |= vt_int_await(t[slot], &value);
    }
    return status;
}

int rest_after_an_error_ok(const int *ids, unsigned n)
{
    vt_int t[8];
    uint32_t started = 0;
    int status = 0, value;
    if (n > 8)
        return -1;
    for (unsigned i = 0; i < n; i++) {
        if (begin(ids[i], &t[i]) == 0)
            started |= UINT32_C(1) << i;
    }
    for (unsigned i = 0; i < n && status == 0; i++)
        if (started & (UINT32_C(1) << i)) {
            started &= ~(UINT32_C(1) << i);
            status = vt_int_await(t[i], &value);
        }
    while (__builtin_popcount(started) > 0) {
        unsigned i = (unsigned)__builtin_ctz(started);
        vt_int_forget(t[i]);
        started &= started - 1;
    }
    return status;
}

int rest_after_an_error_bad(const int *ids, unsigned n)
{
    vt_int t[8];
    uint32_t started = 0;
    int status = 0, value;
    if (n > 8)
        return -1;
    for (unsigned i = 0; i < n; i++) {
        if (begin(ids[i], &t[i]) == 0) // expect: vt-unawaited
            started |= UINT32_C(1) << i;
    }
    for (unsigned i = 0; i < n && status == 0; i++)
        if (started & (UINT32_C(1) << i)) {
            started &= ~(UINT32_C(1) << i);
            status = vt_int_await(t[i], &value);
        }
    if (__builtin_popcount(started) > 0)
        vt_int_forget(t[__builtin_ctz(started)]);
    return status;
}
