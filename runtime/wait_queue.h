/* A queue of value tasks that wait for something to become free: what the synchronisation of fibers is made of.
 *
 * Each waiting one is a pooled node with a local promise, which leaves the queue when its wait is given up. Queues are FIFO.
 */
#ifndef VALUETASK_RUNTIME_WAIT_QUEUE_H
#define VALUETASK_RUNTIME_WAIT_QUEUE_H

#include <stdbool.h>

#include <valuetask/promise.h>
#include <valuetask/sync.h>

#include "object_pool.h"

struct queued {
    struct pool_link link;
    struct queued *next, *previous;
    struct vt_waiters_ *queue;
    struct vt_promise promise; /* of a vt_void */
    void *item;                /* the user's of the queue */
};

/* Adds one at the end. What it returns is awaited by the user; NULL in `source`: out of memory. */
struct vt_promise vt_rt_queue_add(struct vt_waiters_ *queue, void *item);

/* The first, or NULL. */
static inline struct queued *vt_rt_queue_first(const struct vt_waiters_ *queue)
{
    return queue->first;
}

/* Takes the first out, and ends its wait with `status`, 0 or a negative errno. False: nobody waits; or, a misuse, this is a copy of the queue
 * that they wait in. */
bool vt_rt_queue_wake_first(struct vt_waiters_ *queue, int status);

/* vt_pace's: a value task that is complete, or every so often pending until others have run. */
vt_void vt_rt_complete_at_pace(void);

#endif
