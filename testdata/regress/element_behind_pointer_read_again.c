// An element behind a pointer that is itself read again behind unseen code is what it was.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int);
void note(void);

struct item { int kind, id; };
struct set { struct item items[8]; int n; const int *ids; };

int pointer_in_struct(const struct set *s)
{
    int value, rc = 0;
    for (int i = 0; i < s->n; i++) {
        vt_int t;
        if (s->ids[i] >= 0)
            t = start(1);
        note();
        if (s->ids[i] >= 0)
            rc |= vt_int_await(t, &value);
    }
    return rc;
}

int two_loops(const struct set *s)
{
    vt_int ts[8];
    int value, rc = 0;
    for (int i = 0; i < 8; i++)
        if (s->items[i].kind == 1)
            ts[i] = start(s->items[i].id);
    for (int i = 0; i < 8; i++)
        if (s->items[i].kind == 1)
            rc |= vt_int_await(ts[i], &value);
    return rc;
}

int other_question(const struct set *s)
{
    int value, rc = 0;
    for (int i = 0; i < s->n; i++) {
        vt_int t;
        if (s->ids[i] >= 0)
            t = start(1); // expect: vt-unawaited t
        note();
        if (s->ids[i] > 0)
            rc |= vt_int_await(t, &value);
    }
    return rc;
}

struct owner {
    struct item *item;
};

void edit(struct item *item);

int given_to_who_works_on_it_ok(struct owner *owner)
{
    vt_int t;
    int value;
    if (owner->item->kind > 0)
        t = start(1);
    note();
    edit(owner->item);
    return owner->item->kind > 0 ? vt_int_await(t, &value) : 0;
}
