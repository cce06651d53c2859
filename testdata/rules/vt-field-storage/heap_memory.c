// Heap memory behind wrappers of malloc, and behind a field that nothing else is stored to: at the store, since there is no declaration.
#include <errno.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);
void *take_from_arena(void *arena, size_t size);

struct vector {
    vt_int *items;
    size_t count;
};

struct view {
    vt_int *items;
    size_t count;
};

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL)
        abort();
    return memory;
}

static void *allocate_twice(size_t size)
{
    return allocate(2 * size);
}

static vt_int *last_of(struct vector *vector)
{
    return &vector->items[vector->count - 1];
}

vt_int *wrapped_bad(void)
{
    vt_int *slot = allocate(sizeof *slot);
    *slot = start(1); // expect: vt-field-storage
    return slot;
}

vt_int *wrapped_again_bad(void)
{
    vt_int *slots = allocate_twice(sizeof *slots);
    slots[1] = start(1); // expect: vt-field-storage
    return slots;
}

vt_int *arena_ok(void *arena)
{
    vt_int *slot = take_from_arena(arena, sizeof *slot); /* code that nobody sees: it may be anything */
    *slot = start(1);
    return slot;
}

int push_bad(struct vector *vector, int number)
{
    vt_int *more = realloc(vector->items, (vector->count + 1) * sizeof *more);
    if (more == NULL)
        return -ENOMEM;
    vector->items = more;
    vector->items[vector->count++] = start(number); // expect: vt-field-storage
    return 0;
}

void replace_last_bad(struct vector *vector)
{
    *last_of(vector) = start(1); // expect: vt-field-storage
}

int on_the_stack_ok(void)
{
    vt_int tasks[1];
    struct view view = {.items = tasks};
    view.items[view.count++] = start(1);
    return vt_int_await(tasks[0], NULL);
}

int either_ok(size_t count)
{
    vt_int few[4];
    struct view view = {.items = few};
    if (count > 4)
        view.items = allocate(count * sizeof *view.items);
    for (; view.count < count; view.count++)
        view.items[view.count] = start(1);
    int status = 0;
    for (size_t i = 0; i < view.count; i++)
        status |= vt_int_await(view.items[i], NULL);
    if (view.items != few)
        free(view.items);
    return status;
}
