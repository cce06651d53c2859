// Numbers narrower than int: ++ and -- add in int and convert back, so that they may come round; those of int and wider types do not.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct packet {
    int signed_bits : 3;
    unsigned bits : 3;
};

int next_of_char_bad(signed char c)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    signed char next = c;
    next++;
    if (next > c)
        return vt_int_await(task, &value);
    return 0;
}

int previous_of_short_bad(short n)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    short previous = n;
    --previous;
    if (previous < n)
        return vt_int_await(task, &value);
    return 0;
}

int next_of_byte_bad(unsigned char c)
{
    int value = 0;
    vt_int task = make();
    unsigned char next = c;
    if (++next == 0)
        vt_int_await(task, &value);
    if (c == 255)
        return vt_int_await(task, &value); // expect: vt-double-await task
    if (next != 0)
        vt_int_forget(task);
    return value;
}

int next_of_bits_bad(struct packet *packet)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    int before = packet->signed_bits;
    packet->signed_bits++;
    if (packet->signed_bits > before)
        return vt_int_await(task, &value);
    return 0;
}

int previous_of_bits_bad(struct packet *packet)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    packet->bits = 0;
    packet->bits--;
    if (packet->bits != 7)
        return vt_int_await(task, &value);
    return 0;
}

int compound_bad(signed char c)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    signed char next = c;
    next += 1;
    if (next > c)
        return vt_int_await(task, &value);
    return 0;
}

int flag_bad(bool is_set)
{
    int value = 0;
    vt_int task = make(); // expect: vt-unawaited task
    is_set ^= 1;
    is_set += 1;
    if (!is_set)
        return vt_int_await(task, &value);
    return 0;
}

int next_of_int_ok(int n)
{
    int value = 0;
    vt_int task = make();
    int next = n;
    next++;
    if (next > n)
        return vt_int_await(task, &value);
    return 0;
}

int next_that_fits_ok(signed char c)
{
    int value = 0;
    vt_int task = make();
    signed char next = c;
    if (next < 100)
        next++;
    if (next < c)
        return 0;
    return vt_int_await(task, &value);
}

int bits_fit_ok(struct packet *packet)
{
    int value = 0;
    vt_int task = make();
    packet->bits = 6;
    packet->bits++;
    if (packet->bits == 7)
        return vt_int_await(task, &value);
    return 0;
}

int short_counter_ok(short n)
{
    int value = 0;
    if (n <= 0)
        return 0;
    vt_int task = make();
    for (short i = 0; i < n; i++) {
        if (i == n - 1)
            vt_int_await(task, &value);
    }
    return value;
}
