// Arrays that keep value tasks: those that are stored to and awaited element by element get a fix.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { COUNT = 4 };

vt_int make(int n);
int look_at(const vt_int *tasks);

struct pool {
    int used;
    vt_int slots[COUNT]; // expect: vt-field-storage slots
};

struct grid {
    vt_int cells[2][2]; // expect: vt-field-storage cells
};

static vt_int table[COUNT];  // expect: vt-field-storage table
static vt_int shared[COUNT]; // expect: vt-field-storage shared
static vt_int sized[COUNT];  // expect: vt-field-storage sized

int pool_ok(struct pool *pool, int i)
{
    int value = 0;
    pool->slots[i] = make(i);
    pool->slots[i + 1] = make(i + 1);
    if (vt_int_await(pool->slots[i], &value) < 0)
        return -1;
    int status = vt_int_await(pool->slots[i + 1], &value);
    return status < 0 ? status : value;
}

int table_ok(void)
{
    int sum = 0, value = 0;
    for (int i = 0; i < COUNT; i++)
        table[i] = make(i);
    for (int i = 0; i < COUNT; i++)
        if (vt_int_await(table[i], &value) == 0)
            sum += value;
    return sum;
}

int grid_ok(struct grid *grid)
{
    int value = 0;
    grid->cells[0][1] = make(1);
    return vt_int_await(grid->cells[0][1], &value);
}

// Another function gets at all of it, and its size is asked for: no fix.
int shared_ok(void)
{
    int value = 0;
    shared[0] = make(1);
    if (look_at(shared) == 0)
        return 0;
    return vt_int_await(shared[0], &value);
}

int sized_ok(void)
{
    int value = 0;
    sized[sizeof sized / sizeof sized[0] - 1] = make(1);
    return vt_int_await(sized[COUNT - 1], &value);
}
