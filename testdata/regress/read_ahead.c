// One request ahead: whether there is a next one is asked to make its task, and again by the loop. The bound may be computed where it is asked, or lie in memory that unseen code could
// change; what the loop compares with it, it counts itself, so that it waits for nothing but its own end.
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct file {
    unsigned size;
};
struct stream {
    unsigned size, at;
};

vt_int get(unsigned at);

int as_far_apart(unsigned start, unsigned end)
{
    vt_int next;
    int value = 0;
    if (0 < end - start)
        next = get(start);
    for (unsigned i = 0; i < end - start; i++) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        if (i + 1 < end - start)
            next = get(start + i + 1);
    }
    return value;
}

int twice_as_far(int want)
{
    vt_int next;
    int at = 0, value = 0;
    if (at * 2 < want)
        next = get(0);
    while (at * 2 < want) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        at += value;
        if (at * 2 < want)
            next = get(1);
    }
    return value;
}

int good_and_bad(int want)
{
    vt_int next;
    int got = 0, bad = 0, value = 0;
    if (got + bad < want)
        next = get(0);
    while (got + bad < want) {
        if (vt_int_await(next, &value) < 0)
            bad++;
        else
            got++;
        if (got + bad < want)
            next = get(1);
    }
    return got;
}

int of_a_size(const struct file *file)
{
    unsigned at = 0;
    int value = 0;
    vt_int next;
    if (at < file->size)
        next = get(at);
    while (at < file->size) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        at += value;
        if (at < file->size)
            next = get(at);
    }
    return 0;
}

int until_then(const struct file *file, unsigned at)
{
    int value;
    if (at >= file->size)
        return 0;
    vt_int next = get(at);
    do {
        if (vt_int_await(next, &value) < 0)
            return -1;
        at += value;
        if (file->size > at)
            next = get(at);
    } while (file->size > at);
    return 0;
}

int from_where_the_stream_is(struct stream *stream)
{
    int value;
    vt_int next;
    if (stream->at < stream->size)
        next = get(stream->at);
    while (stream->at < stream->size) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        stream->at += value;
        if (stream->at < stream->size)
            next = get(stream->at);
    }
    return 0;
}

int by_characters(const char *text)
{
    vt_int next;
    int value = 0;
    if (text[0] != 0)
        next = get(0);
    for (unsigned i = 0; text[i] != 0; i++) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        if (text[i + 1] != 0)
            next = get(i + 1);
    }
    return value;
}

int of_an_area(int width, int height)
{
    int value = 0;
    if (width <= 0 || height <= 0)
        return 0;
    vt_int next = get(0);
    for (int i = 0; i < width * height; i++) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        if (i + 1 < width * height)
            next = get(i + 1);
    }
    return value;
}

int of_none(int width, int height)
{
    int value = 0;
    if (width < 0 || height <= 0)
        return 0;
    vt_int next = get(0); // expect: vt-unawaited
    for (int i = 0; i < width * height; i++) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        if (i + 1 < width * height)
            next = get(i + 1);
    }
    return value;
}

int one_too_many(unsigned start, unsigned end)
{
    vt_int next = get(start); // expect: vt-unawaited
    int value = 0;
    for (unsigned i = 0; i < end - start; i++) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        next = get(start + i + 1); // expect: vt-unawaited
    }
    return value;
}

int left_early(const struct file *file, unsigned at)
{
    int value;
    if (at >= file->size)
        return 0;
    vt_int next = get(at); // expect: vt-unawaited
    while (at < file->size) {
        if (at == 7)
            return 1;
        if (vt_int_await(next, &value) < 0)
            return -1;
        at += value;
        if (at < file->size)
            next = get(at); // expect: vt-unawaited
    }
    return 0;
}

int one_byte_too_far(struct stream *stream)
{
    int value;
    vt_int next;
    stream->at = 0;
    if (stream->at < stream->size)
        next = get(stream->at);
    while (stream->at < stream->size) {
        if (vt_int_await(next, &value) < 0)
            return -1;
        stream->at += 64;
        if (stream->at <= stream->size)
            next = get(stream->at); // expect: vt-unawaited
    }
    return 0;
}
