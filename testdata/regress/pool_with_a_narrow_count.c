// A count of eight bits behind a pointer: after code that is not seen it may be any number, which names no element.
#include <stdint.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int i);

struct pool {
    vt_int t[4]; // expect: vt-field-storage
    uint8_t count;
};

int pool_ok(struct pool *p, int many)
{
    int sum = 0, x;
    p->count = 0;
    for (int i = 0; i < many && p->count < 4; i++)
        p->t[p->count++] = start(i);
    while (p->count > 0)
        if (vt_int_await(p->t[--p->count], &x) == 0)
            sum += x;
    return sum;
}

int local_pool_bad(int many)
{
    struct pool p = {.count = 0};
    int sum = 0, x;
    for (int i = 0; i < many && p.count < 4; i++)
        p.t[p.count++] = start(i); // expect: vt-unawaited
    while (p.count > 1)
        if (vt_int_await(p.t[--p.count], &x) == 0)
            sum += x;
    return sum;
}
