/* Promises: the pooled source that vt_promise_start takes out and the taking of its result puts back.
 *
 * An operation's life: started (token t is current) -> ended -> taken (t + 1 is current, the object is in its
 * pool). A continuation may be registered before or after it ended; from then until the loop calls it the operation
 * is its alone and t is stale for everybody else. The version moves at the taking, not at the end: between the two,
 * the value task is still good. 64 bits never come round again.
 *
 * The object's memory is not freed before vt_loop_close, so that the handles and value tasks of operations long
 * gone can be told by their token.
 */
#include <valuetask/promise.h>

#include <errno.h>
#include <stdalign.h>
#include <string.h>

#include <valuetask/slow.h>
#include <valuetask/source.h>

#include "event_loop.h"
#include "misuse_report.h"
#include "object_pool.h"
#include "pending.h"
#include "waiter.h"

enum { INLINE_SIZE = 32 };

struct promise {
    struct pool_link link;
    struct vt_source source;
    uint64_t token; /* of the operation that is going on, or will be next */
    bool ended;
    bool claimed; /* somebody waits, or a continuation is registered and has not been called */
    struct waiter *waiter; /* who waits: a continuation that needs no call */
    int status;   /* 0 or a negative errno, once ended */
    size_t size;
    struct job job; /* calls the continuation; ready once ended and claimed */
    vt_source_continuation continuation;
    void *context;
    size_t large_capacity;
    void *large; /* owned; used by results that do not fit below */
    alignas(max_align_t) unsigned char small[INLINE_SIZE];
};

/* Those with a large buffer are kept apart, or it would wander off to results that don't need it. */
static _Thread_local struct object_pool small_promises;
static _Thread_local struct object_pool large_promises;

static struct object_pool *pool_for(size_t size)
{
    return size <= INLINE_SIZE ? &small_promises : &large_promises;
}

static void *result_of(struct promise *promise)
{
    return promise->size <= INLINE_SIZE ? promise->small : promise->large;
}

static struct promise *promise_of(struct vt_source *source)
{
    return CONTAINER_OF(source, struct promise, source);
}

static bool is_stale(const struct promise *promise, uint64_t token)
{
    return promise->token != token || promise->claimed;
}

static enum vt_source_status promise_status(struct vt_source *source, uint64_t token)
{
    struct promise *promise = promise_of(source);

    if (is_stale(promise, token))
        return VT_SOURCE_STALE;
    if (!promise->ended)
        return VT_SOURCE_PENDING;
    if (promise->status == 0)
        return VT_SOURCE_SUCCEEDED;
    return promise->status == -ECANCELED ? VT_SOURCE_CANCELED : VT_SOURCE_FAILED;
}

static int promise_on_completed(struct vt_source *source, uint64_t token, vt_source_continuation continuation,
                                void *context)
{
    struct promise *promise = promise_of(source);

    if (is_stale(promise, token))
        return VT_SOURCE_STALE;
    promise->claimed = true;
    promise->continuation = continuation;
    promise->context = context;
    if (promise->ended)
        vt_rt_loop_make_ready(&promise->job);
    return 0;
}

/* Takes the result of an operation that has ended. */
static int take(struct promise *promise, void *result, size_t size)
{
    int status = promise->status;

    if (status == 0 && result != NULL && size != promise->size)
        status = VT_SOURCE_MISMATCH;
    if (status == 0 && result != NULL)
        memcpy(result, result_of(promise), size);
    promise->token++;
    promise->ended = false;
    pool_put(pool_for(promise->size), promise);
    return status;
}

static int promise_get_result(struct vt_source *source, uint64_t token, void *result, size_t size)
{
    struct promise *promise = promise_of(source);

    if (is_stale(promise, token))
        return VT_SOURCE_STALE;
    return promise->ended ? take(promise, result, size) : VT_SOURCE_PENDING;
}

const struct vt_source_ops vt_rt_promise_ops = {
    .status = promise_status,
    .on_completed = promise_on_completed,
    .get_result = promise_get_result,
};

static void call_continuation(struct job *job)
{
    struct promise *promise = CONTAINER_OF(job, struct promise, job);

    promise->claimed = false;
    promise->continuation(promise->context, &promise->source, promise->token);
}

static void drop_result(void *context, struct vt_source *source, uint64_t token)
{
    (void)context;
    (void)promise_get_result(source, token, NULL, 0);
}

int vt_rt_promise_await(struct vt_source *source, uint64_t token, uint64_t timeout_ns, void *result, size_t size)
{
    struct promise *promise = promise_of(source);

    if (is_stale(promise, token))
        return VT_SOURCE_STALE;
    if (!promise->ended) {
        struct waiter waiter = vt_rt_waiter();
        promise->claimed = true;
        promise->waiter = &waiter;
        enum wake wake = vt_rt_wait_for(&waiter, timeout_ns);
        promise->waiter = NULL;
        /* It may have ended between the wake and now: then there is a result after all. */
        if (!promise->ended) {
            promise->continuation = drop_result;
            return vt_rt_wake_error(wake);
        }
        promise->claimed = false;
    }
    return take(promise, result, size);
}

/* Makes room for a large result. The old buffer is only worth keeping when it is big enough. */
static bool reserve_large(struct promise *promise, size_t size)
{
    if (promise->large_capacity >= size)
        return true;
    void *grown = malloc(size);
    if (grown == NULL)
        return false;
    free(promise->large);
    promise->large = grown;
    promise->large_capacity = size;
    return true;
}

struct vt_promise vt_promise_start(size_t size)
{
    struct object_pool *pool = pool_for(size);
    struct promise *promise = pool_get(pool, sizeof *promise);

    if (promise == NULL)
        return (struct vt_promise){ 0 };
    if (promise->token == 0) {
        promise->source.ops = &vt_rt_promise_ops;
        promise->job.run = call_continuation;
        promise->token = 1; /* 0 is the token of no operation */
    }
    if (size > INLINE_SIZE && !reserve_large(promise, size)) {
        pool_put(pool, promise);
        return (struct vt_promise){ 0 };
    }
    promise->size = size;
    return (struct vt_promise){ .source = &promise->source, .token = promise->token };
}

/* The operation behind a handle, or NULL when it has ended. */
static struct promise *going_on(struct vt_promise handle)
{
    if (handle.source == NULL)
        return NULL;
    struct promise *promise = promise_of(handle.source);
    return promise->token == handle.token && !promise->ended ? promise : NULL;
}

static bool end(struct promise *promise, int status)
{
    if (promise == NULL)
        return false;
    promise->ended = true;
    promise->status = status;
    if (promise->waiter != NULL)
        vt_rt_wake(promise->waiter, WAKE_ENDED);
    else if (promise->claimed)
        vt_rt_loop_make_ready(&promise->job);
    return true;
}

bool vt_promise_complete(struct vt_promise handle, const void *result, size_t size)
{
    struct promise *promise = going_on(handle);

    if (promise == NULL)
        return false;
    if (size != promise->size) {
        vt_report_misuse("vt_promise_complete: a result of %zu bytes for an operation that was started for %zu; give "
                         "vt_promise_start the size of the value task's result type",
                         size, promise->size);
        return false;
    }
    if (size != 0)
        memcpy(result_of(promise), result, size);
    return end(promise, 0);
}

bool vt_promise_fail(struct vt_promise handle, int error)
{
    if (!VT_IS_ERROR_(error))
        error = vt_slow_bad_error_(error, "vt_promise", "fail");
    return end(going_on(handle), error);
}

bool vt_promise_cancel(struct vt_promise handle)
{
    return end(going_on(handle), -ECANCELED);
}

void vt_rt_promise_discard(struct vt_promise handle)
{
    if (vt_promise_cancel(handle))
        (void)take(promise_of(handle.source), NULL, 0);
}

size_t vt_promise_outstanding(void)
{
    return small_promises.outstanding + large_promises.outstanding;
}

void vt_rt_promise_pools_clear(void)
{
    struct promise *promise;

    pool_clear(&small_promises);
    while ((promise = pool_drain(&large_promises)) != NULL) {
        free(promise->large);
        free(promise);
    }
}
