// Every way to consume, twice and mixed.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static void done(void *context, int status, int result)
{
    int *sum = context;
    *sum += status < 0 ? status : result;
}

int await_bad(void)
{
    int value = 0;
    vt_int task = make(); // expect-note: 
    int rc = vt_int_await(task, &value); // expect-note: 
    if (rc < 0)
        return rc;
    rc = vt_int_await(task, &value); // expect: vt-double-await task
    return rc < 0 ? rc : value;
}

int await_timeout_bad(void)
{
    int value = 0;
    vt_int task = make();
    int rc = vt_int_await_timeout(task, 5, &value);
    if (rc < 0)
        return rc;
    rc = vt_int_await_timeout(task, 5, &value); // expect: vt-double-await
    return rc < 0 ? rc : value;
}

int as_task_bad(void)
{
    int value = 0;
    vt_int task = make();
    vt_int_task *kept = vt_int_as_task(task);
    int rc = vt_int_await(task, &value); // expect: vt-double-await
    vt_int_task_unref(kept);
    return rc < 0 ? rc : value;
}

int task_twice_ok(void)
{
    int value = 0;
    vt_int_task *kept = vt_int_as_task(make());
    int rc = vt_int_task_await(kept, &value);
    if (rc == 0)
        rc = vt_int_task_await(kept, &value);
    vt_int_task_unref(kept);
    return rc < 0 ? rc : value;
}

void on_completed_bad(int *sum)
{
    vt_int task = make();
    vt_int_on_completed(task, done, sum);
    vt_int_on_completed(task, done, sum); // expect: vt-double-await
}

void forget_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await
}

vt_int return_bad(void)
{
    vt_int task = make();
    vt_int_forget(task);
    return task; // expect: vt-double-await
}

vt_int conditional_return_bad(int n)
{
    vt_int task = make();
    if (n)
        vt_int_forget(task);
    return task; // expect: vt-double-await
}

vt_int returned_ok(void)
{
    vt_int task = make();
    return task;
}

void parameter_bad(vt_int task)
{
    vt_int_forget(task);
    vt_int_forget(task); // expect: vt-double-await task
}

void parameter_ok(vt_int task)
{
    vt_int_forget(task);
}

void created_here_bad(struct vt_source *source, vt_int_task *kept)
{
    vt_int a = vt_int_from_result(1);
    vt_int b = vt_int_from_error(-EIO);
    vt_int c = vt_int_from_source(source, 1);
    vt_int d = vt_int_from_task(kept);
    vt_int_forget(a);
    vt_int_forget(b);
    vt_int_forget(c);
    vt_int_forget(d);
    vt_int_forget(a); // expect: vt-double-await a
    vt_int_forget(b); // expect: vt-double-await b
    vt_int_forget(c); // expect: vt-double-await c
    vt_int_forget(d); // expect: vt-double-await d
}
