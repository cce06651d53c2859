// Paths longer than a summary keeps of them, in a recursion that is widened: they were taken to be as long as before, and followed past their ends.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum answer { STARTED, AGAIN, DONE, FULL, BAD, CLOSED };

vt_int start(int number);
int check(int number);

static enum answer step(int event, int level, vt_int *out)
{
    if (level > 9)
        return FULL;
    switch (event) {
    case 0:
        return DONE;
    case 1:
        *out = start(1);
        return STARTED;
    case 2:
        if (check(2))
            return BAD;
        *out = start(2);
        return STARTED;
    case 3:
        return CLOSED;
    case 4:
        *out = start(4);
        if (level == 3) {
            vt_int_forget(*out);
            return AGAIN;
        }
        return STARTED;
    default:
        return AGAIN;
    }
}

int each_event_ok(const int *events, int count)
{
    int status = 0;
    for (int i = 0; i < count; i++) {
        vt_int task;
        switch (step(events[i], i, &task)) {
        case STARTED:
            status |= vt_int_await(task, NULL);
            break;
        case AGAIN:
            continue;
        case DONE:
            return status;
        default:
            return -1;
        }
    }
    return status;
}

int one_event_bad(int event)
{
    vt_int task;
    if (step(event, 0, &task) != STARTED)
        return -1;
    int status = vt_int_await(task, NULL);
    return status < 0 ? vt_int_await(task, NULL) : status; // expect: vt-double-await task
}

struct tree {
    struct tree *left, *right;
    int number;
};

static int walk(const struct tree *tree, vt_int *pending, int *count, int capacity)
{
    if (tree == NULL)
        return 0;
    if (*count == capacity) {
        int status = 0;
        while (*count > 0)
            status |= vt_int_await(pending[--*count], NULL);
        if (status != 0)
            return status;
    }
    pending[(*count)++] = start(tree->number);
    int status = walk(tree->left, pending, count, capacity);
    return status != 0 ? status : walk(tree->right, pending, count, capacity);
}

int whole_tree_ok(const struct tree *tree)
{
    vt_int pending[4];
    int count = 0, status = walk(tree, pending, &count, 4);
    while (count > 0)
        status |= vt_int_await(pending[--count], NULL);
    return status;
}
