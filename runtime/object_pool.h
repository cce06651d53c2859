/* A free list of objects of one kind, for reuse by the thread that made them.
 *
 * Two purposes: the steady state allocates nothing, and the memory of a source stays a source, so that a stale
 * value task is recognised by its token instead of reading freed memory. Hence objects are never freed while the
 * pool is in use; their contents survive a stay in the pool. A pooled object starts with a struct pool_link.
 */
#ifndef VALUETASK_RUNTIME_OBJECT_POOL_H
#define VALUETASK_RUNTIME_OBJECT_POOL_H

#include <stddef.h>
#include <stdlib.h>

struct pool_link {
    struct pool_link *next;
};

/* All zero is an empty pool. */
struct object_pool {
    struct pool_link *unused;
    size_t outstanding; /* objects that are out */
};

/* An object of `size` bytes: one that was put back, or a new one, all zero. NULL when out of memory. */
static inline void *pool_get(struct object_pool *pool, size_t size)
{
    struct pool_link *object = pool->unused;

    if (object != NULL)
        pool->unused = object->next;
    else
        object = (struct pool_link *)calloc(1, size);
    if (object != NULL)
        pool->outstanding++;
    return object;
}

/* Last put, first got: that one is still in the cache. */
static inline void pool_put(struct object_pool *pool, void *object)
{
    struct pool_link *link = (struct pool_link *)object;

    link->next = pool->unused;
    pool->unused = link;
    pool->outstanding--;
}

/* Takes an unused object out to be freed; NULL when there is none. For emptying a pool that nothing is out of. */
static inline void *pool_drain(struct object_pool *pool)
{
    struct pool_link *object = pool->unused;

    if (object != NULL)
        pool->unused = object->next;
    return object;
}

/* Frees the unused objects, which own nothing. */
static inline void pool_clear(struct object_pool *pool)
{
    for (void *object = pool_drain(pool); object != NULL; object = pool_drain(pool))
        free(object);
}

#endif
