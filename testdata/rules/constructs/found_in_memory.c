// Tasks that lie behind pointers already: nobody here made them, and yet they can be consumed once only.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct job {
    vt_int pending; // expect: vt-field-storage pending
    vt_int *slot;
    struct job *next;
    int number, failures;
};

struct job *current_job(void);
vt_int make(int number);
void run_others(void);

int twice_bad(struct job *job)
{
    int value = 0;
    int rc = vt_int_await(job->pending, &value); // expect-note: first awaited
    if (rc < 0)
        rc = vt_int_await(job->pending, &value); // expect: vt-double-await job->pending
    return rc;
}

int once_ok(struct job *job)
{
    int value = 0;
    return vt_int_is_completed(job->pending) ? vt_int_await(job->pending, &value) : 0;
}

int further_away_bad(struct job *job)
{
    int value = 0;
    int rc = vt_int_await(job->next->pending, &value);
    return vt_int_is_completed(job->next->pending) ? rc : value; // expect: vt-use-after-await job->next->pending
}

int from_unseen_code_bad(void)
{
    int value = 0;
    struct job *job = current_job();
    vt_int task = job->pending;
    int rc = vt_int_await(task, &value);
    vt_int_forget(job->pending); // expect: vt-double-await job->pending
    return rc;
}

int behind_a_field_bad(struct job *job)
{
    int value = 0;
    return vt_int_await(*job->slot, &value) < 0 && vt_int_await(*job->slot, &value) < 0; // expect: vt-double-await *job->slot
}

static int finish(struct job *job)
{
    int value = 0;
    int rc = vt_int_await(job->pending, &value);
    return rc < 0 ? rc : value;
}

int helper_twice_bad(struct job *job)
{
    int rc = finish(job);
    if (rc < 0)
        rc = finish(job); // expect: vt-double-await finish
    return rc;
}

int helper_in_a_loop_bad(struct job *job)
{
    int sum = 0;
    for (int i = 0; i < 3; i++)
        sum += finish(job); // expect: vt-double-await finish
    return sum;
}

int each_of_a_list_ok(struct job *job)
{
    int sum = 0;
    for (; job != NULL; job = job->next)
        sum += finish(job);
    return sum;
}

int each_of_an_array_ok(struct job *jobs, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        int value = 0;
        sum += vt_int_await(jobs[i].pending, &value) < 0 ? 0 : value;
    }
    return sum;
}

int filled_again_ok(struct job *job)
{
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        sum += finish(job);
        job->pending = make(i);
    }
    return sum;
}

int filled_under_another_name_ok(struct job *job, struct job *same)
{
    int sum = finish(job);
    same->pending = make(sum);
    return sum + finish(job);
}

int perhaps_filled_by_others_ok(struct job *job)
{
    int sum = finish(job);
    run_others();
    return sum + finish(job);
}

int marked_ok(struct job *job)
{
    int sum = 0;
    if (job->number > 0) {
        job->number = 0;
        sum = finish(job);
    }
    return job->number > 0 ? finish(job) : sum;
}

void left_alone_ok(struct job *job)
{
    job->failures += !vt_int_is_completed(job->pending);
}
