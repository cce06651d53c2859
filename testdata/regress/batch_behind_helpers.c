/* Batches and rings whose small functions start the task and await it themselves: what they count is known where they are called. */
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int i);

struct batch {
    vt_int *tasks;
    unsigned count;
};

static bool add(struct batch *b, int i)
{
    if (b->count == 8)
        return false;
    b->tasks[b->count++] = start(i);
    return true;
}

static int drain(struct batch *b)
{
    int value, status = 0;
    for (unsigned i = 0; i < b->count; i++)
        status |= vt_int_await(b->tasks[i], &value);
    b->count = 0;
    return status;
}

static int await_last(struct batch *b)
{
    int value;
    return vt_int_await(b->tasks[--b->count], &value);
}

int drained_when_full_ok(int n)
{
    vt_int tasks[8];
    struct batch b = {tasks, 0};
    int status = 0;
    for (int i = 0; i < n; i++)
        if (!add(&b, i)) {
            status |= drain(&b);
            add(&b, i);
        }
    return status | drain(&b);
}

int not_drained_bad(int n)
{
    vt_int tasks[8];
    struct batch b = {tasks, 0};
    int status = 0;
    for (int i = 0; i < n; i++)
        if (!add(&b, i)) { // expect: vt-unawaited
            status |= drain(&b);
            if (status < 0)
                return status;
            add(&b, i); // expect: vt-unawaited
        }
    return status;
}

int last_first_ok(int n)
{
    vt_int tasks[8];
    struct batch b = {tasks, 0};
    int status = 0;
    for (int i = 0; i < n && add(&b, i); i++)
        ;
    while (b.count > 0)
        status |= await_last(&b);
    return status;
}

int last_first_bad(int n)
{
    vt_int tasks[8];
    struct batch b = {tasks, 0};
    int status = 0;
    for (int i = 0; i < n; i++)
        if (!add(&b, i)) // expect: vt-unawaited
            break;
    while (b.count > 0) {
        status = await_last(&b);
        if (status < 0)
            return status;
    }
    return status;
}

/* Flushed by who adds, when it is full. */
static int add_or_flush(struct batch *b, int i)
{
    int status = 0;
    if (b->count == 8)
        status = drain(b);
    b->tasks[b->count++] = start(i);
    return status;
}

int flushed_ok(int n)
{
    vt_int tasks[8];
    struct batch b = {tasks, 0};
    int status = 0;
    for (int i = 0; i < n && status >= 0; i++)
        status = add_or_flush(&b, i);
    int last = drain(&b);
    return status < 0 ? status : last;
}

int flushed_bad(int n)
{
    vt_int tasks[8];
    struct batch b = {tasks, 0};
    for (int i = 0; i < n; i++)
        if (add_or_flush(&b, i) < 0) // expect: vt-unawaited
            return -1;
    return drain(&b);
}

struct ring {
    unsigned head, tail;
    vt_int *tasks;
};

static bool push(struct ring *r, int i)
{
    if (r->tail - r->head == 4)
        return false;
    r->tasks[r->tail++ % 4] = start(i);
    return true;
}

static int pop(struct ring *r)
{
    int value;
    return vt_int_await(r->tasks[r->head++ % 4], &value);
}

int ring_ok(int n)
{
    vt_int tasks[4];
    struct ring r = {0, 0, tasks};
    int status = 0;
    for (int i = 0; i < n; i++)
        while (!push(&r, i))
            status |= pop(&r);
    while (r.head != r.tail)
        status |= pop(&r);
    return status;
}

int ring_bad(int n)
{
    vt_int tasks[4];
    struct ring r = {0, 0, tasks};
    int status = 0;
    for (int i = 0; i < n; i++)
        while (!push(&r, i)) // expect: vt-unawaited
            status |= pop(&r);
    while (r.head != r.tail) {
        status = pop(&r);
        if (status < 0)
            return status;
    }
    return status;
}

/* What one function does wrong by itself is told in it, and not where it is called. */
static void given_up_and_put(struct batch *b, vt_int task)
{
    vt_int_forget(task);
    b->tasks[b->count++] = task;
}

int put_after_its_end_bad(void)
{
    vt_int tasks[8];
    struct batch b = {tasks, 0};
    given_up_and_put(&b, start(1));
    return drain(&b); // expect: vt-double-await
}
