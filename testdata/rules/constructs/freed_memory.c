// Memory that is freed takes the task in it along, unless something else holds it.
#include <stdlib.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

// A field may hold a task for a moment; that it does is a finding of its own, here not asked for.
struct job {
    vt_int task; // expect: vt-field-storage
    int number;
};

vt_int make(int number);

int freed_at_once_bad(int number)
{
    struct job *job = malloc(sizeof *job);
    if (job == NULL)
        return -1;
    job->task = make(number); // expect: vt-unawaited freed
    free(job); // expect-note: free
    return 0;
}

int freed_after_await_ok(int number)
{
    struct job *job = malloc(sizeof *job);
    if (job == NULL)
        return -1;
    job->task = make(number);
    int value = 0;
    int rc = vt_int_await(job->task, &value);
    free(job);
    return rc < 0 ? rc : value;
}

int freed_on_one_path_bad(int number)
{
    struct job *job = malloc(sizeof *job);
    if (job == NULL)
        return -1;
    job->task = make(number); // expect: vt-unawaited
    if (number < 0) {
        free(job);
        return -1;
    }
    int value = 0;
    int rc = vt_int_await(job->task, &value);
    free(job);
    return rc < 0 ? rc : value;
}

static void job_free(struct job *job)
{
    if (job != NULL)
        free(job);
}

int freed_by_a_helper_bad(int number)
{
    struct job *job = malloc(sizeof *job);
    if (job == NULL)
        return -1;
    job->number = number;
    job->task = make(number); // expect: vt-unawaited
    job_free(job);
    return 0;
}

static void job_end(struct job *job)
{
    vt_int_forget(job->task);
    free(job);
}

int ended_by_a_helper_ok(int number)
{
    struct job *job = malloc(sizeof *job);
    if (job == NULL)
        return -1;
    job->task = make(number);
    job_end(job);
    return 0;
}

int taken_out_before_ok(int number)
{
    struct job *job = malloc(sizeof *job);
    if (job == NULL)
        return -1;
    job->task = make(number);
    vt_int task = job->task;
    free(job);
    int value = 0;
    return vt_int_await(task, &value);
}

int consumed_and_taken_out_bad(int number)
{
    struct job *job = malloc(sizeof *job);
    if (job == NULL)
        return -1;
    job->task = make(number);
    vt_int task = job->task;
    vt_int_forget(job->task);
    free(job);
    int value = 0;
    return vt_int_await(task, &value); // expect: vt-double-await
}

vt_int handed_over_ok(int number)
{
    struct job *job = malloc(sizeof *job);
    if (job == NULL)
        return vt_int_from_error(-12);
    job->task = make(number);
    vt_int task = job->task;
    free(job);
    return task;
}

/* What a helper frees is gone for its callers: what is read there afterwards is not what was there. */
struct entry {
    struct entry *newer, *older;
    vt_int task; // expect: vt-field-storage task
};

struct entries {
    struct entry *newest, *oldest;
};

static void drop_oldest(struct entries *entries)
{
    struct entry *entry = entries->oldest;
    if (entry->newer != NULL)
        entry->newer->older = entry->older;
    else
        entries->newest = entry->older;
    if (entry->older != NULL)
        entry->older->newer = entry->newer;
    else
        entries->oldest = entry->newer;
    vt_int_forget(entry->task);
    free(entry);
}

void drop_all_ok(struct entries *entries)
{
    while (entries->oldest != NULL)
        drop_oldest(entries);
}
