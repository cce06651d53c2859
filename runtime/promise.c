/* Promises: the pooled source that vt_promise_start takes out and the taking of its result puts back.
 *
 * An operation's life: started (token t is current) -> ended -> taken (t + 1 is current, the object is in its
 * pool). A continuation may be registered before or after it ended; from then until the loop calls it the operation
 * is its alone and t is stale for everybody else. The version moves at the taking, not at the end: between the two,
 * the value task is still good. 64 bits never come round again.
 *
 * The owner alone sees that life. Another thread that ends a shared operation writes the result and sends the object to
 * the owner's mailbox; until the owner opens that, the operation is pending as far as it is concerned.
 *
 * The object's memory is not freed before vt_loop_close, so that the handles and value tasks of operations long
 * gone can be told by their token.
 */
#include <valuetask/promise.h>

#include <errno.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <string.h>

#include <valuetask/slow.h>
#include <valuetask/source.h>

#include "event_loop.h"
#include "mailbox.h"
#include "misuse_report.h"
#include "object_pool.h"
#include "pending.h"
#include "waiter.h"

enum { INLINE_SIZE = 32 };

struct promise {
    struct pool_link link;
    struct vt_source source;
    uint64_t token; /* of the operation that is going on, or will be next */
    _Atomic uint64_t open;    /* that token while the operation may still be ended: who takes it away ends it */
    struct event_loop *owner; /* of the thread that made it */
    struct mailbox *mailbox;  /* the owner's; NULL: not shared with other threads */
    struct object_pool *pool; /* the owner's, for its kind */
    bool ended;               /* and the owner knows */
    bool claimed; /* somebody waits, or a continuation is registered and has not been called */
    struct waiter *waiter; /* who waits: a continuation that needs no call */
    int status;   /* 0 or a negative errno, once ended */
    size_t size;
    struct job job;     /* calls the continuation; ready once ended and claimed */
    struct job arrival; /* tells the owner that another thread ended it */
    void (*cancel)(void *context); /* asks the producer to end it early; or NULL */
    void *cancel_context;
    bool was_asked; /* and is on its way to its end */
    vt_source_continuation continuation;
    void *context;
    size_t large_capacity;
    void *large; /* owned; used by results that do not fit below */
    alignas(max_align_t) unsigned char small[INLINE_SIZE];
};

/* Those with a large buffer are kept apart, or it would wander off to results that don't need it; those that are shared,
 * because what other threads read of them must never change. */
struct promise_pools {
    struct object_pool small;
    struct object_pool large;
};

static _Thread_local struct promise_pools local_promises;
static _Thread_local struct promise_pools shared_promises;

static struct object_pool *pool_for(bool is_shared, size_t size)
{
    struct promise_pools *pools = is_shared ? &shared_promises : &local_promises;

    return size <= INLINE_SIZE ? &pools->small : &pools->large;
}

static void *result_of(struct promise *promise)
{
    return promise->size <= INLINE_SIZE ? promise->small : promise->large;
}

static struct promise *promise_of(struct vt_source *source)
{
    return CONTAINER_OF(source, struct promise, source);
}

/* Most results are of these sizes, and a call costs more than the copy. */
static inline void copy(void *to, const void *from, size_t size)
{
    if (size == 8)
        memcpy(to, from, 8);
    else if (size == 4)
        memcpy(to, from, 4);
    else if (size != 0)
        memcpy(to, from, size);
}

static bool is_stale(const struct promise *promise, uint64_t token)
{
    return promise->token != token || promise->claimed;
}

/* 0: the operation has ended and is the caller's to take; else why not. */
static inline int look(struct promise *promise, uint64_t token)
{
    if (promise->owner != &vt_rt_loop)
        return VT_SOURCE_FOREIGN;
    if (is_stale(promise, token))
        return VT_SOURCE_STALE;
    if (!promise->ended && promise->mailbox != NULL)
        vt_rt_mailbox_empty();
    return promise->ended ? 0 : VT_SOURCE_PENDING;
}

static enum vt_source_status promise_status(struct vt_source *source, uint64_t token)
{
    struct promise *promise = promise_of(source);

    int answer = look(promise, token);
    if (answer != 0)
        return (enum vt_source_status)answer;
    if (promise->status == 0)
        return VT_SOURCE_SUCCEEDED;
    return promise->status == -ECANCELED ? VT_SOURCE_CANCELED : VT_SOURCE_FAILED;
}

static int promise_on_completed(struct vt_source *source, uint64_t token, vt_source_continuation continuation,
                                void *context)
{
    struct promise *promise = promise_of(source);
    int answer = look(promise, token);

    if (answer != 0 && answer != VT_SOURCE_PENDING)
        return answer;
    promise->claimed = true;
    promise->continuation = continuation;
    promise->context = context;
    if (answer == 0)
        vt_rt_loop_make_ready(&promise->job);
    return 0;
}

/* Takes the result of an operation that has ended. */
static inline int take(struct promise *promise, void *result, size_t size)
{
    int status = promise->status;

    if (status == 0 && result != NULL) {
        if (VT_LIKELY_(size == promise->size))
            copy(result, result_of(promise), size);
        else
            status = VT_SOURCE_MISMATCH;
    }
    promise->token++;
    promise->ended = false;
    pool_put(promise->pool, promise);
    return status;
}

static int promise_get_result(struct vt_source *source, uint64_t token, void *result, size_t size)
{
    struct promise *promise = promise_of(source);
    int answer = look(promise, token);

    return answer == 0 ? take(promise, result, size) : answer;
}

const struct vt_source_ops vt_rt_promise_ops = {
    .status = promise_status,
    .on_completed = promise_on_completed,
    .get_result = promise_get_result,
};

static void arrive(struct job *job);

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

static _Thread_local struct vt_promise being_asked;

/* At most once: the producer may have forgotten the operation by the next time. */
static void ask_to_end(struct promise *promise)
{
    void (*cancel)(void *) = promise->cancel;

    promise->cancel = NULL;
    promise->was_asked = true;
    being_asked = (struct vt_promise){ &promise->source, promise->token };
    cancel(promise->cancel_context);
}

struct vt_promise vt_rt_promise_being_asked(void)
{
    return being_asked;
}

void vt_rt_promise_request_end(struct vt_source *source, uint64_t token)
{
    struct promise *promise = promise_of(source);

    if (promise->token != token || promise->ended)
        return;
    if (promise->cancel != NULL)
        ask_to_end(promise);
    else if (!promise->was_asked)
        vt_promise_cancel((struct vt_promise){ source, token });
}

/* The waiter was woken before the operation ended. If its producer can be asked, it is, and its end waited for: until
 * then it may hold what is the waiter's, such as a buffer. Else the operation goes on without the waiter. */
__attribute__((noinline, cold)) static bool give_up(struct promise *promise)
{
    if (promise->cancel == NULL) {
        promise->waiter = NULL;
        promise->continuation = drop_result;
        return false;
    }
    ask_to_end(promise);
    while (!promise->ended) {
        struct waiter waiter = vt_rt_waiter();
        waiter.is_shielded = true;
        promise->waiter = &waiter;
        if (vt_rt_wait(&waiter) == WAKE_DEADLOCK) {
            promise->waiter = NULL;
            promise->continuation = drop_result;
            return false;
        }
    }
    return true;
}

int vt_rt_promise_await(struct vt_source *source, uint64_t token, uint64_t timeout_ns, void *result, size_t size)
{
    struct promise *promise = promise_of(source);
    int answer = look(promise, token);

    if (answer == 0)
        return take(promise, result, size);
    if (answer != VT_SOURCE_PENDING)
        return answer;

    struct waiter waiter = vt_rt_waiter();
    promise->claimed = true;
    promise->waiter = &waiter;
    enum wake wake = timeout_ns == UINT64_MAX ? vt_rt_wait(&waiter) : vt_rt_wait_for(&waiter, timeout_ns);
    /* If it ended between the wake and now, there is a result after all. */
    if (!promise->ended && !give_up(promise))
        return vt_rt_wake_error(wake);
    promise->waiter = NULL;
    promise->claimed = false;
    int status = take(promise, result, size);
    return status == -ECANCELED && wake != WAKE_ENDED ? vt_rt_wake_error(wake) : status;
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

static void set_up(struct promise *promise, bool is_shared, struct object_pool *pool)
{
    promise->pool = pool;
    promise->source.ops = &vt_rt_promise_ops;
    promise->job.run = call_continuation;
    promise->arrival.run = arrive;
    promise->owner = &vt_rt_loop;
    promise->mailbox = is_shared ? vt_rt_loop.mailbox : NULL;
    promise->token = 1; /* 0 is the token of no operation */
}

static inline struct vt_promise start(bool is_shared, size_t size)
{
    struct object_pool *pool = pool_for(is_shared, size);
    struct promise *promise = pool_get(pool, sizeof *promise);

    if (promise == NULL)
        return (struct vt_promise){ 0 };
    if (promise->token == 0)
        set_up(promise, is_shared, pool);
    if (size > INLINE_SIZE && !reserve_large(promise, size)) {
        pool_put(pool, promise);
        return (struct vt_promise){ 0 };
    }
    promise->size = size;
    promise->cancel = NULL;
    promise->was_asked = false;
    atomic_store_explicit(&promise->open, promise->token, memory_order_relaxed);
    return (struct vt_promise){ .source = &promise->source, .token = promise->token };
}

struct vt_promise vt_promise_start(size_t size)
{
    return start(false, size);
}

struct vt_promise vt_promise_start_shared(size_t size)
{
    int error = vt_rt_mailbox_open();

    if (error != 0)
        return (struct vt_promise){ .source = (struct vt_source *)VT_ERROR_WORD_(error) };
    struct vt_promise started = start(true, size);
    if (started.source != NULL)
        vt_rt_loop.shared_outstanding++;
    return started;
}

/* ---- ending ----
 *
 * The one step that settles who ends an operation: taking its token out of `open`. For a local one that is a plain
 * exchange by the owner; for a shared one a compare-and-swap. Whoever wins writes the result; the owner learns of it
 * at once on its own thread, by mail on another.
 */

static inline bool claim_end(struct promise *promise, uint64_t token)
{
    if (promise->mailbox == NULL) {
        if (atomic_load_explicit(&promise->open, memory_order_relaxed) != token)
            return false;
        atomic_store_explicit(&promise->open, 0, memory_order_relaxed);
        return true;
    }
    return atomic_compare_exchange_strong_explicit(&promise->open, &token, 0, memory_order_acquire, memory_order_relaxed);
}

/* The owner's part of the end. */
static inline void end_here(struct promise *promise)
{
    promise->ended = true;
    if (promise->mailbox != NULL)
        promise->owner->shared_outstanding--;
    if (promise->waiter != NULL)
        vt_rt_wake(promise->waiter, WAKE_ENDED);
    else if (promise->claimed)
        vt_rt_loop_make_ready(&promise->job);
}

static void arrive(struct job *job)
{
    end_here(CONTAINER_OF(job, struct promise, arrival));
}

__attribute__((noinline, cold)) static void report_size(size_t size, size_t wanted)
{
    vt_report_misuse("vt_promise_complete: a result of %zu bytes for an operation that was started for %zu; give "
                     "vt_promise_start the size of the value task's result type",
                     size, wanted);
}

/* Claims the end and writes it down; false: there was nothing to end. `result` is NULL for an error. */
static inline bool settle(struct promise *promise, uint64_t token, int status, const void *result, size_t size)
{
    if (!claim_end(promise, token))
        return false;
    if (status == 0 && size != promise->size) {
        size_t wanted = promise->size;
        atomic_store_explicit(&promise->open, token, memory_order_release);
        report_size(size, wanted);
        return false;
    }
    promise->status = status;
    if (status == 0)
        copy(result_of(promise), result, size);
    return true;
}

__attribute__((noinline)) static bool end_from_afar(struct vt_promise handle, int status, const void *result, size_t size,
                                                    const char *function)
{
    struct promise *promise = promise_of(handle.source);
    struct mailbox *mailbox = promise->mailbox;

    if (mailbox == NULL) {
        vt_report_misuse("vt_promise_%s: the operation belongs to another thread; one that other threads may end is "
                         "started with vt_promise_start_shared",
                         function);
        return false;
    }
    vt_rt_mailbox_enter(mailbox);
    bool is_first = settle(promise, handle.token, status, result, size);
    if (is_first)
        vt_rt_mailbox_add(mailbox, &promise->arrival);
    vt_rt_mailbox_leave(mailbox);
    return is_first;
}

static inline bool end(struct vt_promise handle, int status, const void *result, size_t size, const char *function)
{
    if (handle.source == NULL || VT_IS_ERROR_WORD_((uintptr_t)handle.source))
        return false;

    struct promise *promise = promise_of(handle.source);
    if (promise->owner != &vt_rt_loop)
        return end_from_afar(handle, status, result, size, function);
    bool is_first = settle(promise, handle.token, status, result, size);
    if (is_first)
        end_here(promise);
    return is_first;
}

bool vt_promise_complete(struct vt_promise promise, const void *result, size_t size)
{
    return end(promise, 0, result, size, "complete");
}

bool vt_promise_fail(struct vt_promise promise, int error)
{
    if (!VT_IS_ERROR_(error))
        error = vt_slow_bad_error_(error, "vt_promise", "fail");
    return end(promise, error, NULL, 0, "fail");
}

bool vt_promise_cancel(struct vt_promise promise)
{
    return end(promise, -ECANCELED, NULL, 0, "cancel");
}

void vt_promise_on_cancel(struct vt_promise handle, void (*cancel)(void *context), void *context)
{
    if (handle.source == NULL || VT_IS_ERROR_WORD_((uintptr_t)handle.source))
        return;
    struct promise *promise = promise_of(handle.source);
    if (promise->owner == &vt_rt_loop && promise->token == handle.token) {
        promise->cancel = cancel;
        promise->cancel_context = context;
    }
}

void vt_rt_promise_discard(struct vt_promise handle)
{
    if (vt_promise_cancel(handle))
        (void)take(promise_of(handle.source), NULL, 0);
}

size_t vt_promise_outstanding(void)
{
    return local_promises.small.outstanding + local_promises.large.outstanding + shared_promises.small.outstanding +
           shared_promises.large.outstanding;
}

static void clear(struct promise_pools *pools)
{
    struct promise *promise;

    pool_clear(&pools->small);
    while ((promise = pool_drain(&pools->large)) != NULL) {
        free(promise->large);
        free(promise);
    }
}

void vt_rt_promise_pools_clear(void)
{
    clear(&local_promises);
    clear(&shared_promises);
}
