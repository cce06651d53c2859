// Lists and trees whose links are put together by a helper, by recursion or with a tail pointer: what it lost sight of may be what is found and consumed later.
#include <stddef.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

struct item {
    vt_int task; // expect: vt-field-storage
    int key;
    struct item *next;
};

vt_int start(int key);

static struct item *append(struct item *list, struct item *item)
{
    if (list == NULL)
        return item;
    list->next = append(list->next, item);
    return list;
}

static int end_each(struct item *list)
{
    if (list == NULL)
        return 0;
    int status = end_each(list->next);
    return status | vt_int_await(list->task, NULL);
}

int appended_ok(void)
{
    struct item one = {.task = start(1), .key = 1}, two = {.task = start(2), .key = 2};
    struct item *list = NULL;
    list = append(list, &one);
    list = append(list, &two);
    return end_each(list);
}

int third_left_out_bad(void)
{
    struct item one = {.task = start(1), .key = 1}, two = {.task = start(2), .key = 2};
    struct item three = {.task = start(3), .key = 3}; // expect: vt-unawaited
    struct item *list = NULL;
    list = append(list, &one);
    list = append(list, &two);
    return end_each(list) | three.key;
}

static struct item *merge(struct item *a, struct item *b)
{
    struct item head, *tail = &head;
    head.next = NULL;
    while (a != NULL && b != NULL) {
        if (a->key <= b->key) {
            tail->next = a;
            a = a->next;
        } else {
            tail->next = b;
            b = b->next;
        }
        tail = tail->next;
    }
    tail->next = a != NULL ? a : b;
    return head.next;
}

static int end_list(struct item *list)
{
    int status = 0;
    for (; list != NULL; list = list->next)
        status |= vt_int_await(list->task, NULL);
    return status;
}

int merged_ok(void)
{
    struct item one = {start(1), 1, NULL}, two = {start(2), 2, NULL}, three = {start(3), 3, NULL};
    one.next = &three;
    return end_list(merge(&one, &two));
}

int merged_and_again_bad(void)
{
    struct item one = {start(1), 1, NULL}, two = {start(2), 2, NULL};
    int status = end_list(merge(&one, &two));
    return status | vt_int_await(two.task, NULL); // expect: vt-double-await
}
