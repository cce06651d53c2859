// A second helper awaits the tasks of an array on the condition on which the first has made them. Which others it awaits is nothing to who follows one of them.
#include <stdbool.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);
bool may_go_on(void);

struct node {
    int size;
    bool is_wanted;
};

struct set {
    struct node *nodes;
};

static void start_wanted(const struct set *set, vt_int *tasks)
{
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].is_wanted && set->nodes[i].size > 0)
            tasks[i] = start(i);
}

static int await_wanted(const struct set *set, vt_int *tasks)
{
    int value, status = 0;
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].is_wanted && set->nodes[i].size > 0)
            status |= vt_int_await(tasks[i], &value);
    return status;
}

int wanted_ok(const struct set *set)
{
    vt_int tasks[3];
    start_wanted(set, tasks);
    return await_wanted(set, tasks);
}

int left_early_bad(const struct set *set)
{
    vt_int tasks[3];
    start_wanted(set, tasks); // expect: vt-unawaited
    if (!may_go_on())
        return -1;
    return await_wanted(set, tasks);
}
