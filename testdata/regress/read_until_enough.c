// A number that grows by as much as came is compared with another each turn, for the next task and for the end of the loop: one question, however many turns there were.
#include <stddef.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int receive(int id);
int measure(void);
unsigned amount(void);

int total_ok(int want)
{
    int count, total = 0;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &count) < 0)
            return -1;
        total += count;
        if (total < want)
            reading = receive(2);
    } while (total < want);
    return 0;
}

int asked_at_the_head_ok(long want)
{
    int count;
    long total = 0;
    vt_int reading;
    if (total < want)
        reading = receive(1);
    while (total < want) {
        if (vt_int_await(reading, &count) < 0)
            return -1;
        total += count;
        if (total < want)
            reading = receive(2);
    }
    return 0;
}

int pointer_ok(const char *at, const char *end)
{
    int count;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &count) < 0)
            return -1;
        at += count;
        if (at < end)
            reading = receive(2);
    } while (at < end);
    return 0;
}

int measured_ok(double limit)
{
    int count;
    double sum = 0;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &count) < 0)
            return -1;
        sum += count * 0.5;
        if (sum < limit)
            reading = receive(2);
    } while (sum < limit);
    return 0;
}

int next_begun_ahead_ok(int start, int length)
{
    int end = start + length, count, status = 0;
    vt_int next;
    if (start < end)
        next = receive(start);
    for (int i = start; i < end; i++) {
        vt_int now = next;
        if (i + 1 < end)
            next = receive(i + 1);
        status |= vt_int_await(now, &count);
    }
    return status;
}

int twice_in_a_turn_ok(int want)
{
    int got = 0, count;
    do {
        vt_int reading;
        got += measure();
        if (got < want)
            reading = receive(1);
        if (got < want && vt_int_await(reading, &count) < 0)
            return -1;
    } while (measure());
    return 0;
}

int one_too_many_bad(int want)
{
    int count, total = 0;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &count) < 0)
            return -1;
        total += count;
        if (total <= want)
            reading = receive(2); // expect: vt-unawaited
    } while (total < want);
    return 0;
}

int one_too_few_bad(int want)
{
    int count, total = 0;
    vt_int reading = receive(1);
    do {
        if (vt_int_await(reading, &count) < 0) // expect: vt-double-await reading
            return -1;
        total += count;
        if (total < want)
            reading = receive(2);
    } while (total <= want);
    return 0;
}

int in_an_inner_loop_ok(void)
{
    unsigned total = 0;
    int value;
    vt_int reading;
    while (measure()) {
        while (measure())
            total += amount();
        if (total <= 2)
            reading = receive(1);
        if (total <= 2)
            vt_int_await(reading, &value);
    }
    return 0;
}
