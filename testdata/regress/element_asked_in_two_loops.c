// What an element says is asked in the loop that starts and in the one that awaits, by whatever way leads there.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int);
struct request { int id; bool urgent; };
struct list { struct request *items; };
static inline bool is_urgent(const struct request *r) { return r->urgent; }

int by_pointer_ok(const struct request *rs, int n)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < n && i < 8; i++) {
        const struct request *r = &rs[i];
        if (r->urgent)
            ts[i] = make(r->id);
    }
    for (int i = 0; i < n && i < 8; i++) {
        const struct request *r = &rs[i];
        if (r->urgent)
            rc |= vt_int_await(ts[i], &x);
    }
    return rc;
}

int of_pointers_ok(struct request *const *rs, int n)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < n && i < 8; i++)
        if (rs[i]->urgent)
            ts[i] = make(rs[i]->id);
    for (int i = 0; i < n && i < 8; i++)
        if (rs[i]->urgent)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int present_ok(const char *const *names, int n)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < n && i < 8; i++)
        if (names[i] != NULL)
            ts[i] = make(i);
    for (int i = 0; i < n && i < 8; i++)
        if (names[i] != NULL)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int behind_field_ok(const struct list *l, int n)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < n && i < 8; i++)
        if (l->items[i].id == 2)
            ts[i] = make(i);
    for (int i = 0; i < n && i < 8; i++)
        if (l->items[i].id == 2)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int by_getter_ok(const struct request *rs, int n)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < n && i < 8; i++)
        if (is_urgent(&rs[i]))
            ts[i] = make(i);
    for (int i = 0; i < n && i < 8; i++)
        if (is_urgent(&rs[i]))
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int flags_beside_ok(const int *ids, int n)
{
    vt_int ts[8];
    bool is_on[8] = {false};
    int x, rc = 0;
    for (int i = 0; i < n && i < 8; i++) {
        is_on[i] = ids[i] > 0;
        if (is_on[i])
            ts[i] = make(ids[i]);
    }
    for (int i = 0; i < n && i < 8; i++)
        if (is_on[i])
            rc |= vt_int_await(ts[i], &x);
    return rc;
}

int by_pointer_bad(const struct request *rs, int n)
{
    vt_int ts[8];
    int x, rc = 0;
    for (int i = 0; i < n && i < 8; i++) {
        const struct request *r = &rs[i];
        if (r->urgent)
            ts[i] = make(r->id); // expect: vt-unawaited
    }
    for (int i = 0; i < n && i < 8; i++) {
        const struct request *r = &rs[i];
        if (r->urgent && r->id > 0)
            rc |= vt_int_await(ts[i], &x);
    }
    return rc;
}

int flags_beside_bad(const int *ids, int n)
{
    vt_int ts[8];
    bool is_on[8] = {false};
    int x, rc = 0;
    for (int i = 0; i < n && i < 8; i++) {
        is_on[i] = ids[i] > 0;
        if (is_on[i])
            ts[i] = make(ids[i]); // expect: vt-unawaited
    }
    for (int i = 0; i < n && i < 8; i++)
        if (is_on[i] && ids[i] < 100)
            rc |= vt_int_await(ts[i], &x);
    return rc;
}
