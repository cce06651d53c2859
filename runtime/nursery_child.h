/* What nurseries (nursery.c) and fibers (fiber.c) know of each other. */
#ifndef VALUETASK_RUNTIME_NURSERY_CHILD_H
#define VALUETASK_RUNTIME_NURSERY_CHILD_H

#include <stdbool.h>
#include <stdint.h>

#include <valuetask/fiber.h>

struct fiber;
struct waiter;

struct nursery {
    struct fiber *first;   /* of the children that run */
    struct waiter *closer; /* who waits for the last */
    int failure;           /* the first */
    int reason;            /* why the children were cancelled; 0: they were not */
    bool is_open;
    struct fiber *opener; /* NULL: it was opened outside of a fiber */
    uintptr_t mark;       /* of who opened it, where it lies: else what lies there is no nursery yet */
};

/* ---- nursery.c ---- */

/* A child has ended and is not in the list any more. */
void vt_rt_nursery_child_ended(struct nursery *nursery, int status);

/* ---- fiber.c ---- */

/* A number that no other run of a fiber of this thread has; 0: outside of a fiber, for NULL. */
uintptr_t vt_rt_run_of(const struct fiber *fiber);

/* The nursery whose child the fiber is, or NULL. */
struct nursery *vt_rt_nursery_of(const struct fiber *fiber);

/* The fiber has one more (1), or one fewer (-1), of the nurseries that it opened and has not closed. */
void vt_rt_count_open_nursery(struct fiber *fiber, int change);

/* Starts a fiber in the list, and runs it up to its first suspension; it may have ended then. 0 or -ENOMEM. */
int vt_rt_start_child(struct nursery *nursery, vt_fiber_body body, void *context);
struct fiber *vt_rt_next_child(struct fiber *child);

/* Empties the list: the children go on, if ever, without telling anybody. */
void vt_rt_orphan_children(struct nursery *nursery);

/* Cancels all that the fiber awaits from now on, if it was not cancelled before. */
void vt_rt_fiber_cancel(struct fiber *fiber, int reason);

#endif
