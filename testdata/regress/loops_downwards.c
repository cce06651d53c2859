// Loops that count a size_t down until it comes round: of the sum that a counter of 64 bits is then, all numbers from 2^63 on are one, and say nothing of the number that it was made of. The end of
// the second loop was taken for impossible, and all behind it.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int id);

struct job { vt_int task; bool done; }; // expect: vt-field-storage

int cleared_and_lost_bad(void)
{
    struct job first[4] = {{.done = true}, {.done = true}, {.done = true}, {.done = true}};
    for (size_t i = (size_t)4 - 1; i < (size_t)4; i--)
        first[i].done = false;
    struct job jobs[4];
    for (size_t i = (size_t)4 - 1; i < (size_t)4; i--)
        jobs[i].done = true;
    jobs[2].task = make(3); // expect: vt-unawaited
    if (!jobs[0].done)
        return vt_int_is_completed(jobs[0].task);
    return 0;
}

int cleared_and_awaited_ok(void)
{
    struct job first[4] = {{.done = true}, {.done = true}, {.done = true}, {.done = true}};
    int value = 0;
    for (size_t i = (size_t)4 - 1; i < (size_t)4; i--)
        first[i].done = false;
    struct job jobs[4];
    for (size_t i = (size_t)4 - 1; i < (size_t)4; i--)
        jobs[i].done = true;
    jobs[2].task = make(3);
    if (!jobs[0].done)
        return vt_int_is_completed(jobs[0].task);
    return vt_int_await(jobs[2].task, &value);
}
