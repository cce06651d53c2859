// A ring that is filled on conditions: into which place the last task was put depends on how many were put there before, and which place is taken out is known. Whether it is
// the same is asked; both answers are followed.
#include <valuetask/valuetask.h>
#include <stdbool.h>

VT_DEFINE(int, int);

vt_int make(int id);
int ask(int what);

struct ring {
    vt_int slots[3]; // expect: vt-field-storage
    unsigned head, count;
};

static bool push(struct ring *ring, int id)
{
    if (ring->count == 3)
        return false;
    ring->slots[(ring->head + ring->count) % 3] = make(id);
    ring->count++;
    return true;
}

static bool pop(struct ring *ring, vt_int *task)
{
    if (ring->count == 0)
        return false;
    *task = ring->slots[ring->head];
    ring->head = (ring->head + 1) % 3;
    ring->count--;
    return true;
}

int popped_and_forgotten_bad(int a, int b)
{
    struct ring ring = {.head = 0};
    vt_int task;
    int number = 0;
    if (ask(1))
        push(&ring, 1); // expect: vt-unawaited
    if (a != 1)
        push(&ring, 2); // expect: vt-unawaited
    if (b)
        push(&ring, 3); // expect: vt-unawaited
    while (pop(&ring, &task))
        number++;
    return number;
}

int drained_ok(int a, int b)
{
    struct ring ring = {.head = 0};
    vt_int task;
    int result = 0;
    if (ask(1))
        push(&ring, 1);
    if (a != 1)
        push(&ring, 2);
    if (b)
        push(&ring, 3);
    while (pop(&ring, &task))
        vt_int_await(task, &result);
    return result;
}

int one_kept_back_bad(int a, int b)
{
    struct ring ring = {.head = 0};
    vt_int task;
    int result = 0;
    if (a)
        push(&ring, 1); // expect: vt-unawaited
    if (b)
        push(&ring, 2); // expect: vt-unawaited
    while (ring.count > 1 && pop(&ring, &task))
        vt_int_await(task, &result);
    return result;
}
