// A counter that is compared with something computed of itself: what it was in the turns before is no longer asked, and remembering it kept each turn's world apart, until there was no work left to
// see that the loop may end without the await. What is computed of a bound is asked again.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(long id);

int none_is_its_half_bad(void)
{
    int value = 0, seen = 0;
    vt_int t = make(1); // expect: vt-unawaited
    for (int i = 254; i-- > 1;) { // expect-note: leaving the loop here
        if (i == i / 2) {
            if (!seen) {
                seen = 1;
                vt_int_await(t, &value);
            }
        }
    }
    return value;
}

int above_three_bad(signed char a, unsigned char b)
{
    int seen = 0, value = 0, first = a;
    vt_int t = make(1); // expect: vt-unawaited
    for (short i = 254; i-- > 1;) {
        if (first > 1) {
            if (first == 2) {
                if (!seen) {
                    seen = 1;
                    vt_int_await(t, &value);
                }
                break;
            }
            if (i == i >> 1) {
                if (!seen) {
                    seen = 1;
                    vt_int_await(t, &value);
                }
            }
        }
        if (first <= 3 && i < 127) {
            if (!seen) {
                seen = 1;
                vt_int_await(t, &value);
            }
            break;
        }
    }
    if (first * 2 == 4 && b > 4) {
        if (!seen) {
            seen = 1;
            vt_int_await(t, &value);
        }
    }
    return value;
}

int up_to_the_half_ok(int n)
{
    int value = 0;
    vt_int t;
    if (0 < (n + 1) / 2)
        t = make(0);
    for (int i = 0; i < (n + 1) / 2; i++) {
        vt_int_await(t, &value);
        if (i + 1 < (n + 1) / 2)
            t = make(i + 1);
    }
    return value;
}

int all_blocks_ok(size_t size)
{
    int value = 0;
    vt_int t;
    size_t i = 0;
    if (i < (size + 4095) / 4096)
        t = make(0);
    while (i < (size + 4095) / 4096) {
        vt_int_await(t, &value);
        i++;
        if (i < (size + 4095) / 4096)
            t = make((long)i);
    }
    return value;
}

int one_block_more_bad(size_t size)
{
    int value = 0;
    vt_int t;
    size_t i = 0;
    if (i < (size + 4095) / 4096)
        t = make(0);
    while (i < (size + 4095) / 4096) {
        vt_int_await(t, &value);
        i++;
        if (i <= (size + 4095) / 4096)
            t = make((long)i); // expect: vt-unawaited
    }
    return value;
}
