// Tables of function pointers.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(void);
int cond(void);

static int finish(vt_int task)
{
    int value = 0;
    int rc = vt_int_await(task, &value);
    return rc < 0 ? rc : value;
}

static int discard(vt_int task)
{
    vt_int_forget(task);
    return 0;
}

static int look(vt_int task)
{
    return vt_int_is_completed(task);
}

static int (*const consumers[])(vt_int) = {finish, discard};

static const struct handler {
    int (*end)(vt_int task);
    int (*peek)(vt_int task);
} handlers[] = {
    {.end = finish, .peek = look},
    {.end = discard, .peek = look},
};

int by_index_ok(unsigned n)
{
    vt_int task = make();
    return consumers[n % 2](task);
}

int by_index_bad(unsigned n)
{
    vt_int task = make();
    int first = consumers[n % 2](task);
    return first + consumers[1](task); // expect: vt-double-await
}

int by_field_ok(unsigned n)
{
    vt_int task = make();
    int ready = handlers[n & 1].peek(task);
    return ready + handlers[n & 1].end(task);
}

int by_field_bad(unsigned n)
{
    const struct handler *handler = &handlers[n & 1];
    vt_int task = make();
    int first = handler->end(task);
    return first + handler->end(task); // expect: vt-double-await
}

int only_looks_bad(void)
{
    vt_int task = make(); // expect: vt-unawaited
    return handlers[0].peek(task);
}

int looks_late_bad(void)
{
    vt_int task = make();
    int first = handlers[1].end(task);
    return first + handlers[1].peek(task); // expect: vt-use-after-await
}

/* --- a table of operations that an object points to --- */

struct object {
    int references;
    const struct operations *operations;
};

struct operations {
    void (*close)(struct object *object);
};

struct stream {
    struct object base;
    vt_int reading; // expect: vt-field-storage reading
    int is_reading;
};

static void stream_close(struct object *object)
{
    struct stream *stream = (struct stream *)object;
    if (stream->is_reading)
        vt_int_forget(stream->reading);
}

static const struct operations stream_operations = {.close = stream_close};

static void object_release(struct object *object)
{
    if (--object->references == 0)
        object->operations->close(object);
}

int released_ok(void)
{
    struct stream stream = {.base = {1, &stream_operations}, .is_reading = 1};
    stream.reading = make();
    int rc = finish(stream.reading);
    stream.is_reading = 0;
    object_release(&stream.base);
    return rc;
}

int released_bad(void)
{
    struct stream stream = {.base = {1, &stream_operations}, .is_reading = 1};
    stream.reading = make();
    int rc = finish(stream.reading);
    object_release(&stream.base); // expect: vt-double-await
    return rc;
}

int never_released_bad(void)
{
    struct stream stream = {.base = {2, &stream_operations}, .is_reading = 1};
    stream.reading = make(); // expect: vt-unawaited
    object_release(&stream.base);
    return 0;
}
