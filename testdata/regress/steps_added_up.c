// What a loop adds each time is unknown, but the same: `total += step`. Asked twice whether that is enough, it gives one answer.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int receive(int id);
int more(void);

int added_once(unsigned step, unsigned want)
{
    unsigned total = 0;
    int value = 0;
    vt_int reading;
    while (more()) {
        total += step;
        if (total < want)
            reading = receive(1);
        if (total < want)
            vt_int_await(reading, &value);
    }
    return value;
}

int added_in_an_inner_loop(unsigned step)
{
    unsigned total = 0;
    int value = 0;
    vt_int reading;
    while (more()) {
        while (more())
            total += step;
        if (total <= 2)
            reading = receive(1);
        if (total <= 2)
            vt_int_await(reading, &value);
    }
    return value;
}

int taken_off(unsigned step, unsigned want)
{
    unsigned left = want;
    int value = 0;
    vt_int reading;
    while (more()) {
        left -= step;
        if (left > 5)
            reading = receive(1);
        if (left > 5)
            vt_int_await(reading, &value);
    }
    return value;
}

int walked(char *at, char *end, long step)
{
    int value = 0;
    vt_int reading = receive(0);
    do {
        if (vt_int_await(reading, &value) < 0)
            return -1;
        at += step;
        if (at < end)
            reading = receive(1);
    } while (at < end);
    return value;
}

int asked_for_more(unsigned step, unsigned want)
{
    unsigned total = 0;
    int value = 0;
    vt_int reading;
    while (more()) {
        total += step;
        if (total < want)
            reading = receive(1); // expect: vt-unawaited
        if (total < want && total > 3)
            vt_int_await(reading, &value);
    }
    return value;
}

int left_on_the_way(unsigned step)
{
    unsigned total = 0;
    int value = 0;
    vt_int reading = receive(1); // expect: vt-unawaited
    while (total < 10) {
        total += step;
        if (total == 7)
            return -1;
    }
    return vt_int_await(reading, &value);
}
