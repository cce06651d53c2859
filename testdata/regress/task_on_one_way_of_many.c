// A helper that returns in many ways, of which one puts a task where its caller wants it: that one is not joined with the others.
#include <errno.h>
#include <stddef.h>
#include <valuetask/sync.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct job {
    int priority;
    unsigned flags;
    vt_int_task *task;
};

struct queue {
    struct job *heap[32];
    size_t count;
    int is_closing;
    struct vt_semaphore ready;
};

static bool is_before(const struct job *job, const struct job *other)
{
    return job->priority > other->priority;
}

static void push(struct queue *queue, struct job *job)
{
    size_t i = queue->count++;
    queue->heap[i] = job;
    while (i > 0 && is_before(queue->heap[i], queue->heap[i - 1]))
        i--;
}

static vt_int outcome(struct job *job)
{
    if (job->flags & 8)
        return vt_int_from_error(-ECANCELED);
    return vt_int_from_task(job->task);
}

static int submit(struct queue *queue, struct job *job, vt_int *out)
{
    if (queue->is_closing)
        return -ESHUTDOWN;
    if (queue->count == 32)
        return -EAGAIN;
    job->task = vt_int_task_new();
    if (job->task == NULL)
        return -ENOMEM;
    if (job->flags & 2)
        job->priority += 100;
    push(queue, job);
    vt_semaphore_release(&queue->ready);
    if (out != NULL)
        *out = outcome(job);
    return 0;
}

int all_bad(struct queue *queue, struct job *jobs, size_t count, int *sum)
{
    int rc = 0;
    for (size_t i = 0; i < count; i++) {
        vt_int task;
        int one = 0;
        if ((rc = submit(queue, &jobs[i], &task)) != 0) // expect: vt-unawaited task
            break;
        if (jobs[i].flags & 4)
            continue;
        rc = vt_int_await(task, &one);
        if (rc != 0)
            break;
        *sum += one;
    }
    return rc;
}

int all_ok(struct queue *queue, struct job *jobs, size_t count, int *sum)
{
    int rc = 0;
    for (size_t i = 0; i < count && rc == 0; i++) {
        vt_int task;
        int one = 0;
        rc = submit(queue, &jobs[i], &task);
        if (rc != 0)
            break;
        rc = vt_int_await(task, &one);
        *sum += one;
    }
    return rc;
}
