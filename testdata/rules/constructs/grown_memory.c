// realloc: what the old memory held lies in the new one, or there is none and all is as it was.
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);

struct job {
    vt_int task; // expect: vt-field-storage
    int number;
};
struct queue {
    struct job *jobs;
    int room;
};

int moved_ok(size_t count)
{
    int value = 0, rc = 0;
    struct job *jobs = malloc(sizeof *jobs);
    if (jobs == NULL)
        return -1;
    jobs->task = make();
    struct job *more = realloc(jobs, count * sizeof *jobs);
    if (more == NULL) {
        rc = vt_int_await(jobs->task, &value);
        free(jobs);
        return rc;
    }
    rc = vt_int_await(more->task, &value);
    free(more);
    return rc;
}

int consumed_before_bad(size_t count)
{
    int value = 0;
    struct job *jobs = malloc(sizeof *jobs);
    if (jobs == NULL)
        return -1;
    jobs->task = make();
    (void)vt_int_await(jobs->task, &value);
    struct job *more = realloc(jobs, count * sizeof *jobs);
    int rc = more == NULL ? -1 : vt_int_await(more->task, &value); // expect: vt-double-await task
    free(more != NULL ? more : jobs);
    return rc;
}

int refused_bad(size_t count)
{
    int value = 0;
    struct job *jobs = malloc(sizeof *jobs);
    if (jobs == NULL)
        return -1;
    jobs->task = make(); // expect: vt-unawaited task
    struct job *more = realloc(jobs, count * sizeof *jobs);
    if (more == NULL) {
        free(jobs);
        return -1;
    }
    int rc = vt_int_await(more->task, &value);
    free(more);
    return rc;
}

int freed_with_it_bad(size_t count)
{
    struct job *jobs = malloc(sizeof *jobs);
    if (jobs == NULL)
        return -1;
    jobs->task = make(); // expect: vt-unawaited task
    struct job *more = realloc(jobs, count * sizeof *jobs);
    free(more != NULL ? more : jobs);
    return 0;
}

int number_moves_too_ok(size_t count, int number)
{
    int value = 0;
    struct job *jobs = malloc(sizeof *jobs);
    if (jobs == NULL)
        return -1;
    jobs->number = number;
    vt_int task;
    if (number > 2)
        task = make();
    struct job *more = realloc(jobs, count * sizeof *jobs);
    if (more != NULL)
        jobs = more;
    int rc = jobs->number > 2 ? vt_int_await(task, &value) : 0;
    free(jobs);
    return rc;
}

static int grow(struct queue *queue)
{
    struct job *more = realloc(queue->jobs, sizeof *more * (size_t)(queue->room + 4));
    if (more == NULL)
        return -1;
    queue->jobs = more;
    queue->room += 4;
    return 0;
}

int grown_by_helper_ok(struct queue *queue)
{
    int value = 0;
    queue->jobs[0].task = make();
    if (grow(queue) < 0)
        return vt_int_await(queue->jobs[0].task, &value) - 1;
    return vt_int_await(queue->jobs[0].task, &value);
}

/* Not found: memory that others may have grown before, and will again, is out of sight from there on. */
int grown_by_helper_missed(struct queue *queue)
{
    int value = 0;
    queue->jobs[0].task = make();
    (void)vt_int_await(queue->jobs[0].task, &value);
    if (grow(queue) < 0)
        return -1;
    return vt_int_await(queue->jobs[0].task, &value);
}
