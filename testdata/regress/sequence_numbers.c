// Sequence numbers of eight bits that come round: how far apart two are is known all the same.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int i);
void work(int n);

int sequence_ok(int n)
{
    vt_int t;
    uint8_t seq = 0, acked = 0;
    int sum = 0, x;
    for (int i = 0; i < n; i++) {
        if (seq == acked) {
            t = start(seq);
            seq = (uint8_t)(seq + 1);
        } else {
            if (vt_int_await(t, &x) == 0)
                sum += x;
            acked = (uint8_t)(acked + 1);
        }
    }
    if (seq != acked)
        vt_int_forget(t);
    return sum;
}

int sequence_bad(int n)
{
    vt_int t;
    uint8_t seq = 0, acked = 0;
    int sum = 0, x;
    for (int i = 0; i < n; i++) {
        if (seq == acked) {
            t = start(seq); // expect: vt-unawaited
            seq = (uint8_t)(seq + 1);
        } else {
            if (vt_int_await(t, &x) == 0)
                sum += x;
            acked = (uint8_t)(acked + 1);
        }
    }
    return sum;
}

int sequence_diff_ok(int n)
{
    vt_int t[4];
    uint8_t seq = 0, acked = 0;
    int sum = 0, x;
    for (int i = 0; i < n; i++) {
        while ((uint8_t)(seq - acked) >= 4) {
            if (vt_int_await(t[acked % 4], &x) == 0)
                sum += x;
            acked++;
        }
        t[seq % 4] = start(seq);
        seq++;
    }
    while (acked != seq) {
        if (vt_int_await(t[acked % 4], &x) == 0)
            sum += x;
        acked++;
    }
    return sum;
}

int sequence_diff_bad(int n)
{
    vt_int t[4];
    uint8_t seq = 0, acked = 0;
    int sum = 0, x;
    for (int i = 0; i < n; i++) {
        while ((uint8_t)(seq - acked) >= 4) {
            if (vt_int_await(t[acked % 4], &x) == 0)
                sum += x;
            acked++;
        }
        t[seq % 4] = start(seq); // expect: vt-unawaited
        seq++;
    }
    while ((uint8_t)(seq - acked) > 1) {
        if (vt_int_await(t[acked % 4], &x) == 0)
            sum += x;
        acked++;
    }
    return sum;
}

// Here it is meant to come round: the number itself is asked for.
int after_a_round_bad(int n)
{
    uint8_t turn = 0;
    vt_int t = start(n); // expect: vt-unawaited
    int x = 0;
    for (int i = 0; i < n; i++) {
        turn++;
        if (turn == 0)
            return -1;
        work(i);
    }
    return vt_int_await(t, &x);
}
