// known-failure: an element that a loop has found loses what was learnt of it when unseen code runs
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
struct item { int id; bool on; };
struct set { struct item items[8]; int n; };
int found_ok(struct set *s, int id)
{
    struct item *hit = NULL;
    vt_int t;
    for (int i = 0; i < s->n; i++)
        if (s->items[i].id == id)
            hit = &s->items[i];
    if (hit == NULL || !hit->on)
        return -1;
    t = make(id);
    if (hit->on)
        return vt_int_await(t, &(int){0});
    return 0;
}
