#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>
#include <valuetask/when.h>

VT_DEFINE(int, int);
VT_DEFINE_WHEN(int, int);

vt_int make(int n);
int cond(void);

struct batch {
    vt_int tasks[4]; // expect: vt-field-storage tasks
    size_t count;
};

static int flush(struct batch *batch)
{
    int values[4];
    size_t count = batch->count;
    batch->count = 0;
    if (count == 0)
        return 0;
    return vt_int_when_all(batch->tasks, count, values);
}

int flush_one_ok(void)
{
    struct batch batch;
    batch.tasks[0] = make(1);
    batch.count = 1;
    return flush(&batch);
}

static int flush_some(vt_int *tasks, size_t count)
{
    int values[4];
    return vt_int_when_all(tasks, count, values);
}

int flush_first_ok(void)
{
    vt_int tasks[2] = {make(1), make(2)};
    int value = 0, status = flush_some(tasks, 1);
    return status | vt_int_await(tasks[1], &value);
}

int flush_none_ok(void)
{
    vt_int tasks[2] = {make(1), make(2)};
    int status = flush_some(tasks, 2);
    return status | flush_some(tasks, 0);
}

int flush_too_few_bad(void)
{
    vt_int tasks[2] = {make(1), make(2)}; // expect: vt-unawaited
    return flush_some(tasks, 1);
}
