// What a callee stores through a pointer on some of its paths only is not what it was before the call.
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(int which);

struct state {
    int status;
};

struct stream {
    void *(*allocate)(size_t size);
    struct state *state;
    int level;
};

/* One path keeps what it found, the others put a function there: no set of numbers says that. */
static int open_stream(struct stream *stream)
{
    if (stream == NULL)
        return -1;
    if (stream->allocate == NULL)
        stream->allocate = malloc;
    for (int i = 0; i < 9; i++)
        if (cond(i))
            return -2;
    return 0;
}

int callee_fills_in_bad(void)
{
    struct stream stream = {0};
    vt_int task = make(); // expect: vt-unawaited task
    int value = 0;
    if (open_stream(&stream) < 0) {
        vt_int_forget(task);
        return -1;
    }
    if (stream.allocate != NULL)
        return 1;
    return vt_int_await(task, &value);
}

/* Seven ways to return, more than a summary keeps: some have looked at the state, some have not. */
static int step(struct stream *stream, int flush)
{
    if (stream == NULL)
        return -2;
    if (flush > 5 || flush < 0)
        return -3;
    if (cond(0))
        return -4;
    struct state *state = stream->state;
    if (state->status == 42)
        state->status = 113;
    if (cond(1)) {
        state->status = 7;
        return -5;
    }
    if (cond(2)) {
        stream->level = 1;
        return -6;
    }
    if (cond(3)) {
        stream->level = 2;
        return -7;
    }
    return 0;
}

int callee_changes_behind_a_pointer_bad(int flush)
{
    struct state state = {42};
    struct stream stream = {malloc, &state, 0};
    vt_int task = make(); // expect: vt-unawaited task
    int value = 0;
    (void)step(&stream, flush);
    if (state.status != 42)
        return 1;
    return vt_int_await(task, &value);
}

int callee_changes_a_field_bad(int flush)
{
    struct state state = {42};
    struct stream stream = {malloc, &state, 0};
    vt_int task = make(); // expect: vt-unawaited task
    int value = 0;
    (void)step(&stream, flush);
    if (stream.level != 0)
        return 1;
    return vt_int_await(task, &value);
}

int callee_leaves_alone_ok(int flush)
{
    struct state state = {42};
    struct stream stream = {NULL, &state, 0};
    vt_int task = make();
    int value = 0;
    (void)step(&stream, flush);
    if (stream.allocate != NULL)
        return 1;
    return vt_int_await(task, &value);
}
