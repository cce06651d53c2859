// What a field keeps is awaited in loops' heads and behind conditions.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

struct channel {
    int id;
    vt_int next; // expect: vt-field-storage next
};

int drain_ok(struct channel *channel, int n)
{
    int sum = 0, value = 0;
    channel->next = make(n);
    while (vt_int_await(channel->next, &value) == 0) {
        sum += value;
        channel->next = make(value);
    }
    return sum;
}

int either_ok(struct channel *channel, int n)
{
    int value = 0;
    channel->next = make(n);
    int status = n > 3 ? vt_int_await(channel->next, &value) : -vt_int_await(channel->next, &value);
    return status < 0 ? status : value;
}
