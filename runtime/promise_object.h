/* The object behind a promise, for the files that start and end operations (promise.c), look at them (promise_source.c) and
 * await them (await.c).
 *
 * An operation's life: started (token t is current) -> ended -> taken (t + 1 is current, the object is in its
 * pool). Whoever ends an operation that somebody waits for takes the result at once, on the waiter's behalf, to where the waiter
 * wants it: so the end puts the object back, and the waiter, when its turn comes, has nothing left to do.
 * A continuation may be registered before or after it ended; from then until the loop calls it the operation
 * is its alone and t is stale for everybody else. The version moves at the taking, not at the end: between the two,
 * the value task is still good. 64 bits never come round again.
 *
 * The owner alone sees that life. Whoever ends a shared operation, another thread or a signal handler, writes the result and sends the
 * object to the owner's mailbox; until the owner opens that, the operation is pending as far as it is concerned.
 *
 * The object's memory is not freed before vt_loop_close, so that the handles and value tasks of operations long
 * gone can be told by their token.
 */
#ifndef VALUETASK_RUNTIME_PROMISE_OBJECT_H
#define VALUETASK_RUNTIME_PROMISE_OBJECT_H

#include <stdalign.h>
#include <stdatomic.h>
#include <string.h>

#include <valuetask/promise.h>
#include <valuetask/source.h>

#include "event_loop.h"
#include "mailbox.h"
#include "object_pool.h"
#include "pending.h"
#include "waiter.h"

enum { INLINE_SIZE = 32 };

/* How it stands, in one word, so that one comparison settles all of it: the size of the result, and what is not so with a local operation
 * that was just started. */
#define PROMISE_SIZE VT_LARGEST_RESULT_
#define PROMISE_SHARED (UINT64_C(1) << 26)  /* other threads may end it */
#define PROMISE_CLAIMED (UINT64_C(1) << 27) /* somebody waits, or a continuation is registered and has not been called */
#define PROMISE_AWAITED (UINT64_C(1) << 28) /* claimed by `awaiting`, a continuation that needs no call */
#define PROMISE_BY_ROOT (UINT64_C(1) << 29) /* which is not a fiber's */
#define PROMISE_ENDED (UINT64_C(1) << 30)   /* and the owner knows */
#define PROMISE_LEFT (UINT64_C(1) << 31)    /* who awaits it was woken by something else, and will see to it */
#define PROMISE_BY_FIBER (PROMISE_CLAIMED | PROMISE_AWAITED)

/* Whether the producer can be asked to end it early. */
enum promise_asking {
    ASK_NOT,
    ASK_POSSIBLE, /* it said how, and was not asked yet */
    ASK_DONE,     /* it is on its way to the end */
};

struct promise {
    struct vt_source source;   /* its `ops` are its owner's alone */
    uint64_t token;            /* of the operation that is going on, or will be next */
    uint64_t state;            /* PROMISE_SIZE and so on */
    struct awaiting *awaiting; /* a fiber's own, or on the root's stack */
    struct promise *next;      /* in the pool */
    int status;                /* 0 or a negative errno, once ended */
    bool was_asked;            /* the operation that `cancel` is for was asked to end */
    alignas(max_align_t) unsigned char small[INLINE_SIZE];

    _Atomic uint64_t open;         /* of a shared one: the token while the operation may still be ended; who takes it away ends it */
    _Atomic size_t open_size;      /* of a shared one: its result's, for those who may hold the handle of an operation long gone */
    struct mailbox *mailbox;       /* of a shared one: the owner's; NULL: it is local */
    unsigned forks;                /* of a shared one: vt_rt_forks when it started */
    struct job job;                /* calls the continuation; ready once ended and claimed */
    struct job arrival;            /* tells the owner that another thread ended it */
    uint64_t cancel_token;         /* of the operation that `cancel` is for */
    void (*cancel)(void *context); /* asks the producer */
    void *cancel_context;
    vt_source_continuation continuation;
    void *context;
    size_t large_capacity;
    void *large; /* owned; used by results that do not fit in `small` */
};

static inline struct promise *promise_of(struct vt_source *source)
{
    return CONTAINER_OF(source, struct promise, source);
}

static inline size_t size_of(const struct promise *promise)
{
    return promise->state & PROMISE_SIZE;
}

static inline void *place_for(struct promise *promise, size_t size)
{
    return size <= INLINE_SIZE ? promise->small : promise->large;
}

static inline void *result_of(struct promise *promise)
{
    return place_for(promise, size_of(promise));
}

static inline struct promise_pool *promise_pool_for(bool is_shared, size_t size)
{
    struct promise_pools *pools = is_shared ? &vt_rt_loop.shared_promises : &vt_rt_loop.local_promises;

    return size <= INLINE_SIZE ? &pools->small : &pools->large;
}

/* Most results are of these sizes, and a call costs more than the copy. */
static inline void copy_result(void *to, const void *from, size_t size)
{
    if (VT_LIKELY_(size == 8))
        memcpy(to, from, 8);
    else if (size == 4)
        memcpy(to, from, 4);
    else if (size != 0)
        memcpy(to, from, size);
}

/* The operation is over: its token becomes stale, the object goes back to its pool. */
static inline void promise_release(struct promise *promise, uint64_t token, struct promise_pool *pool)
{
    promise->token = token + 1;
    promise->next = pool->unused;
    pool->unused = promise;
}

static inline enum promise_asking asking_of(const struct promise *promise)
{
    if (promise->cancel_token != promise->token)
        return ASK_NOT;
    return promise->was_asked ? ASK_DONE : ASK_POSSIBLE;
}

/* Takes the result of an operation that has ended. */
static inline int promise_take(struct promise *promise, void *result, size_t size)
{
    int status = promise->status;

    if (status == 0 && result != NULL) {
        if (VT_LIKELY_(size == size_of(promise)))
            copy_result(result, result_of(promise), size);
        else
            status = VT_SOURCE_MISMATCH;
    }
    promise_release(promise, promise->token, promise_pool_for((promise->state & PROMISE_SHARED) != 0, size_of(promise)));
    return status;
}

/* Asks the producer of an operation for which that is ASK_POSSIBLE; it may have ended when this returns. */
void vt_rt_promise_ask(struct promise *promise);

/* The continuation of those who want neither the result nor to be told. */
void vt_rt_promise_drop_result(void *context, struct vt_source *source, uint64_t token);

/* The job of a promise that ended and has a continuation. */
void vt_rt_promise_call_continuation(struct job *job);

/* 0: the operation has ended and is the caller's to take; else why not, an enum vt_source_status. */
static inline int promise_look(struct promise *promise, uint64_t token)
{
    if (!is_own_promise(&vt_rt_loop, &promise->source))
        return VT_SOURCE_FOREIGN;
    if (promise->token != token || (promise->state & PROMISE_CLAIMED) != 0)
        return VT_SOURCE_STALE;
    if ((promise->state & (PROMISE_SHARED | PROMISE_ENDED)) == PROMISE_SHARED)
        vt_rt_mailbox_empty();
    return (promise->state & PROMISE_ENDED) != 0 ? 0 : VT_SOURCE_PENDING;
}

#endif
