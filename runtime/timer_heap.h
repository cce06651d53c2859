/* Timers in the order of their deadlines: an intrusive pairing heap.
 *
 * Intrusive, so that starting a timer cannot fail. Algorithm: Fredman, Sedgewick, Sleator, Tarjan, "The pairing
 * heap: a new form of self-adjusting heap", Algorithmica 1 (1986). Adding is O(1), taking the first or any other
 * is O(log n) amortised.
 */
#ifndef VALUETASK_RUNTIME_TIMER_HEAP_H
#define VALUETASK_RUNTIME_TIMER_HEAP_H

#include <stdint.h>

struct timer {
    uint64_t deadline; /* nanoseconds of the monotonic clock */
    uint64_t order;    /* among equal deadlines, the smaller comes first */
    void (*fire)(struct timer *timer);

    struct timer *child;    /* the first child; every child's deadline is no earlier than its parent's */
    struct timer *sibling;  /* the next child of the same parent */
    struct timer *previous; /* the child before, or the parent for a first child; NULL for the root */
};

/* A heap is its root, the timer that is due first; NULL is an empty one. Each returns the new root. */
struct timer *vt_rt_timer_heap_add(struct timer *root, struct timer *timer);
struct timer *vt_rt_timer_heap_remove(struct timer *root, struct timer *timer);

#endif
