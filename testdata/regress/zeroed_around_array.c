// A zero that is stored beside zeroes changes nothing of them.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

vt_int make(int n);
int cond(void);

struct slot {
    vt_int task; // expect: vt-field-storage task
    bool is_busy;
};

struct pool {
    struct slot slots[2];
};

int twice_over_ok(void)
{
    struct pool pool = {0};
    int value = 0, status = 0;
    for (int i = 0; i < 2; i++)
        if (cond()) {
            pool.slots[i].task = make(i);
            pool.slots[i].is_busy = true;
        }
    for (int i = 0; i < 2; i++)
        if (pool.slots[i].is_busy) {
            status |= vt_int_await(pool.slots[i].task, &value);
            pool.slots[i].is_busy = false;
        }
    for (int i = 0; i < 2; i++)
        if (pool.slots[i].is_busy)
            status |= vt_int_await(pool.slots[i].task, &value);
    return status;
}
