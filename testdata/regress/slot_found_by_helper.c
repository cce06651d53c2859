// A helper finds the first free slot, or says that there is none: each number that it returns is a way of its own.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { SLOTS = 8 };

vt_int start(int id);

struct pool {
    unsigned used;
    bool is_busy[SLOTS];
};

static int acquire(struct pool *p)
{
    if (p->used == SLOTS)
        return -1;
    for (int i = 0; i < SLOTS; i++)
        if (!p->is_busy[i]) {
            p->is_busy[i] = true;
            p->used++;
            return i;
        }
    return -1;
}

static void give_back(struct pool *p, int i)
{
    p->is_busy[i] = false;
    p->used--;
}

int pool_ok(int n)
{
    vt_int t[SLOTS];
    struct pool p = {0};
    int value, rc = 0;
    for (int k = 0; k < n; k++) {
        int s = acquire(&p);
        if (s < 0)
            break;
        t[s] = start(k);
    }
    for (int i = 0; i < SLOTS; i++)
        if (p.is_busy[i]) {
            if (vt_int_await(t[i], &value) < 0)
                rc = -1;
            give_back(&p, i);
        }
    return rc;
}

int pool_left_early_bad(int n)
{
    vt_int t[SLOTS];
    struct pool p = {0};
    int value;
    for (int k = 0; k < n; k++) {
        int s = acquire(&p);
        if (s < 0)
            break;
        t[s] = start(k); // expect: vt-unawaited
    }
    for (int i = 0; i < SLOTS; i++)
        if (p.is_busy[i]) {
            if (vt_int_await(t[i], &value) < 0)
                return -1;
            give_back(&p, i);
        }
    return 0;
}

/* Marked free too soon. */
int pool_given_back_at_once_bad(int n)
{
    vt_int t[SLOTS];
    struct pool p = {0};
    int value, rc = 0;
    for (int k = 0; k < n; k++) {
        int s = acquire(&p);
        if (s < 0)
            break;
        t[s] = start(k); // expect: vt-unawaited
        give_back(&p, s);
    }
    for (int i = 0; i < SLOTS; i++)
        if (p.is_busy[i] && vt_int_await(t[i], &value) < 0)
            rc = -1;
    return rc;
}

/* By what each is for, 0: for nothing. */
static int find_free(const int *ids)
{
    int i = 0;
    while (i < SLOTS && ids[i] != 0)
        i++;
    return i < SLOTS ? i : -1;
}

int ids_ok(int n)
{
    vt_int t[SLOTS];
    int ids[SLOTS] = {0}, value, rc = 0;
    for (int k = 1; k <= n; k++) {
        int s = find_free(ids);
        if (s < 0)
            break;
        ids[s] = k;
        t[s] = start(k);
    }
    for (int i = 0; i < SLOTS; i++)
        if (ids[i] != 0 && vt_int_await(t[i], &value) < 0)
            rc = -1;
    return rc;
}

int ids_drained_from_one_bad(int n)
{
    vt_int t[SLOTS];
    int ids[SLOTS] = {0}, value, rc = 0;
    for (int k = 1; k <= n; k++) {
        int s = find_free(ids);
        if (s < 0)
            break;
        ids[s] = k;
        t[s] = start(k); // expect: vt-unawaited
    }
    for (int i = 1; i < SLOTS; i++)
        if (ids[i] != 0 && vt_int_await(t[i], &value) < 0)
            rc = -1;
    return rc;
}
