#include "timer_heap.h"

#include <stdbool.h>
#include <stddef.h>

static bool is_due_before(const struct timer *left, const struct timer *right)
{
    return left->deadline != right->deadline ? left->deadline < right->deadline : left->order < right->order;
}

/* Joins two heaps, either of which may be empty: the later root becomes the first child of the earlier one. */
static struct timer *meld(struct timer *left, struct timer *right)
{
    if (left == NULL)
        return right;
    if (right == NULL)
        return left;
    if (is_due_before(right, left)) {
        struct timer *swapped = left;
        left = right;
        right = swapped;
    }
    right->previous = left;
    right->sibling = left->child;
    if (left->child != NULL)
        left->child->previous = right;
    left->child = right;
    return left;
}

/* Cuts the first two heaps off a list of siblings and joins them; `*rest` is what follows. */
static struct timer *meld_first_pair(struct timer *first, struct timer **rest)
{
    struct timer *second = first->sibling;

    *rest = second != NULL ? second->sibling : NULL;
    first->previous = first->sibling = NULL;
    if (second != NULL)
        second->previous = second->sibling = NULL;
    return meld(first, second);
}

/* Joins a list of siblings into one heap: in pairs from left to right, then the pairs from right to left. */
static struct timer *meld_siblings(struct timer *first)
{
    struct timer *pairs = NULL; /* linked backwards by `sibling` */
    struct timer *root = NULL;

    while (first != NULL) {
        struct timer *pair = meld_first_pair(first, &first);
        pair->sibling = pairs;
        pairs = pair;
    }
    while (pairs != NULL) {
        struct timer *pair = pairs;
        pairs = pair->sibling;
        pair->sibling = NULL;
        root = meld(root, pair);
    }
    return root;
}

struct timer *vt_rt_timer_heap_add(struct timer *root, struct timer *timer)
{
    timer->child = timer->sibling = timer->previous = NULL;
    return meld(root, timer);
}

struct timer *vt_rt_timer_heap_remove(struct timer *root, struct timer *timer)
{
    struct timer *children = meld_siblings(timer->child);

    timer->child = NULL;
    if (timer == root)
        return children;
    if (timer->previous->child == timer)
        timer->previous->child = timer->sibling;
    else
        timer->previous->sibling = timer->sibling;
    if (timer->sibling != NULL)
        timer->sibling->previous = timer->previous;
    return meld(root, children);
}
