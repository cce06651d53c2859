// What becomes of a task is up to a function that a caller hands in: by itself, in a table, or behind a pointer in a struct.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int n);

struct operations {
    int (*finish)(vt_int task);
};

struct object {
    int state;
    const struct operations *operations;
};

static int wait_for(vt_int task)
{
    int value = 0;
    return vt_int_await(task, &value);
}

static int look_at(vt_int task)
{
    return vt_int_is_completed(task);
}

static const struct operations looking = {look_at}, waiting = {wait_for};

static int by_function_bad(int (*finish)(vt_int))
{
    vt_int task = make(1); // expect: vt-unawaited task
    return finish(task); // expect-note: the task is handed to 'look_at' here, which does not consume it
}

static int by_function_ok(int (*finish)(vt_int))
{
    vt_int task = make(1);
    return finish(task);
}

static int by_either_bad(int (*finish)(vt_int))
{
    vt_int task = make(1);
    int rc = finish(task);
    vt_int_forget(task); // expect: vt-double-await task
    return rc;
}

static int by_table_bad(const struct operations *operations)
{
    vt_int task = make(1); // expect: vt-unawaited task
    return operations->finish(task);
}

static int by_table_ok(const struct operations *operations)
{
    vt_int task = make(1);
    return operations->finish(task);
}

static int by_object_bad(struct object *object)
{
    vt_int task = make(object->state); // expect: vt-unawaited task
    return object->operations->finish(task);
}

static int by_object_ok(struct object *object)
{
    vt_int task = make(object->state);
    return object->operations->finish(task);
}

static int hand_on_ok(struct object *object)
{
    return by_object_bad(object);
}

/* Who calls this is not seen: the function may be either. */
int by_whatever_ok(int (*finish)(vt_int))
{
    vt_int task = make(1);
    return finish(task);
}

int callers_ok(void)
{
    struct object looks = {0, &looking}, waits = {0, &waiting};
    int rc = by_function_bad(look_at) + by_function_ok(wait_for) + by_either_bad(look_at) + by_either_bad(wait_for);
    rc += by_table_bad(&looking) + by_table_ok(&waiting);
    return rc + hand_on_ok(&looks) + by_object_ok(&waits);
}
