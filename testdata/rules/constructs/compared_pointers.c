// Pointers compared with each other, here and in helpers: what they lead to tells whether they can be the same.
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <valuetask/valuetask.h>

VT_DEFINE(int, int);

vt_int start(int number);

struct pair {
    int first, second;
};

struct range {
    int *from, *to;
};

struct node {
    struct node *next;
};

static int same(const int *one, const int *other)
{
    if (one == other)
        return 1;
    return 0;
}

static bool is_before(const int *one, const int *other)
{
    if (one < other)
        return true;
    return false;
}

static bool is_empty(const struct range *range)
{
    if (range->from == range->to)
        return true;
    return false;
}

/* Of a ring with a node of its own as head. */
static struct node *first_of(struct node *head)
{
    struct node *first = head->next;
    if (first == head)
        return NULL;
    head->next = first->next;
    return first;
}

int two_locals_ok(void)
{
    int one, other;
    vt_int task = start(1);
    if (same(&one, &other))
        return 1;
    return vt_int_await(task, NULL);
}

int one_local_bad(void)
{
    int one;
    vt_int task = start(1); // expect: vt-unawaited task
    if (same(&one, &one))
        return 1;
    return vt_int_await(task, NULL);
}

int two_that_came_in_bad(const int *one, const int *other)
{
    vt_int task = start(1); // expect: vt-unawaited task
    if (same(one, other))
        return 1;
    return vt_int_await(task, NULL);
}

int members_ok(void)
{
    struct pair pair;
    vt_int task = start(1);
    if (&pair.first == &pair.second || same(&pair.second, &pair.first))
        return 1;
    return vt_int_await(task, NULL);
}

int first_member_ok(struct pair *pair)
{
    vt_int task = start(1);
    if ((void *)pair == (void *)&pair->second)
        return 1;
    if ((void *)pair != (void *)&pair->first)
        return 2;
    return vt_int_await(task, NULL);
}

int first_member_bad(struct pair *pair)
{
    vt_int task = start(1); // expect: vt-unawaited task
    if ((void *)pair == (void *)&pair->first)
        return 1;
    return vt_int_await(task, NULL);
}

int elements_ok(void)
{
    struct pair pairs[3];
    vt_int task = start(1);
    if (same(&pairs[0].first, &pairs[2].first) || !is_before(&pairs[0].second, &pairs[1].second))
        return 1;
    return vt_int_await(task, NULL);
}

int elements_by_number_bad(unsigned i, unsigned k)
{
    int values[3];
    vt_int task = start(1); // expect: vt-unawaited task
    if (i > 2 || k > 2) {
        vt_int_forget(task);
        return 0;
    }
    if (same(&values[i], &values[k]))
        return 1;
    return vt_int_await(task, NULL);
}

int elements_by_number_ok(unsigned i, unsigned k)
{
    int values[3];
    vt_int task = start(1);
    if (i > 2 || k > 2 || i == k) {
        vt_int_forget(task);
        return 0;
    }
    if (same(&values[i], &values[k]))
        return 1;
    return vt_int_await(task, NULL);
}

int allocated_ok(void)
{
    int *one = malloc(sizeof *one), *other = malloc(sizeof *other);
    int status = -1;
    if (one != NULL && other != NULL) {
        vt_int task = start(1);
        if (!same(one, other))
            status = vt_int_await(task, NULL);
    }
    free(one);
    free(other);
    return status;
}

int perhaps_both_null_bad(void)
{
    int *one = malloc(sizeof *one), *other = malloc(sizeof *other);
    vt_int task = start(1); // expect: vt-unawaited task
    int status = 0;
    if (!same(one, other))
        status = vt_int_await(task, NULL);
    free(one);
    free(other);
    return status;
}

int behind_a_struct_ok(void)
{
    int values[2];
    struct range range = {values, values + 2};
    vt_int task = start(1);
    if (is_empty(&range))
        return 1;
    return vt_int_await(task, NULL);
}

int behind_a_struct_bad(void)
{
    int values[2];
    struct range range = {values, values};
    vt_int task = start(1); // expect: vt-unawaited task
    if (is_empty(&range))
        return 1;
    return vt_int_await(task, NULL);
}

int ring_ok(void)
{
    struct node head, node = {&head};
    vt_int task = start(1);
    head.next = &node;
    if (first_of(&head) == NULL)
        return 1;
    return vt_int_await(task, NULL);
}

int empty_ring_bad(void)
{
    struct node head, node = {&head};
    vt_int task = start(1); // expect: vt-unawaited task
    head.next = &node;
    (void)first_of(&head);
    if (first_of(&head) == NULL)
        return 1;
    return vt_int_await(task, NULL);
}
