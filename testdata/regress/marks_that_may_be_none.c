// What is stored as the mark of a task may say that there is none where a library or a function that is seen gives it: at the end of a file, without memory, where nothing is found; where it is a truth, or a link
// that the function asks elsewhere. An id that code gives which is not
// seen is what its caller makes of it.
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct job {
    struct job *next;
    int id;
};

vt_int start(const void *buffer);
vt_int begin(int id);
bool more(void);
int next_id(void);

static struct job *pop(struct job **list)
{
    struct job *job = *list;

    if (job != NULL)
        *list = job->next;
    return job;
}

static int pick(int i)
{
    return more() ? i + 1 : -1;
}

int end_of_file(int file)
{
    vt_int task;
    ssize_t length = 0;
    char buffer[64];
    int value, status = 0;

    while (more()) {
        if (length) {
            status |= vt_int_await(task, &value);
            length = 0;
        }
        length = read(file, buffer, sizeof buffer);
        task = start(buffer); // expect: vt-unawaited
    }
    if (length)
        status |= vt_int_await(task, &value);
    return status;
}

int without_memory(void)
{
    vt_int tasks[4];
    char *buffers[4] = {0};
    int value, status = 0;

    for (int i = 0; i < 4; i++) {
        buffers[i] = malloc(64);
        tasks[i] = start(buffers[i]); // expect: vt-unawaited
    }
    for (int i = 0; i < 4; i++) {
        if (buffers[i] == NULL)
            continue;
        status |= vt_int_await(tasks[i], &value);
        free(buffers[i]);
        buffers[i] = NULL;
    }
    return status;
}

int none_left(struct job *list)
{
    vt_int task;
    struct job *job = NULL;
    int value, status = 0;

    while (more()) {
        if (job) {
            status |= vt_int_await(task, &value);
            job = NULL;
        }
        job = pop(&list);
        task = start(job); // expect: vt-unawaited
    }
    if (job)
        status |= vt_int_await(task, &value);
    return status;
}

int none_picked(int count)
{
    vt_int task;
    int picked = -1, value, status = 0;

    for (int i = 0; i < count; i++) {
        if (picked >= 0) {
            status |= vt_int_await(task, &value);
            picked = -1;
        }
        picked = pick(i);
        task = begin(picked); // expect: vt-unawaited
    }
    if (picked >= 0)
        status |= vt_int_await(task, &value);
    return status;
}

int behind_the_last_of_a_list(struct job *list)
{
    struct job *next = NULL;
    vt_int task;
    int value, status = 0;

    for (struct job *job = list; job != NULL; job = job->next) {
        if (next) {
            status |= vt_int_await(task, &value);
            next = NULL;
        }
        next = job->next;
        task = begin(job->id); // expect: vt-unawaited
    }
    if (next)
        status |= vt_int_await(task, &value);
    return status;
}

int a_truth_that_was_read(const bool *is_wanted, int count)
{
    vt_int task;
    bool is_pending = false;
    int value, status = 0;

    for (int i = 0; i < count; i++) {
        if (is_pending) {
            status |= vt_int_await(task, &value);
            is_pending = false;
        }
        is_pending = is_wanted[i];
        task = begin(i); // expect: vt-unawaited
    }
    if (is_pending)
        status |= vt_int_await(task, &value);
    return status;
}

int an_id_that_others_give(int count)
{
    vt_int task;
    int id = -1, value, status = 0;

    for (int i = 0; i < count; i++) {
        if (id >= 0) {
            status |= vt_int_await(task, &value);
            id = -1;
        }
        id = next_id();
        task = begin(id);
    }
    if (id >= 0)
        status |= vt_int_await(task, &value);
    return status;
}
