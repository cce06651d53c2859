// Functions that only this file can call: what numbers they are called with is known.
#include <stdbool.h>
#include <stddef.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);

typedef int (*step_function)(void *context);

struct job {
    vt_int *task;
    int result;
};

static int finish(void *context)
{
    struct job *job = context;
    return vt_int_await(*job->task, &job->result);
}

static int run_once(step_function step, void *context, int count)
{
    for (int i = 0; i < count; i++) {
        int rc = step(context);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int run_often(step_function step, void *context, int count)
{
    for (int i = 0; i < count; i++) {
        int rc = step(context);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int run_twice_bad(step_function step, void *context, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)step(context); // expect: vt-double-await
    return 0;
}

int run_any_bad(step_function step, void *context, int count)
{
    for (int i = 0; i < count; i++)
        (void)step(context); // expect: vt-double-await
    return 0;
}

int once_ok(int key)
{
    vt_int task = make(key);
    struct job job = {.task = &task};
    run_once(finish, &job, 1);
    return job.result;
}

int once_again_ok(int key)
{
    vt_int task = make(key);
    struct job job = {.task = &task};
    run_once(finish, &job, true);
    return job.result;
}

int twice_ok(int key)
{
    vt_int task = make(key);
    struct job job = {.task = &task};
    run_twice_bad(finish, &job, 2);
    return job.result;
}

int any_ok(int key)
{
    vt_int task = make(key);
    struct job job = {.task = &task};
    run_any_bad(finish, &job, 1);
    return job.result;
}

static int flagged(vt_int task, bool waits)
{
    int value = 0;
    if (waits)
        vt_int_await(task, &value);
    return value;
}

int flagged_ok(int key)
{
    return flagged(make(key), true);
}

int often_ok(int key, int count)
{
    int value = 0;
    vt_int task = make(key);
    struct job job = {.task = &task};
    if (count > 3)
        return run_often(finish, &job, 1);
    vt_int_await(task, &value);
    return run_often(finish, &job, 0);
}
