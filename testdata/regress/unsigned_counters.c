// Counters without a sign: that one of them is always one ahead holds unless it comes round, and no loop counts so far.
#include <stddef.h>
#include <stdint.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(long id);
int ask(int what);

int one_at_most(int n)
{
    vt_int t;
    int value, result = 0;
    unsigned sent = 0, got = 0;
    for (int i = 0; i < n; i++) {
        if (sent != got) {
            result = vt_int_await(t, &value);
            got++;
        }
        if (ask(i)) {
            t = make(i);
            sent++;
        }
    }
    if (sent != got)
        return vt_int_await(t, &value);
    return result;
}

int by_two(void)
{
    vt_int t;
    int value, result = 0;
    struct {
        size_t sent, got;
    } pipe = {0, 0};
    while (ask(1)) {
        if (pipe.sent > pipe.got) {
            result = vt_int_await(t, &value);
            pipe.got += 2;
        }
        if (ask(2)) {
            t = make(2);
            pipe.sent += 2;
        }
    }
    return pipe.sent > pipe.got ? vt_int_await(t, &value) : result;
}

int of_sixteen_bits(int n)
{
    vt_int t;
    int value, result = 0;
    uint16_t sent = 7, got = 7;
    if (n) {
        t = make(0);
        sent++;
    }
    while (sent - got == 1) {
        result = vt_int_await(t, &value);
        got++;
        if (ask(2)) {
            t = make(2);
            sent++;
        }
    }
    return result;
}

int one_behind(unsigned n)
{
    int value = 0;
    vt_int current, next;
    for (unsigned i = 0; i <= n; i++) {
        if (i < n)
            next = make(i);
        if (i > 0 && vt_int_await(current, &value) < 0)
            value = 1;
        current = next;
    }
    return value;
}

int forgotten_at_the_end(int n)
{
    vt_int t;
    int value, result = 0;
    unsigned sent = 0, got = 0;
    for (int i = 0; i < n; i++) {
        if (sent != got) {
            result = vt_int_await(t, &value);
            got++;
        }
        if (ask(i)) {
            t = make(i); // expect: vt-unawaited
            sent++;
        }
    }
    if (result == 0 && sent != got)
        return vt_int_await(t, &value);
    return result;
}

int meant_to_come_round(unsigned n)
{
    int value = 0;
    vt_int t = make(1); // expect: vt-unawaited
    for (unsigned i = n; i < n + 1; i--)
        if (i == 0)
            return 1;
    return vt_int_await(t, &value);
}
