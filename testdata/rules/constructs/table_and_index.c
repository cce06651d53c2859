// Tables that nothing writes, read by an index that may be one of few: what is decided by the index and what is decided by what stands there agree.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum operation { READ, WRITE, CLOSE, OPERATIONS };

vt_int make(int n);

static int end(vt_int task)
{
    int value = 0;
    return vt_int_await(task, &value);
}

static int peek(vt_int task)
{
    return vt_int_is_completed(task);
}

struct description {
    const char *name;
    bool waits;
    unsigned char cost;
    int (*run)(vt_int task);
};

static const struct description descriptions[OPERATIONS] = {
    [READ] = {"read", true, 3, end},
    [WRITE] = {"write", true, 5, end},
    [CLOSE] = {NULL, false, 0, peek},
};

static const int order[4] = {2, 0, 3, 1};
static const int twice[3] = {2, 0, 0};
static const unsigned char is_odd[16] = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};

int function_by_index_ok(enum operation operation)
{
    if ((unsigned)operation >= OPERATIONS)
        return -1;
    vt_int task = make(1);
    int rc = descriptions[operation].run(task);
    if (operation == CLOSE)
        vt_int_forget(task);
    return rc;
}

int function_by_index_bad(enum operation operation)
{
    if ((unsigned)operation >= OPERATIONS)
        return -1;
    vt_int task = make(1);
    int rc = descriptions[operation].run(task);
    if (operation != READ)
        vt_int_forget(task); // expect: vt-double-await task
    return rc;
}

int row_by_pointer_ok(unsigned operation)
{
    if (operation >= OPERATIONS)
        return -1;
    const struct description *description = &descriptions[operation];
    vt_int task = make(1);
    int value = 0;
    if (description->waits)
        return vt_int_await(task, &value);
    if (description->cost == 0)
        vt_int_forget(task);
    return 0;
}

int row_by_pointer_bad(unsigned operation)
{
    if (operation >= OPERATIONS)
        return -1;
    const struct description *description = &descriptions[operation];
    vt_int task = make(1); // expect: vt-unawaited task
    int value = 0;
    if (description->cost > 3)
        return vt_int_await(task, &value);
    if (description->cost == 0)
        vt_int_forget(task);
    return 0;
}

int pointer_or_null_ok(unsigned operation)
{
    if (operation >= OPERATIONS)
        return -1;
    vt_int task = make(1);
    int value = 0;
    if (descriptions[operation].name == NULL)
        vt_int_forget(task);
    if (operation == READ || operation == WRITE)
        return vt_int_await(task, &value);
    return 0;
}

int pointer_or_null_bad(unsigned operation)
{
    if (operation >= OPERATIONS)
        return -1;
    vt_int task = make(1);
    int value = 0;
    if (descriptions[operation].name == NULL)
        vt_int_forget(task);
    if (operation == READ || operation == CLOSE)
        return vt_int_await(task, &value); // expect: vt-double-await task
    vt_int_forget(task);
    return 0;
}

int computed_twice_ok(unsigned number)
{
    vt_int task;
    int value = 0;
    if (number >= 16)
        return 0;
    if (is_odd[number])
        task = make(1);
    return number % 2 == 1 ? vt_int_await(task, &value) : 0;
}

int computed_twice_bad(unsigned number)
{
    vt_int task;
    int value = 0;
    if (number >= 16)
        return 0;
    if (is_odd[number])
        task = make(1); // expect: vt-unawaited task
    return number % 4 == 1 ? vt_int_await(task, &value) : 0;
}

int permuted_ok(void)
{
    vt_int tasks[4];
    int value = 0, rc = 0;
    for (int i = 0; i < 4; i++)
        tasks[i] = make(i);
    for (int i = 0; i < 4; i++)
        rc |= vt_int_await(tasks[order[i]], &value);
    return rc;
}

int permuted_bad(void)
{
    vt_int tasks[3];
    int value = 0, rc = 0;
    for (int i = 0; i < 3; i++)
        tasks[i] = make(i); // expect: vt-unawaited tasks
    for (int i = 0; i < 3; i++)
        rc |= vt_int_await(tasks[twice[i]], &value); // expect: vt-double-await tasks
    return rc;
}
