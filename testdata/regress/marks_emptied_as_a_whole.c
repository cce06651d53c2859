// Marks in a struct that came in which are cleared by memset, or are bits of a mask there, and set where a filter lets a task be made: they were held for changed by each start(), unless a loop had cleared them.
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct pool {
    unsigned busy;
    char on[8];
    const int *of[8];
    bool is_done[4];
};

vt_int start(int id);
void look(struct pool *pool);

int mask_ok(struct pool *pool, const int *ids)
{
    vt_int t[8];
    int v, rc = 0;
    pool->busy = 0;
    for (int i = 0; i < 8; i++) {
        if (ids[i] <= 0)
            continue;
        t[i] = start(ids[i]);
        pool->busy |= 1u << i;
    }
    for (int i = 0; i < 8; i++)
        if (pool->busy & 1u << i)
            rc |= vt_int_await(t[i], &v);
    return rc;
}

int mask_bad(struct pool *pool, const int *ids)
{
    vt_int t[8];
    int v, rc = 0;
    pool->busy = 0;
    for (int i = 0; i < 8; i++) {
        if (ids[i] <= 0)
            continue;
        t[i] = start(ids[i]); // expect: vt-unawaited
        pool->busy |= 1u << i;
    }
    for (int i = 0; i < 8; i++)
        if (pool->busy & 1u << i) {
            if ((rc = vt_int_await(t[i], &v)) < 0)
                return rc;
        }
    return rc;
}

int bytes_ok(struct pool *pool, const int *ids)
{
    vt_int t[8];
    int v, rc = 0;
    memset(pool->on, 0, sizeof pool->on);
    for (int i = 0; i < 8; i++) {
        if (ids[i] <= 0)
            continue;
        t[i] = start(ids[i]);
        pool->on[i] = 1;
    }
    for (int i = 0; i < 8; i++)
        if (pool->on[i])
            rc |= vt_int_await(t[i], &v);
    return rc;
}

int pointers_ok(struct pool *pool, const int *ids)
{
    vt_int t[8];
    int v, rc = 0;
    memset(pool, 0, sizeof *pool);
    for (int i = 0; i < 8; i++) {
        if (ids[i] <= 0)
            continue;
        t[i] = start(ids[i]);
        pool->of[i] = &ids[i];
    }
    for (int i = 0; i < 8; i++)
        if (pool->of[i] != NULL)
            rc |= vt_int_await(t[i], &v);
    return rc;
}

int pointers_bad(struct pool *pool, const int *ids)
{
    vt_int t[8];
    int v, rc = 0;
    memset(pool, 0, sizeof *pool);
    for (int i = 0; i < 8; i++) {
        if (ids[i] <= 0)
            continue;
        t[i] = start(ids[i]); // expect: vt-unawaited
        pool->of[i] = &ids[i];
    }
    for (int i = 0; i < 8; i++)
        if (pool->of[i] != NULL) {
            if ((rc = vt_int_await(t[i], &v)) < 0)
                return rc;
        }
    return rc;
}

// Who gets the pool sets what the function has only cleared.
int set_by_others_bad(struct pool *pool, const int *ids)
{
    vt_int t[4];
    int v, rc = 0;
    memset(pool->is_done, 0, sizeof pool->is_done);
    for (int i = 0; i < 4; i++) {
        pool->is_done[i] = false;
        t[i] = start(ids[i]); // expect: vt-unawaited
    }
    look(pool);
    for (int i = 0; i < 4; i++)
        if (pool->is_done[i])
            rc |= vt_int_await(t[i], &v);
    return rc;
}
