// Memory whose address goes into a number, or is copied byte by byte: others find it by that.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int make(int number);
void post(int message, intptr_t data);

struct node {
    vt_int task; // expect: vt-field-storage task
};

static struct node *new_node(void)
{
    struct node *node = malloc(sizeof *node);
    if (node == NULL)
        abort();
    node->task = make(1);
    return node;
}

uintptr_t tagged_global;
void *copied_global;

void posted_ok(void)
{
    post(3, (intptr_t)new_node());
}

void tagged_ok(void)
{
    tagged_global = (uintptr_t)new_node() | 1;
}

uintptr_t returned_ok(void)
{
    return (uintptr_t)new_node();
}

void bytes_copied_ok(void)
{
    struct node *node = new_node();
    memcpy(&copied_global, &node, sizeof node);
}

void through_union_ok(void)
{
    union {
        struct node *node;
        uintptr_t number;
    } both = {.node = new_node()};
    tagged_global = both.number | 1;
}

int untagged_ok(void)
{
    int value = 0;
    uintptr_t tagged = (uintptr_t)new_node() | 1;
    struct node *node = (struct node *)(tagged & ~(uintptr_t)1);
    int status = vt_int_await(node->task, &value);
    free(node);
    return status;
}

int compared_bad(const struct node *other)
{
    struct node *node = new_node(); // expect: vt-unawaited
    return node == other;
}
