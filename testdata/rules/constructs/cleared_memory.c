// memset to zero of a whole object, and memcpy and memmove of some value tasks of an array.
#include <stdbool.h>
#include <string.h>

#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int key);

struct operation {
    vt_int task; // expect: vt-field-storage
    bool is_armed;
    int fd;
};

int cleared_before_ok(int fd)
{
    int value = 0;
    struct operation operation;
    memset(&operation, 0, sizeof operation);
    if (operation.is_armed)
        vt_int_await(operation.task, &value);
    operation.task = make(fd);
    operation.is_armed = true;
    if (operation.is_armed)
        vt_int_await(operation.task, &value);
    return value;
}

int cleared_after_ok(int fd)
{
    int value = 0;
    struct operation operation;
    operation.task = make(fd);
    operation.fd = fd;
    vt_int_await(operation.task, &value);
    memset(&operation, 0, sizeof(struct operation));
    return value + operation.fd;
}

int cleared_bad(int fd)
{
    struct operation operation;
    operation.task = make(fd); // expect: vt-unawaited operation.task
    operation.fd = fd;
    __builtin_memset(&operation, 0, sizeof operation);
    return operation.fd;
}

int cleared_by_pointer_bad(int fd)
{
    struct operation operation, *pointer = &operation;
    pointer->task = make(fd); // expect: vt-unawaited
    memset(pointer, 0, sizeof *pointer);
    return pointer->fd;
}

int cleared_flag_bad(int fd)
{
    int value = 0;
    struct operation operation;
    operation.task = make(fd); // expect: vt-unawaited operation.task
    operation.is_armed = true;
    memset(&operation.is_armed, 0, sizeof operation.is_armed);
    if (operation.is_armed)
        vt_int_await(operation.task, &value);
    return value;
}

int copied_part_ok(int key)
{
    int value = 0;
    vt_int from[2] = {make(key), make(key + 1)}, to[4];
    memcpy(to + 1, from, sizeof from);
    vt_int_await(to[1], &value);
    vt_int_await(to[2], &value);
    return value;
}

int copied_part_bad(int key)
{
    int value = 0;
    vt_int from[2] = {make(key), make(key + 1)}, to[4];
    memcpy(to + 1, from, sizeof from);
    vt_int_await(to[1], &value);
    vt_int_await(to[2], &value);
    vt_int_await(from[1], &value); // expect: vt-double-await
    return value;
}

int shifted_ok(int key)
{
    int value = 0;
    vt_int queue[3] = {make(key), make(key + 1), make(key + 2)};
    for (int left = 3; left > 0; left--) {
        vt_int_await(queue[0], &value);
        memmove(&queue[0], &queue[1], 2 * sizeof(vt_int));
    }
    return value;
}

int shifted_too_far_bad(int key)
{
    int value = 0;
    vt_int queue[3] = {make(key), make(key + 1), make(key + 2)}; // expect: vt-unawaited
    vt_int_await(queue[0], &value);
    memmove(&queue[0], &queue[2], sizeof(vt_int));
    vt_int_await(queue[0], &value);
    return value;
}
