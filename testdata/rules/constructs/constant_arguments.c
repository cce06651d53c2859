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

int any_number(int key, int count)
{
    vt_int task = make(key);
    struct job job = {.task = &task};
    if (count > 0)
        run_any_bad(finish, &job, count);
    else
        vt_int_forget(task);
    return job.result;
}

int run_any_once(step_function step, void *context, int count)
{
    for (int i = 0; i < count; i++)
        (void)step(context);
    return 0;
}

/* Others may call it with other numbers, but not with this task. */
int any_once_ok(int key)
{
    vt_int task = make(key);
    struct job job = {.task = &task};
    run_any_once(finish, &job, 1);
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

/* --- call by call: what one number brings about is not taken for what another does --- */

static int look(void *context)
{
    return *(int *)context;
}

static int run_steps(step_function step, void *context, int count)
{
    int rc = 0;
    for (int i = 0; i < count; i++)
        rc |= step(context);
    return rc;
}

int one_step_ok(int key)
{
    vt_int task = make(key);
    struct job job = {.task = &task};
    return run_steps(finish, &job, 1);
}

int three_other_steps_ok(int key)
{
    return run_steps(look, &key, 3);
}

enum mode { MODE_AWAIT, MODE_FORGET, MODE_LEAVE };

static int end(vt_int *task, enum mode mode)
{
    int value = 0;
    switch (mode) {
    case MODE_AWAIT: vt_int_await(*task, &value); break;
    case MODE_FORGET: vt_int_forget(*task); break;
    case MODE_LEAVE: break;
    }
    return value;
}

int ended_ok(int key)
{
    vt_int first = make(key), second = make(key), third = make(key);
    int value = end(&first, MODE_AWAIT) + end(&second, MODE_FORGET) + end(&third, MODE_LEAVE);
    return vt_int_await(third, &value);
}

int left_bad(int key)
{
    vt_int task = make(key); // expect: vt-unawaited task
    return end(&task, MODE_LEAVE);
}

int ended_twice_bad(int key)
{
    int value = 0;
    vt_int task = make(key);
    end(&task, MODE_FORGET);
    return vt_int_await(task, &value); // expect: vt-double-await task
}
