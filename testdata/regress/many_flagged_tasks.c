// A task and its flag in each of many elements, set on a condition: the flag beside the task counts, not which of the others are set.
#include <stdbool.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

enum { COUNT = 10 };

struct job {
    vt_int task; // expect: vt-field-storage task
    bool is_set;
};

vt_int make(int number);
bool is_wanted(int number);

int all_set_ok(void)
{
    struct job jobs[COUNT] = {0};
    int rc = 0;
    for (int i = 0; i < COUNT; i++)
        if (is_wanted(i)) {
            jobs[i].task = make(i);
            jobs[i].is_set = true;
        }
    for (int i = 0; i < COUNT; i++)
        if (jobs[i].is_set)
            rc |= vt_int_await(jobs[i].task, &(int){0});
    return rc;
}

int flags_beside_ok(void)
{
    vt_int tasks[COUNT];
    bool is_set[COUNT] = {0};
    int rc = 0;
    for (int i = 0; i < COUNT; i++)
        if (is_wanted(i)) {
            tasks[i] = make(i);
            is_set[i] = true;
        }
    for (int i = 0; i < COUNT; i++)
        if (is_set[i])
            rc |= vt_int_await(tasks[i], &(int){0});
    return rc;
}

int on_the_heap_ok(void)
{
    int rc = 0;
    struct job *jobs = calloc(COUNT, sizeof *jobs);
    if (jobs == NULL)
        return -1;
    for (int i = 0; i < COUNT; i++)
        if (is_wanted(i)) {
            jobs[i].task = make(i);
            jobs[i].is_set = true;
        }
    for (int i = 0; i < COUNT; i++)
        if (jobs[i].is_set)
            rc |= vt_int_await(jobs[i].task, &(int){0});
    free(jobs);
    return rc;
}

int last_forgotten_bad(void)
{
    struct job jobs[COUNT] = {0};
    int rc = 0;
    for (int i = 0; i < COUNT; i++)
        if (is_wanted(i)) {
            jobs[i].task = make(i); // expect: vt-unawaited
            jobs[i].is_set = true;
        }
    for (int i = 0; i < COUNT - 1; i++)
        if (jobs[i].is_set)
            rc |= vt_int_await(jobs[i].task, &(int){0});
    return rc;
}

int one_again_bad(void)
{
    struct job jobs[COUNT] = {0};
    int rc = 0;
    for (int i = 0; i < COUNT; i++)
        if (is_wanted(i)) {
            jobs[i].task = make(i);
            jobs[i].is_set = true;
        }
    for (int i = 0; i < COUNT; i++)
        if (jobs[i].is_set)
            rc |= vt_int_await(jobs[i].task, &(int){0});
    if (jobs[4].is_set)
        rc |= vt_int_await(jobs[4].task, &(int){0}); // expect: vt-double-await
    return rc;
}

int twice_in_one_turn_bad(void)
{
    struct job jobs[COUNT] = {0};
    int rc = 0;
    for (int i = 0; i < COUNT; i++)
        if (is_wanted(i)) {
            jobs[i].task = make(i);
            jobs[i].is_set = true;
        }
    for (int i = 0; i < COUNT; i++)
        if (jobs[i].is_set) {
            rc |= vt_int_await(jobs[i].task, &(int){0});
            if (is_wanted(i))
                rc |= vt_int_await(jobs[i].task, &(int){0}); // expect: vt-double-await
        }
    return rc;
}
