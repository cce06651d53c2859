// Callbacks that get the task through a context pointer.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

struct context {
    vt_int *task;
    int value;
};

static void run(void *data)
{
    struct context *context = data;
    int rc = vt_int_await(*context->task, &context->value);
    if (rc < 0)
        context->value = rc;
}

static void peek(void *data)
{
    struct context *context = data;
    context->value = vt_int_is_completed(*context->task);
}

static void call(void (*callback)(void *data), void *data)
{
    callback(data);
}

void register_callback(void (*callback)(void *data), void *data);

int called_ok(void)
{
    vt_int task = make();
    struct context context = {.task = &task};
    call(peek, &context);
    call(run, &context);
    return context.value;
}

int called_twice_bad(void)
{
    vt_int task = make();
    struct context context = {.task = &task};
    call(run, &context);
    call(run, &context); // expect: vt-double-await
    return context.value;
}

int called_and_awaited_bad(void)
{
    vt_int task = make();
    struct context context = {.task = &task};
    call(run, &context);
    vt_int_forget(task); // expect: vt-double-await
    return context.value;
}

int only_peeked_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    struct context context = {.task = &task};
    call(peek, &context);
    return context.value;
}

int peeked_late_bad(void)
{
    vt_int task = make();
    struct context context = {.task = &task};
    run(&context);
    call(peek, &context); // expect: vt-use-after-await
    return context.value;
}

/* Whether and when it is called, nobody here knows. */
int registered_ok(void)
{
    vt_int task = make();
    struct context context = {.task = &task};
    register_callback(run, &context);
    while (cond())
        cond();
    return context.value;
}

static void done(void *context, int status, int result)
{
    int *sum = context;
    *sum += status < 0 ? status : result;
}

int continuation_ok(void)
{
    static int sum;
    vt_int task = make();
    vt_int_on_completed(task, done, &sum);
    return sum;
}

int continuation_bad(void)
{
    static int sum;
    vt_int task = make();
    vt_int_on_completed(task, done, &sum);
    vt_int_forget(task); // expect: vt-double-await
    return sum;
}
