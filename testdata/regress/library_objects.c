// What the C library writes to its own objects (FILE), and the run time to a heap task, is no store to what callers know of theirs.
#include <stdio.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct job {
    int count;
    bool is_done;
};

vt_int start(int n);

static void print(FILE *file)
{
    fprintf(file, "done\n");
}

int printed(FILE *file, struct job *job)
{
    int value;
    vt_int task = start(1);
    job->is_done = true;
    print(file);
    return job->is_done ? vt_int_await(task, &value) : 0;
}

static void drop(vt_int task)
{
    vt_int_task_unref(vt_int_as_task(task));
}

static void finish(struct job *job, vt_int task)
{
    job->is_done = true;
    drop(task);
}

int dropped(void)
{
    struct job job = {0, false};
    int value;
    vt_int task = start(1);
    finish(&job, start(2));
    return job.is_done ? vt_int_await(task, &value) : 0;
}

int read_back(FILE *file)
{
    struct job job = {0, true};
    int value;
    vt_int task = start(1); // expect: vt-unawaited task
    fread(&job, sizeof job, 1, file);
    return job.is_done ? vt_int_await(task, &value) : 0;
}
