// How many requests are under way is the difference of two counters, and it alone is asked: what is known of it goes on where ways are joined, as it does of two that are compared.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(long id);

int asked_by_difference_ok(int n)
{
    vt_int window[4];
    int value = 0;
    unsigned head = 0, tail = 0;
    for (int i = 0; i < n; i++) {
        if (head - tail == 4) {
            vt_int_await(window[tail % 4], &value);
            tail++;
        }
        window[head % 4] = make(i);
        head++;
    }
    while (head - tail > 0) {
        vt_int_await(window[tail % 4], &value);
        tail++;
    }
    return value;
}

int while_there_is_one_ok(int n)
{
    vt_int window[3];
    int value = 0, head = 0, tail = 0;
    for (int i = 0; i < n; i++) {
        if (head - tail == 3) {
            vt_int_await(window[tail % 3], &value);
            tail++;
        }
        window[head % 3] = make(i);
        head++;
    }
    while (head - tail) {
        vt_int_await(window[tail % 3], &value);
        tail++;
    }
    return value;
}

int of_a_queue_ok(int n)
{
    struct {
        size_t head, tail;
    } queue = {0, 0};
    vt_int window[4];
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (queue.head - queue.tail == 4)
            vt_int_await(window[queue.tail++ & 3], &value);
        window[queue.head++ & 3] = make(i);
    }
    while (queue.head - queue.tail != 0)
        vt_int_await(window[queue.tail++ & 3], &value);
    return value;
}

int one_too_many_bad(int n)
{
    vt_int window[4];
    int value = 0;
    unsigned head = 0, tail = 0;
    for (int i = 0; i < n; i++) {
        if (head - tail == 5) {
            vt_int_await(window[tail % 4], &value);
            tail++;
        }
        window[head % 4] = make(i); // expect: vt-unawaited
        head++;
    }
    while (head - tail > 0) {
        vt_int_await(window[tail % 4], &value); // expect: vt-double-await
        tail++;
    }
    return value;
}

int one_left_bad(int n)
{
    vt_int window[4];
    int value = 0;
    unsigned head = 0, tail = 0;
    for (int i = 0; i < n; i++) {
        if (head - tail == 4) {
            vt_int_await(window[tail % 4], &value);
            tail++;
        }
        window[head % 4] = make(i); // expect: vt-unawaited
        head++;
    }
    while (head - tail > 1) {
        vt_int_await(window[tail % 4], &value);
        tail++;
    }
    return value;
}
