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
