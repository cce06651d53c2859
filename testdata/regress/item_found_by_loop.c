// An element that a loop has found is asked again behind unseen code.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
struct item { int id; bool on; };
struct set { struct item items[8]; int n; };
int by_pointer_ok(struct set *s, int id)
{
    struct item *hit = NULL;
    vt_int t;
    for (int i = 0; i < s->n; i++)
        if (s->items[i].id == id)
            hit = &s->items[i];
    if (hit == NULL)
        return -1;
    if (hit->on)
        t = make(id);
    if (hit->on)
        return vt_int_await(t, &(int){0});
    return 0;
}

int by_index_ok(struct set *s, int id)
{
    int hit = -1;
    vt_int t;
    for (int i = 0; i < s->n; i++)
        if (s->items[i].id == id)
            hit = i;
    if (hit < 0)
        return -1;
    if (s->items[hit].on)
        t = make(id);
    if (s->items[hit].on)
        return vt_int_await(t, &(int){0});
    return 0;
}

// As for any other object: who has a task in any case does not ask whether there is one.
int in_any_case_bad(struct set *s, int id)
{
    struct item *hit = NULL;
    vt_int t;
    for (int i = 0; i < s->n; i++)
        if (s->items[i].id == id)
            hit = &s->items[i];
    if (hit == NULL || !hit->on)
        return -1;
    t = make(id); // expect: vt-unawaited
    if (hit->on)
        return vt_int_await(t, &(int){0});
    return 0;
}
