// Elements with a flag are counted in one loop and again in the next.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
struct item { int id; bool on; };
struct set { struct item items[8]; };
int counted_ok(struct set *s)
{
    vt_int ts[8];
    int rc = 0, k = 0;
    for (int i = 0; i < 8; i++)
        if (s->items[i].on)
            ts[k++] = make(i);
    k = 0;
    for (int i = 0; i < 8; i++)
        if (s->items[i].on)
            rc |= vt_int_await(ts[k++], &(int){0});
    return rc;
}

int each_twice_bad(struct set *s)
{
    vt_int ts[8];
    int rc = 0, k = 0;
    for (int i = 0; i < 8; i++)
        if (s->items[i].on)
            ts[k++] = make(i);
    k = 0;
    for (int i = 0; i < 8; i++)
        if (s->items[i].on) {
            rc |= vt_int_await(ts[k], &(int){0});
            vt_int_forget(ts[k++]); // expect: vt-double-await
        }
    return rc;
}

int none_awaited_bad(struct set *s)
{
    vt_int ts[8];
    int k = 0;
    for (int i = 0; i < 8; i++)
        if (s->items[i].on)
            ts[k++] = make(i); // expect: vt-unawaited
    return k;
}
