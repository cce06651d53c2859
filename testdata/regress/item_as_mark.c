// The mark of a slot is a pointer to the item that it works on, found by what a loop counts or by a step: it leads somewhere, and says that there is a task.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(status, int);

struct item {
    int id, rc;
};

struct queue {
    struct item *items;
    size_t count;
};

vt_status start(struct item *item);

int by_number(struct item *items, size_t n)
{
    vt_status run[3];
    struct item *of[3] = {NULL};
    size_t next = 0, busy = 0;
    int failed = 0;
    while (next < n || busy > 0)
        for (unsigned w = 0; w < 3; w++) {
            if (of[w]) {
                failed += vt_status_await(run[w], &of[w]->rc) < 0;
                of[w] = NULL;
                busy--;
            }
            if (!of[w] && next < n) {
                of[w] = &items[next++];
                run[w] = start(of[w]);
                busy++;
            }
        }
    return failed;
}

int by_sum(struct queue *q)
{
    vt_status run[3];
    struct item *of[3] = {NULL};
    size_t next = 0, busy = 0;
    int failed = 0;
    while (next < q->count || busy > 0)
        for (unsigned w = 0; w < 3; w++) {
            if (of[w] != NULL) {
                failed += vt_status_await(run[w], &of[w]->rc) < 0;
                of[w] = NULL;
                busy--;
            }
            if (of[w] == NULL && next < q->count) {
                of[w] = q->items + next++;
                run[w] = start(of[w]);
                busy++;
            }
        }
    return failed;
}

int by_step(struct item *items, size_t n)
{
    vt_status task;
    struct item *current = NULL;
    for (size_t i = 0; i < n; i++) {
        if (current && vt_status_await(task, &current->rc) < 0)
            return -1;
        current = items++;
        task = start(current);
    }
    return current ? vt_status_await(task, &current->rc) : 0;
}

int left_after_three(struct item *items, size_t n)
{
    vt_status run[3];
    struct item *of[3] = {NULL};
    size_t next = 0, busy = 0;
    int failed = 0;
    while (next < n || busy > 0) {
        for (unsigned w = 0; w < 3; w++) {
            if (of[w]) {
                failed += vt_status_await(run[w], &of[w]->rc) < 0;
                of[w] = NULL;
                busy--;
            }
            if (!of[w] && next < n) {
                of[w] = &items[next++];
                run[w] = start(of[w]); // expect: vt-unawaited
                busy++;
            }
        }
        if (failed > 3)
            return -1;
    }
    return failed;
}

// A length says nothing of the buffer: where there is none, it is 0.
int may_be_none(char *buffer, size_t length)
{
    vt_status task = start(NULL); // expect: vt-unawaited
    char *end = buffer + length;
    int value;
    if (buffer == NULL)
        return -1;
    return vt_status_await(task, &value) + (end > buffer);
}
