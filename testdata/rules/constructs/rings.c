// Value tasks in a ring: which place it is depends on a counter that goes round, so nobody can say that it is a wrong
// one.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int receive(int c);
int ring_ok(int c, int n)
{
    vt_int ring[4];
    unsigned head = 0, tail = 0;
    int value = 0, sum = 0;
    while (n-- > 0) {
        if (tail - head == 4) {
            vt_int_await(ring[head++ % 4], &value);
            sum += value;
        }
        ring[tail++ % 4] = receive(c);
    }
    while (head != tail) {
        vt_int_await(ring[head++ % 4], &value);
        sum += value;
    }
    return sum;
}
int ring_mask_ok(int c, int n)
{
    vt_int ring[8];
    unsigned head = 0, count = 0;
    int value = 0, sum = 0;
    while (n-- > 0) {
        if (count == 8) {
            vt_int_await(ring[head & 7], &value);
            head++;
            count--;
            sum += value;
        }
        ring[(head + count) & 7] = receive(c);
        count++;
    }
    for (; count > 0; count--, head++) {
        vt_int_await(ring[head & 7], &value);
        sum += value;
    }
    return sum;
}
int ring_wrap_ok(int c, int n)
{
    vt_int ring[4];
    int head = 0, tail = 0, count = 0;
    int value = 0, sum = 0;
    while (n-- > 0) {
        if (count == 4) {
            vt_int_await(ring[head], &value);
            head = (head + 1) % 4;
            count--;
            sum += value;
        }
        ring[tail] = receive(c);
        tail = (tail + 1) % 4;
        count++;
    }
    while (count > 0) {
        vt_int_await(ring[head], &value);
        head = (head + 1) % 4;
        count--;
        sum += value;
    }
    return sum;
}
int ring_if_ok(int c, int n)
{
    vt_int ring[4];
    int head = 0, tail = 0, count = 0;
    int value = 0, sum = 0;
    while (n-- > 0) {
        if (count == 4) {
            vt_int_await(ring[head], &value);
            if (++head == 4)
                head = 0;
            count--;
            sum += value;
        }
        ring[tail] = receive(c);
        if (++tail == 4)
            tail = 0;
        count++;
    }
    while (count > 0) {
        vt_int_await(ring[head], &value);
        if (++head == 4)
            head = 0;
        count--;
        sum += value;
    }
    return sum;
}
int two_slots_ok(int c, int n)
{
    vt_int slot[2];
    int value = 0, sum = 0;
    if (n <= 0)
        return 0;
    slot[0] = receive(c);
    for (int i = 1; i < n; i++) {
        slot[i & 1] = receive(c);
        vt_int_await(slot[(i - 1) & 1], &value);
        sum += value;
    }
    vt_int_await(slot[(n - 1) & 1], &value);
    return sum + value;
}
int known_bad(int c)
{
    vt_int ring[4];
    int value = 0;
    for (int i = 0; i < 4; i++)
        ring[i % 4] = receive(c);
    for (int i = 0; i < 5; i++)
        vt_int_await(ring[i % 4], &value); // expect: vt-double-await
    return value;
}
