// Tasks started from the first to a bound that lies in a struct or a global, and awaited from that bound back to the first: it is read again, and taken to be what it was.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct batch {
    size_t count;
    int most;
    int ids[16];
};

extern size_t ready;

vt_int start(int id);
void touch(struct batch *batch);

int from_the_last_ok(struct batch *batch)
{
    vt_int tasks[16];
    int sum = 0;
    for (size_t i = 0; i < batch->count; i++)
        tasks[i] = start(batch->ids[i]);
    for (size_t i = batch->count; i > 0; i--)
        sum += vt_int_await(tasks[i - 1], NULL);
    return sum;
}

int from_the_last_below_both_ok(const struct batch *batch)
{
    vt_int tasks[16];
    int sum = 0;
    for (size_t i = 0; i < batch->count && i < 16; i++)
        tasks[i] = start(batch->ids[i]);
    for (size_t i = batch->count < 16 ? batch->count : 16; i-- > 0;)
        sum += vt_int_await(tasks[i], NULL);
    return sum;
}

int signed_ok(struct batch *batch)
{
    vt_int tasks[16];
    int sum = 0;
    for (int i = 0; i < batch->most; i++)
        tasks[i] = start(batch->ids[i]);
    touch(batch);
    for (int i = batch->most - 1; i >= 0; i--)
        sum += vt_int_await(tasks[i], NULL);
    return sum;
}

int from_a_global_ok(void)
{
    vt_int tasks[16];
    int sum = 0;
    for (size_t i = 0; i < ready; i++)
        tasks[i] = start((int)i);
    for (size_t i = ready; i-- > 0;)
        sum += vt_int_await(tasks[i], NULL);
    return sum;
}

int at_least_one_ok(struct batch *batch)
{
    vt_int tasks[16];
    int sum = 0;
    size_t started = 0;
    if (batch->count == 0)
        return 0;
    do {
        tasks[started] = start(batch->ids[started]);
        started++;
    } while (started < batch->count);
    for (size_t i = batch->count; i-- > 0;)
        sum += vt_int_await(tasks[i], NULL);
    return sum;
}

int not_the_first_bad(struct batch *batch)
{
    vt_int tasks[16];
    int sum = 0;
    for (size_t i = 0; i < batch->count; i++)
        tasks[i] = start(batch->ids[i]); // expect: vt-unawaited
    for (size_t i = batch->count; i > 1; i--)
        sum += vt_int_await(tasks[i - 1], NULL);
    return sum;
}

int not_the_last_bad(struct batch *batch)
{
    vt_int tasks[16];
    int sum = 0;
    for (size_t i = 0; i < batch->count; i++)
        tasks[i] = start(batch->ids[i]); // expect: vt-unawaited
    for (size_t i = batch->count - 1; i > 0; i--)
        sum += vt_int_await(tasks[i - 1], NULL);
    return sum;
}

int the_first_again_bad(struct batch *batch)
{
    vt_int tasks[16];
    int sum = 0;
    for (size_t i = 0; i < batch->count; i++)
        tasks[i] = start(batch->ids[i]);
    for (size_t i = batch->count; i > 0; i--)
        sum += vt_int_await(tasks[i - 1], NULL);
    if (batch->count > 0)
        vt_int_forget(tasks[0]); // expect: vt-double-await
    return sum;
}
