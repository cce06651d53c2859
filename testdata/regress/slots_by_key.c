// A slot for each rest of a key that was read from memory, its bit set while there is a task: which key stands where is not followed, but the bits are.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);
vt_int begin(int id);
int more(int *id);

void last_of_each_kind(const unsigned *ids, unsigned n)
{
    vt_int t[4];
    unsigned live = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned r = ids[i] % 4;
        if (live & 1u << r)
            vt_int_forget(t[r]);
        t[r] = begin((int)r);
        live |= 1u << r;
    }
    for (unsigned r = 0; r < 4; r++)
        if (live & 1u << r)
            vt_int_forget(t[r]);
}

int first_of_each_kind(const unsigned char *kinds, int n)
{
    vt_int t[4];
    unsigned on = 0;
    int sum = 0;
    for (int i = 0; i < n; i++) {
        unsigned k = kinds[i] & 3;
        if (!(on & 1u << k)) {
            t[k] = begin((int)k);
            on |= 1u << k;
        }
    }
    for (unsigned k = 0; k < 4; k++)
        if (on & 1u << k)
            sum |= vt_int_await(t[k], NULL);
    return sum;
}

int registers(const unsigned char *program)
{
    vt_int reg[4];
    unsigned live = 0;
    int value, status = 0;
    for (;;) {
        unsigned r = *program >> 4 & 3;
        switch (*program++ & 3) {
        case 0:
            if (live & 1u << r)
                vt_int_forget(reg[r]);
            reg[r] = begin((int)r);
            live |= 1u << r;
            break;
        case 1:
            if (live & 1u << r) {
                status |= vt_int_await(reg[r], &value);
                live &= ~(1u << r);
            }
            break;
        default:
            for (r = 0; r < 4; r++)
                if (live & 1u << r)
                    vt_int_forget(reg[r]);
            return status;
        }
    }
}

int by_lowest_bit(void)
{
    vt_int t[10];
    uint32_t mask = 0;
    int id, value, status = 0;
    for (int i = 0; i < 10; i++)
        if (more(&id)) {
            t[i] = begin(id);
            mask |= UINT32_C(1) << i;
        }
    while (mask) {
        int s = __builtin_ctz(mask);
        mask &= ~(UINT32_C(1) << s);
        if (vt_int_await(t[s], &value) < 0)
            status = -1;
    }
    return status;
}

void first_stays(const unsigned *ids, unsigned n)
{
    vt_int t[4];
    unsigned live = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned r = ids[i] % 4;
        t[r] = begin((int)r); // expect: vt-unawaited
        live |= 1u << r;
    }
    for (unsigned r = 0; r < 4; r++)
        if (live & 1u << r)
            vt_int_forget(t[r]);
}

int mark_stays(const unsigned char *program)
{
    vt_int reg[4];
    unsigned live = 0;
    int value, status = 0;
    for (;;) {
        unsigned r = *program >> 4 & 3;
        switch (*program++ & 3) {
        case 0:
            if (live & 1u << r)
                vt_int_forget(reg[r]); // expect: vt-double-await
            reg[r] = begin((int)r);
            live |= 1u << r;
            break;
        case 1:
            if (live & 1u << r)
                status |= vt_int_await(reg[r], &value); // expect: vt-double-await
            break;
        default:
            for (r = 0; r < 4; r++)
                if (live & 1u << r)
                    vt_int_forget(reg[r]); // expect: vt-double-await
            return status;
        }
    }
}

void never_drained(const unsigned *ids, unsigned n)
{
    vt_int t[4];
    unsigned live = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned r = ids[i] % 4;
        if (live & 1u << r)
            vt_int_forget(t[r]);
        t[r] = begin((int)r); // expect: vt-unawaited
        live |= 1u << r;
    }
}

int lowest_stays(void)
{
    vt_int t[10];
    uint32_t mask = 0;
    int id, value, status = 0;
    for (int i = 0; i < 10; i++)
        if (more(&id)) {
            t[i] = begin(id); // expect: vt-unawaited
            mask |= UINT32_C(1) << i;
        }
    mask &= mask - 1;
    while (mask) {
        int s = __builtin_ctz(mask);
        mask &= ~(UINT32_C(1) << s);
        if (vt_int_await(t[s], &value) < 0)
            status = -1;
    }
    return status;
}
