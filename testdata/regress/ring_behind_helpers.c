/* Rings of tasks behind small functions: what these compare and count is known where they are called. */
#include <valuetask/valuetask.h>
#include <assert.h>
VT_DEFINE(int, int);

vt_int start(int i);
bool more(void);
int use(int value);

struct ring {
    unsigned head, tail;
};

static bool is_empty(const struct ring *r)
{
    return r->tail == r->head;
}

static bool is_full(const struct ring *r)
{
    return r->tail - r->head == 4;
}

static void push(struct ring *r, vt_int *tasks, vt_int task)
{
    assert(!is_full(r));
    tasks[r->tail % 4] = task;
    r->tail++;
}

static vt_int pop(struct ring *r, vt_int *tasks)
{
    vt_int task = tasks[r->head % 4];
    r->head++;
    return task;
}

int filled_and_emptied_ok(int n)
{
    vt_int tasks[4];
    int value, status = 0, i = 0;
    struct ring r = {0, 0};
    while (i < n) {
        while (i < n && !is_full(&r)) {
            push(&r, tasks, start(i));
            i++;
        }
        if (is_empty(&r))
            break;
        status = vt_int_await(pop(&r, tasks), &value);
        if (status < 0 || use(value))
            break;
    }
    while (!is_empty(&r))
        vt_int_forget(pop(&r, tasks));
    return status;
}

int left_full_bad(int n)
{
    vt_int tasks[4];
    int value, status = 0, i = 0;
    struct ring r = {0, 0};
    while (i < n) {
        while (i < n && !is_full(&r)) {
            push(&r, tasks, start(i)); // expect: vt-unawaited
            i++;
        }
        if (is_empty(&r))
            break;
        status = vt_int_await(pop(&r, tasks), &value);
        if (status < 0)
            return status;
    }
    while (!is_empty(&r))
        vt_int_forget(pop(&r, tasks));
    return status;
}

/* A stream without an end that is known. */
int endless_ok(void)
{
    vt_int tasks[4];
    int value, status = 0;
    struct ring r = {0, 0};
    for (;;) {
        while (more() && !is_full(&r))
            push(&r, tasks, start(0));
        if (is_empty(&r))
            break;
        status = vt_int_await(pop(&r, tasks), &value);
        if (status < 0)
            goto out;
        if (use(value))
            break;
    }
out:
    while (!is_empty(&r))
        vt_int_forget(pop(&r, tasks));
    return status;
}

int endless_looked_at_twice_bad(void)
{
    vt_int tasks[4];
    int value, status = 0;
    struct ring r = {0, 0};
    for (;;) {
        while (more() && !is_full(&r))
            push(&r, tasks, start(0));
        if (is_empty(&r))
            break;
        status = vt_int_await(tasks[r.head % 4], &value);
        if (status < 0)
            goto out; /* where it is given up once more */
        r.head++;
    }
out:
    while (!is_empty(&r))
        vt_int_forget(pop(&r, tasks)); // expect: vt-double-await
    return status;
}

int endless_pushed_when_full_bad(void)
{
    vt_int tasks[4];
    int value, status = 0;
    unsigned head = 0, tail = 0;
    for (;;) {
        while (more() && tail - head <= 4) {
            tasks[tail % 4] = start(0); // expect: vt-unawaited
            tail++;
        }
        if (head == tail)
            break;
        status |= vt_int_await(tasks[head % 4], &value); // expect: vt-double-await
        head++;
    }
    return status;
}

/* By the first place and how many there are. */
struct counted {
    unsigned first, count;
};

static void put(struct counted *c, vt_int *tasks, vt_int task)
{
    tasks[(c->first + c->count) % 4] = task;
    c->count++;
}

static vt_int take(struct counted *c, vt_int *tasks)
{
    vt_int task = tasks[c->first];
    if (++c->first == 4)
        c->first = 0;
    c->count--;
    return task;
}

int counted_ok(int n)
{
    vt_int tasks[4];
    int value, status = 0;
    struct counted c = {0, 0};
    for (int i = 0; i < n; i++) {
        if (c.count == 4)
            status |= vt_int_await(take(&c, tasks), &value);
        put(&c, tasks, start(i));
    }
    while (c.count > 0)
        status |= vt_int_await(take(&c, tasks), &value);
    return status;
}

int counted_too_many_bad(int n)
{
    vt_int tasks[4];
    int value, status = 0;
    struct counted c = {0, 0};
    for (int i = 0; i < n; i++) {
        if (c.count == 4)
            status |= vt_int_await(take(&c, tasks), &value);
        put(&c, tasks, start(i)); // expect: vt-unawaited
    }
    while (c.count > 1)
        status |= vt_int_await(take(&c, tasks), &value);
    return status;
}

/* The result tells whether the task went in. */
static bool try_push(struct ring *r, vt_int *tasks, vt_int task)
{
    if (is_full(r))
        return false;
    tasks[r->tail++ % 4] = task;
    return true;
}

int tried_ok(int n)
{
    vt_int tasks[4];
    int value, status = 0;
    struct ring r = {0, 0};
    for (int i = 0; i < n; i++) {
        vt_int task = start(i);
        if (!try_push(&r, tasks, task)) {
            vt_int_forget(task);
            break;
        }
    }
    while (!is_empty(&r))
        status |= vt_int_await(pop(&r, tasks), &value);
    return status;
}

int tried_bad(int n)
{
    vt_int tasks[4];
    int value, status = 0;
    struct ring r = {0, 0};
    for (int i = 0; i < n; i++)
        if (!try_push(&r, tasks, start(i))) // expect: vt-unawaited
            break;
    while (!is_empty(&r))
        status |= vt_int_await(pop(&r, tasks), &value);
    return status;
}
