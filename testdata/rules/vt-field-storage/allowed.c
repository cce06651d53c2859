// What is no storage: pointers, locals, parameters, results, tasks on the heap.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);
#include <stdlib.h>

struct by_pointer {
    vt_int *task;
    vt_int *many[4];
    vt_int (*produce)(void);
    int (*consume)(vt_int task);
    vt_int_task *stored;
};

static vt_int (*producer)(void) = make;
static vt_int *current;
vt_int_task *kept_for_good;
extern vt_int (*const producers[2])(void);

int local_array_ok(void)
{
    int value = 0;
    vt_int tasks[2] = {make(), make()};
    vt_int_forget(tasks[0]);
    int rc = vt_int_await(tasks[1], &value);
    return rc < 0 ? rc : value;
}

int parameter_ok(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

void out_parameter_ok(vt_int *out)
{
    *out = make();
}

vt_int returned_ok(void)
{
    return producer();
}

int through_struct_ok(void)
{
    int value = 0;
    vt_int task = make();
    struct by_pointer on_stack = {.task = &task};
    int rc = vt_int_await(*on_stack.task, &value);
    return rc < 0 ? rc : value;
}

int static_pointer_ok(void)
{
    int value = 0;
    vt_int task = make();
    current = &task;
    int rc = vt_int_await(*current, &value);
    current = NULL;
    return rc < 0 ? rc : value;
}

void as_task_ok(struct by_pointer *keeper)
{
    keeper->stored = vt_int_as_task(make());
    kept_for_good = vt_int_as_task(make());
}

int result_on_heap_ok(void)
{
    int *value = malloc(sizeof *value);
    if (value == NULL)
        return -ENOMEM;
    int rc = vt_int_await(make(), value);
    if (rc == 0)
        rc = *value;
    free(value);
    return rc;
}
