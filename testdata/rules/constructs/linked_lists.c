// Lists that helpers append to, reverse and keep sorted: a walk of unknown length loses sight of where it stores, but does not make that up.
#include <stddef.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);

struct node {
    struct node *next;
    int priority;
    vt_int task; // expect: vt-field-storage task
};

static void append(struct node **list, struct node *node)
{
    while (*list != NULL)
        list = &(*list)->next;
    *list = node;
}

static void append_behind(struct node *node, struct node *more)
{
    while (node->next != NULL)
        node = node->next;
    more->next = NULL;
    node->next = more;
}

static void insert(struct node **list, struct node *node)
{
    while (*list != NULL && (*list)->priority < node->priority)
        list = &(*list)->next;
    node->next = *list;
    *list = node;
}

static struct node *reversed(struct node *list)
{
    struct node *result = NULL;
    while (list != NULL) {
        struct node *next = list->next;
        list->next = result;
        result = list;
        list = next;
    }
    return result;
}

static struct node *find(struct node *list, int priority)
{
    while (list != NULL && list->priority != priority)
        list = list->next;
    return list;
}

static int await_all(struct node *list)
{
    int status = 0;
    for (; list != NULL; list = list->next)
        status |= vt_int_await(list->task, NULL);
    return status;
}

static struct node *new_node(int number)
{
    struct node *node = malloc(sizeof *node);
    if (node == NULL)
        abort();
    *node = (struct node){.priority = number};
    node->task = start(number);
    return node;
}

static void end_all(struct node *list)
{
    while (list != NULL) {
        struct node *next = list->next;
        vt_int_forget(list->task);
        free(list);
        list = next;
    }
}

int appended_ok(void)
{
    struct node *list = NULL;
    struct node one = {NULL, 1, start(1)}, two = {NULL, 2, start(2)}, three = {NULL, 3, start(3)};
    append(&list, &one);
    append(&list, &two);
    append(&list, &three);
    return await_all(list);
}

int last_of_two_bad(void)
{
    struct node *list = NULL;
    struct node one = {NULL, 1, start(1)};
    struct node two = {NULL, 2, start(2)}; // expect: vt-unawaited two.task
    append(&list, &one);
    append(&list, &two);
    return vt_int_await(list->task, NULL);
}

int appended_behind_ok(void)
{
    struct node one = {NULL, 1, start(1)}, two = {NULL, 2, start(2)}, three = {NULL, 3, start(3)};
    append_behind(&one, &two);
    append_behind(&one, &three);
    return await_all(&one);
}

int twice_bad(void)
{
    struct node one = {NULL, 1, start(1)}, two = {NULL, 2, start(2)};
    append_behind(&one, &two);
    int status = await_all(&one);
    return status | vt_int_await(two.task, NULL); // expect: vt-double-await two.task
}

int sorted_ok(int first, int second)
{
    struct node *list = NULL;
    struct node one = {NULL, first, start(1)}, two = {NULL, second, start(2)};
    insert(&list, &one);
    insert(&list, &two);
    return await_all(list);
}

int never_inserted_bad(int first)
{
    struct node *list = NULL;
    struct node one = {NULL, first, start(1)};
    struct node two = {NULL, 2, start(2)}; // expect: vt-unawaited two.task
    insert(&list, &one);
    (void)two;
    return await_all(list);
}

int reversed_ok(void)
{
    struct node one = {NULL, 1, start(1)}, two = {&one, 2, start(2)}, three = {&two, 3, start(3)};
    return await_all(reversed(&three));
}

int last_of_reversed_bad(void)
{
    struct node one = {NULL, 1, start(1)};
    struct node two = {&one, 2, start(2)}; // expect: vt-unawaited two.task
    return vt_int_await(reversed(&two)->task, NULL);
}

int found_ok(int priority)
{
    struct node one = {NULL, 1, start(1)}, two = {&one, 2, start(2)};
    struct node *found = find(&two, priority);
    int status = found != NULL ? vt_int_await(found->task, NULL) : 0;
    if (found != &one)
        status |= vt_int_await(one.task, NULL);
    if (found != &two)
        status |= vt_int_await(two.task, NULL);
    return status;
}

void allocated_ok(int count)
{
    struct node *list = NULL;
    for (int i = 0; i < count; i++)
        append(&list, new_node(i));
    end_all(reversed(list));
}

void freed_with_its_task_bad(void)
{
    struct node *list = NULL;
    append(&list, new_node(1)); // expect: vt-unawaited
    list = reversed(list);
    free(list);
}
