// A helper that returns in many ways, a task in one of them.
#include <stdbool.h>
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int look_up(const char *name, size_t length);

struct reader {
    const char *at, *end;
};

struct value {
    bool is_lazy;
    union {
        int number;
        vt_int lazy; // expect: vt-field-storage lazy
    };
};

static int read_number(struct reader *reader, int *number)
{
    if (reader->at == reader->end)
        return 0;
    if (*reader->at < '0' || *reader->at > '9')
        return -1;
    *number = *reader->at++ - '0';
    return 1;
}

static int read_value(struct reader *reader, struct value *value)
{
    int number = 0;
    switch (read_number(reader, &number)) {
    case 1:
        value->is_lazy = false;
        value->number = number;
        return 0;
    case -1: {
        const char *begin = reader->at;
        while (reader->at < reader->end && *reader->at >= 'a' && *reader->at <= 'z')
            reader->at++;
        if (begin == reader->at)
            return -22;
        value->is_lazy = true;
        value->lazy = look_up(begin, (size_t)(reader->at - begin));
        return 0;
    }
    default: return -61;
    }
}

int one_value_ok(struct reader *reader)
{
    struct value value;
    int rc = read_value(reader, &value);
    if (rc < 0)
        return rc;
    return value.is_lazy ? vt_int_await(value.lazy, &(int){0}) : value.number;
}

int one_value_bad(struct reader *reader)
{
    struct value value;
    int rc = read_value(reader, &value); // expect: vt-unawaited
    if (rc < 0)
        return rc;
    if (reader->at != reader->end)
        return -22;
    return value.is_lazy ? vt_int_await(value.lazy, &(int){0}) : value.number;
}
