// A struct that is found by a pointer to a member: container_of, intrusive lists, structs that begin with their base.
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);

#define container_of(pointer, type, member) ((type *)((char *)(pointer) - offsetof(type, member)))

struct link {
    struct link *next, *previous;
};

struct item {
    int number;
    vt_int task; // expect: vt-field-storage task
    struct link link;
};

/* --- one item --- */

static int finish(struct link *link)
{
    struct item *item = container_of(link, struct item, link);
    return vt_int_await(item->task, &(int){0});
}

int once_ok(void)
{
    struct item item = {.number = 1};
    item.task = make(1);
    return finish(&item.link);
}

int once_and_directly_bad(void)
{
    struct item item = {.number = 1};
    item.task = make(1);
    int rc = finish(&item.link);
    return rc < 0 ? rc : vt_int_await(item.task, &(int){0}); // expect: vt-double-await
}

int looked_up_only_bad(void)
{
    struct item item;
    item.task = make(1); // expect: vt-unawaited
    struct link *link = &item.link;
    return container_of(link, struct item, link)->number;
}

int on_the_heap_ok(void)
{
    struct item *item = malloc(sizeof *item);
    if (item == NULL)
        return -1;
    item->task = make(1);
    int rc = finish(&item->link);
    free(container_of(&item->link, struct item, link));
    return rc;
}

int on_the_heap_bad(void)
{
    struct item *item = malloc(sizeof *item);
    if (item == NULL)
        return -1;
    item->task = make(1); // expect: vt-unawaited
    struct link *link = &item->link;
    free(container_of(link, struct item, link));
    return 0;
}

static int finish_both(struct link *link)
{
    struct item *item = container_of(link, struct item, link);
    int rc = vt_int_await(item->task, &(int){0});
    return rc < 0 ? rc : finish(link); // expect: vt-double-await
}

int finish_both_of_one(void)
{
    struct item item;
    item.task = make(1);
    return finish_both(&item.link);
}

/* --- a list --- */

static void list_begin(struct link *head)
{
    head->next = head->previous = head;
}

static void list_add(struct link *link, struct link *head)
{
    link->next = head;
    link->previous = head->previous;
    head->previous->next = link;
    head->previous = link;
}

static void list_remove(struct link *link)
{
    link->previous->next = link->next;
    link->next->previous = link->previous;
    link->next = link->previous = link;
}

static bool list_is_empty(const struct link *head)
{
    return head->next == head;
}

int two_in_a_list_ok(void)
{
    struct link head;
    struct item first, second;
    int rc = 0;
    list_begin(&head);
    first.task = make(1);
    second.task = make(2);
    list_add(&first.link, &head);
    list_add(&second.link, &head);
    while (!list_is_empty(&head)) {
        struct link *link = head.next;
        list_remove(link);
        rc |= finish(link);
    }
    return rc;
}

int many_in_a_list_ok(int count)
{
    struct link head;
    int rc = 0;
    list_begin(&head);
    for (int i = 0; i < count; i++) {
        struct item *item = malloc(sizeof *item);
        if (item == NULL)
            break;
        item->task = make(i);
        list_add(&item->link, &head);
    }
    while (!list_is_empty(&head)) {
        struct item *item = container_of(head.next, struct item, link);
        list_remove(&item->link);
        rc |= vt_int_await(item->task, &(int){0});
        free(item);
    }
    return rc;
}

void many_in_a_list_bad(int count)
{
    struct link head;
    list_begin(&head);
    for (int i = 0; i < count; i++) {
        struct item *item = malloc(sizeof *item);
        if (item == NULL)
            break;
        item->task = make(i); // expect: vt-unawaited
        list_add(&item->link, &head);
    }
    while (!list_is_empty(&head)) {
        struct item *item = container_of(head.next, struct item, link);
        list_remove(&item->link);
        free(item);
    }
}

/* --- a base --- */

struct object {
    int references;
    void (*destroy)(struct object *object);
};

struct stream {
    struct object base;
    vt_int reading; // expect: vt-field-storage reading
    bool is_reading;
};

static void stream_destroy(struct object *object)
{
    struct stream *stream = (struct stream *)object;
    if (stream->is_reading)
        vt_int_forget(stream->reading);
    free(stream);
}

static void object_unref(struct object *object)
{
    if (--object->references == 0)
        object->destroy(object);
}

static struct stream *stream_open(int number)
{
    struct stream *stream = malloc(sizeof *stream);
    if (stream == NULL)
        return NULL;
    stream->base.references = 1;
    stream->base.destroy = stream_destroy;
    stream->reading = make(number);
    stream->is_reading = true;
    return stream;
}

int read_and_close_ok(int number)
{
    struct stream *stream = stream_open(number);
    if (stream == NULL)
        return -1;
    int rc = vt_int_await(stream->reading, &(int){0});
    stream->is_reading = false;
    object_unref(&stream->base);
    return rc;
}

void close_at_once_ok(int number)
{
    struct stream *stream = stream_open(number);
    if (stream != NULL)
        object_unref((struct object *)stream);
}

int read_and_close_bad(int number)
{
    struct stream *stream = stream_open(number);
    if (stream == NULL)
        return -1;
    int rc = vt_int_await(stream->reading, &(int){0});
    object_unref(&stream->base); // expect: vt-double-await
    return rc;
}

/* A base may be null, and so is then what begins with it. */
int of_a_null_base_ok(struct object *object, int number)
{
    struct stream *stream = (struct stream *)object;
    vt_int task = make(number);
    if (stream == NULL)
        return vt_int_await(task, &(int){0});
    vt_int_forget(task);
    return 0;
}

int of_a_null_base_bad(struct object *object, int number)
{
    struct stream *stream = (struct stream *)object;
    vt_int task = make(number); // expect: vt-unawaited
    if (stream == NULL)
        return 0;
    return vt_int_await(task, &(int){0});
}
