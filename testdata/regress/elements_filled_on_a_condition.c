// A helper makes a task for each element of which something is true, and its caller, or a second helper, awaits those for which the same is true. The helper has as many ways as there
// are sets of elements; each task is made on one of two.
#include <stdbool.h>
#include <string.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);

enum kind { FILE_KIND, FOLDER_KIND, LINK_KIND };

struct node {
    const char *name;
    enum kind kind;
    int size;
    bool is_wanted;
    const struct node *peer;
};

struct set {
    struct node *nodes;
    int count;
    bool on[8];
};

static void start_folders(const struct set *set, vt_int *tasks)
{
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].kind == FOLDER_KIND)
            tasks[i] = start(i);
}

int folders_ok(const struct set *set)
{
    vt_int tasks[3];
    int value, status = 0;
    start_folders(set, tasks);
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].kind == FOLDER_KIND)
            status |= vt_int_await(tasks[i], &value);
    return status;
}

int folders_left_early_bad(const struct set *set)
{
    vt_int tasks[3];
    int value, status = 0;
    start_folders(set, tasks); // expect: vt-unawaited
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].kind == FOLDER_KIND && (status = vt_int_await(tasks[i], &value)) < 0)
            return status;
    return status;
}

int folders_or_links_bad(const struct set *set)
{
    vt_int tasks[3];
    int value, status = 0;
    start_folders(set, tasks); // expect: vt-unawaited
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].kind == LINK_KIND)
            status |= vt_int_await(tasks[i], &value);
    return status;
}

/* Two pointers to the number. */
static void start_peers(const struct set *set, vt_int *tasks)
{
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].peer && set->nodes[i].peer->is_wanted)
            tasks[i] = start(i);
}

int peers_ok(const struct set *set)
{
    vt_int tasks[3];
    int value, status = 0;
    start_peers(set, tasks);
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].peer && set->nodes[i].peer->is_wanted)
            status |= vt_int_await(tasks[i], &value);
    return status;
}

int peers_left_early_bad(const struct set *set)
{
    vt_int tasks[3];
    int value, status = 0;
    start_peers(set, tasks); // expect: vt-unawaited
    for (int i = 0; i < 3; i++)
        if (set->nodes[i].peer && set->nodes[i].peer->is_wanted && (status = vt_int_await(tasks[i], &value)) < 0)
            break;
    return status;
}

/* What the C library says of text: the task that is stored is none. */
static void start_named(const struct set *set, vt_int *tasks)
{
    for (int i = 0; i < 3; i++)
        if (strcmp(set->nodes[i].name, "x") != 0)
            tasks[i] = start(i);
}

int named_ok(const struct set *set)
{
    vt_int tasks[3];
    int value, status = 0;
    start_named(set, tasks);
    for (int i = 0; i < 3; i++)
        if (strcmp(set->nodes[i].name, "x") != 0)
            status |= vt_int_await(tasks[i], &value);
    return status;
}

int named_otherwise_bad(const struct set *set)
{
    vt_int tasks[3];
    int value, status = 0;
    start_named(set, tasks); // expect: vt-unawaited
    for (int i = 0; i < 3; i++)
        if (strcmp(set->nodes[i].name, "y") != 0)
            status |= vt_int_await(tasks[i], &value);
    return status;
}

/* As far as the smaller of two numbers. */
static void start_wanted(const struct set *set, vt_int *tasks)
{
    int count = set->count < 4 ? set->count : 4;
    for (int i = 0; i < count; i++)
        if (set->nodes[i].is_wanted)
            tasks[i] = start(i);
}

int wanted_ok(const struct set *set)
{
    int count = set->count < 4 ? set->count : 4;
    vt_int tasks[4];
    int value, status = 0;
    start_wanted(set, tasks);
    for (int i = 0; i < count; i++)
        if (set->nodes[i].is_wanted)
            status |= vt_int_await(tasks[i], &value);
    return status;
}

int wanted_left_early_bad(const struct set *set)
{
    int count = set->count < 4 ? set->count : 4;
    vt_int tasks[4];
    int value, status = 0;
    start_wanted(set, tasks); // expect: vt-unawaited
    for (int i = 0; i < count; i++)
        if (set->nodes[i].is_wanted && (status = vt_int_await(tasks[i], &value)) < 0)
            return status;
    return status;
}

/* A helper of the helper. */
static void start_one(const struct node *node, vt_int *task)
{
    if (node->size > 3)
        *task = start(node->size);
}

static void start_large(const struct set *set, vt_int *tasks)
{
    for (int i = 0; i < 4; i++)
        start_one(&set->nodes[i], &tasks[i]);
}

int large_ok(const struct set *set)
{
    vt_int tasks[4];
    int value, status = 0;
    start_large(set, tasks);
    for (int i = 0; i < 4; i++)
        if (set->nodes[i].size > 3)
            status |= vt_int_await(tasks[i], &value);
    return status;
}

int larger_bad(const struct set *set)
{
    vt_int tasks[4];
    int value, status = 0;
    start_large(set, tasks); // expect: vt-unawaited
    for (int i = 0; i < 4; i++)
        if (set->nodes[i].size > 4)
            status |= vt_int_await(tasks[i], &value);
    return status;
}
