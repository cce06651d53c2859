// A helper begins what its filter lets through, puts the tasks into its caller's array and says how many there are. The caller leaves its loop early.
#include <stdbool.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct disk {
    int id;
    bool busy;
};

struct pool {
    struct disk *disks;
    unsigned count;
};

vt_int probe(int id);

static unsigned probe_idle(const struct pool *pool, vt_int *tasks, unsigned most)
{
    unsigned begun = 0;

    for (unsigned i = 0; i < pool->count && begun < most; i++)
        if (!pool->disks[i].busy)
            tasks[begun++] = probe(pool->disks[i].id);
    return begun;
}

int all_are_awaited(const struct pool *pool)
{
    vt_int tasks[4];
    unsigned begun = probe_idle(pool, tasks, 4);
    int value, status = 0;

    for (unsigned i = 0; i < begun; i++)
        status |= vt_int_await(tasks[i], &value);
    return status;
}

int left_at_the_first_error(const struct pool *pool)
{
    vt_int tasks[4];
    unsigned begun = probe_idle(pool, tasks, 4); // expect: vt-unawaited
    int value, status = 0;

    for (unsigned i = 0; i < begun; i++) {
        status = vt_int_await(tasks[i], &value);
        if (status < 0)
            return status;
    }
    return status;
}

int last_one_first(const struct pool *pool)
{
    vt_int tasks[4];
    unsigned begun = probe_idle(pool, tasks, 4); // expect: vt-unawaited
    int value, status = 0;

    while (begun-- > 0) {
        status = vt_int_await(tasks[begun], &value);
        if (status < 0)
            return status;
    }
    return status;
}

int last_one_first_to_the_end(const struct pool *pool)
{
    vt_int tasks[4];
    unsigned begun = probe_idle(pool, tasks, 4);
    int value, status = 0;

    while (begun-- > 0)
        status |= vt_int_await(tasks[begun], &value);
    return status;
}

static void probe_above(const int *ids, unsigned count, int least, vt_int *tasks, unsigned *begun)
{
    for (unsigned i = 0; i < count && *begun < 2; i++)
        if (ids[i] > least)
            tasks[(*begun)++] = probe(ids[i]);
}

int count_behind_a_pointer(const int *ids, unsigned count, int least)
{
    vt_int tasks[2];
    unsigned begun = 0;
    int value, status = 0;

    probe_above(ids, count, least, tasks, &begun); // expect: vt-unawaited
    for (unsigned i = 0; i < begun && status == 0; i++)
        status = vt_int_await(tasks[i], &value);
    return status;
}

int count_behind_a_pointer_all(const int *ids, unsigned count, int least)
{
    vt_int tasks[2];
    unsigned begun = 0;
    int value, status = 0;

    probe_above(ids, count, least, tasks, &begun);
    for (unsigned i = 0; i < begun; i++)
        status |= vt_int_await(tasks[i], &value);
    return status;
}
