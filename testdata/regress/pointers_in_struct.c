// known-failure: a helper's loop over pointers in a struct: that each of them leads to a task of its own is not known
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct call { vt_int *task; };
struct table { struct call *calls[2]; };

vt_int start(int number);

static int end_all(struct table *table)
{
    int status = 0;
    for (int i = 0; i < 2; i++)
        status |= vt_int_await(*table->calls[i]->task, NULL);
    return status;
}

int both_ended(void)
{
    vt_int first = start(1), second = start(2);
    struct call one = {&first}, two = {&second};
    struct table table;
    table.calls[0] = &two;
    table.calls[1] = &one;
    return end_all(&table);
}
