// Arrays on the heap, filled and emptied in loops of unknown length; memory that comes zeroed.
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

struct flexible {
    size_t count;
    vt_int tasks[]; // expect: vt-field-storage tasks
};

struct job {
    vt_int task; // expect: vt-field-storage task
    int id, done;
    struct job *next;
};

int counted_in_the_struct_ok(int n)
{
    struct flexible *batch = malloc(sizeof *batch + (size_t)n * sizeof batch->tasks[0]);
    int value = 0, status = 0;
    if (!batch)
        return -1;
    batch->count = 0;
    for (int i = 0; i < n; i++)
        batch->tasks[batch->count++] = make(i);
    for (size_t i = 0; i < batch->count; i++)
        status |= vt_int_await(batch->tasks[i], &value);
    free(batch);
    return status;
}

int awaited_twice_bad(int n)
{
    struct flexible *batch = malloc(sizeof *batch + (size_t)n * sizeof batch->tasks[0]);
    int value = 0, status = 0;
    if (!batch)
        return -1;
    for (int i = 0; i < n; i++)
        batch->tasks[i] = make(i);
    for (int i = 0; i < n; i++) {
        status |= vt_int_await(batch->tasks[i], &value);
        status |= vt_int_await(batch->tasks[i], &value); // expect: vt-double-await
    }
    free(batch);
    return status;
}

int zeroed_flags_ok(int n)
{
    struct job *jobs = calloc((size_t)n, sizeof *jobs);
    int value = 0, status = 0;
    if (!jobs)
        return -1;
    for (int i = 0; i < n; i++) {
        jobs[i].id = i;
        jobs[i].task = make(i);
    }
    for (int i = 0; i < n; i++) {
        if (jobs[i].done)
            continue;
        status |= vt_int_await(jobs[i].task, &value);
        jobs[i].done = 1;
    }
    free(jobs);
    return status;
}

int zeroed_ok(int n)
{
    struct job *job = calloc(1, sizeof *job);
    int value = 0;
    if (!job)
        return -1;
    if (n > 0) {
        job->task = make(n);
        job->id = n;
    }
    int status = job->id ? vt_int_await(job->task, &value) : 0;
    free(job);
    return status;
}

int not_zeroed_bad(int n)
{
    struct job *job = malloc(sizeof *job);
    int value = 0, status = 0;
    if (!job)
        return -1;
    job->task = make(n); // expect: vt-unawaited
    if (!job->done)
        status = vt_int_await(job->task, &value);
    free(job);
    return status;
}

int zeroed_and_set_bad(int n)
{
    struct job *job = calloc(1, sizeof *job);
    int value = 0, status = 0;
    if (!job)
        return -1;
    job->task = make(n); // expect: vt-unawaited
    job->done = n > 3;
    if (!job->done)
        status = vt_int_await(job->task, &value);
    free(job);
    return status;
}

int zeroed_pointer_ok(void)
{
    struct job *job = calloc(1, sizeof *job);
    int value = 0, status = 0;
    if (!job)
        return -1;
    job->task = make(1);
    for (struct job *at = job; at; at = at->next)
        status |= vt_int_await(at->task, &value);
    free(job);
    return status;
}
