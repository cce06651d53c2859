/* Promises: the pooled source that vt_promise_start takes out and the taking of its result puts back; starting and
 * ending operations. What an operation goes through stands in promise_object.h.
 */
#include "promise_object.h"

#include "forks.h"
#include "misuse_report.h"

static void arrive(struct job *job);

/* ---- asking ---- */

static _Thread_local struct vt_promise being_asked;

/* At most once: the producer may have forgotten the operation by the next time. */
void vt_rt_promise_ask(struct promise *promise)
{
    promise->was_asked = true;
    being_asked = (struct vt_promise){ &promise->source, promise->token };
    promise->cancel(promise->cancel_context);
    vt_rt_mailbox_empty(); /* it may have ended a shared one */
}

struct vt_promise vt_rt_promise_being_asked(void)
{
    return being_asked;
}

void vt_rt_promise_request_end(struct vt_source *source, uint64_t token)
{
    struct promise *promise = promise_of(source);

    if (promise->token != token || (promise->state & PROMISE_ENDED) != 0)
        return;
    if (asking_of(promise) == ASK_POSSIBLE)
        vt_rt_promise_ask(promise);
    else if (asking_of(promise) == ASK_NOT)
        vt_promise_cancel((struct vt_promise){ source, token });
}

/* ---- starting ---- */

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

/* What this loop's promises are known by; NULL: out of memory. On the heap as they are: who looks at one after its thread has ended is
 * to find another's. */
static struct vt_source_ops *own_ops(void)
{
    if (vt_rt_loop.promise_ops == NULL) {
        struct vt_source_ops *ops = malloc(sizeof *ops);
        if (ops != NULL)
            *ops = vt_rt_promise_ops;
        vt_rt_loop.promise_ops = ops;
    }
    return vt_rt_loop.promise_ops;
}

static struct promise *make(bool is_shared, struct promise_pool *pool)
{
    struct vt_source_ops *ops = own_ops();
    struct promise *promise = ops != NULL ? calloc(1, sizeof *promise) : NULL;

    if (promise == NULL)
        return NULL;
    promise->source.ops = ops;
    promise->job.run = vt_rt_promise_call_continuation;
    promise->arrival.run = arrive;
    promise->mailbox = is_shared ? vt_rt_loop.mailbox : NULL;
    promise->token = 1; /* 0 is the token of no operation */
    pool->made++;
    return promise;
}

static inline struct promise *take_out(struct promise_pool *pool)
{
    struct promise *promise = pool->unused;

    pool->unused = promise->next;
    return promise;
}

static inline struct vt_promise start(struct promise *promise, bool is_shared, size_t size)
{
    promise->state = size | (is_shared ? PROMISE_SHARED : 0);
    return (struct vt_promise){ .source = &promise->source, .token = promise->token };
}

/* When the pool is empty, or the result is large. */
__attribute__((noinline, cold)) static struct vt_promise start_afresh(size_t size, bool is_shared)
{
    struct promise_pool *pool = promise_pool_for(is_shared, size);
    struct promise *promise = NULL;

    if (size <= PROMISE_SIZE)
        promise = pool->unused != NULL ? take_out(pool) : make(is_shared, pool);
    if (promise == NULL)
        return (struct vt_promise){ 0 };
    if (size > INLINE_SIZE && !reserve_large(promise, size)) {
        promise->next = pool->unused;
        pool->unused = promise;
        return (struct vt_promise){ 0 };
    }
    return start(promise, is_shared, size);
}

static inline struct vt_promise start_any(size_t size, bool is_shared)
{
    struct promise_pool *pool = promise_pool_for(is_shared, 0);

    if (VT_LIKELY_(size <= INLINE_SIZE && pool->unused != NULL))
        return start(take_out(pool), is_shared, size);
    return start_afresh(size, is_shared);
}

struct vt_promise vt_promise_start(size_t size)
{
    return start_any(size, false);
}

struct vt_promise vt_promise_start_shared(size_t size)
{
    int error = vt_rt_mailbox_open();

    if (error != 0)
        return (struct vt_promise){ .source = (struct vt_source *)VT_ERROR_WORD_(error) };
    struct vt_promise started = start_any(size, true);
    if (started.source != NULL) {
        struct promise *promise = promise_of(started.source);
        promise->forks = vt_rt_forks;
        /* Who sees this size sees at least the end of the operation before, too (end_shared). */
        atomic_store_explicit(&promise->open_size, size, memory_order_release);
        /* The handle goes to others by ways of their own, which order all this before it. */
        atomic_store_explicit(&promise->open, started.token, memory_order_relaxed);
        vt_rt_loop.shared_outstanding++;
    }
    return started;
}

/* ---- ending ----
 *
 * The one step that settles who ends an operation: for a local one, on its only thread, setting PROMISE_ENDED or letting the token
 * move on; for a shared one, taking its token out of `open` by a compare-and-swap. Whoever wins writes the result. The owner of a
 * shared one learns of it by mail, from its own thread as well: so it may be a signal handler that ends it, whatever it interrupts.
 */

/* How an operation is to end. */
struct end {
    int status;
    const void *result; /* of `size` bytes, if status is 0 */
    size_t size;
    const char *function; /* vt_promise_... */
};

/* Gives the result to who waits, and takes the operation on their behalf. */
static void deliver(struct promise *promise)
{
    struct awaiting *awaiting = promise->awaiting;
    void *wanted = awaiting->result != result_of(promise) ? awaiting->result : NULL;

    vt_rt_wake(&awaiting->waiter, promise_take(promise, wanted, size_of(promise)));
}

/* The owner's part of the end. Whoever waits but was woken by something else finds it when its turn comes. */
static void end_here(struct promise *promise)
{
    promise->state |= PROMISE_ENDED;
    if ((promise->state & PROMISE_AWAITED) == 0) {
        if ((promise->state & PROMISE_CLAIMED) != 0)
            vt_rt_loop_make_ready(&promise->job);
    } else if ((promise->state & PROMISE_LEFT) == 0) {
        deliver(promise);
    }
}

void vt_rt_promise_leave(struct promise *promise)
{
    promise->state |= PROMISE_LEFT;
}

static void arrive(struct job *job)
{
    struct promise *promise = CONTAINER_OF(job, struct promise, arrival);

    if (promise->forks == vt_rt_forks)
        vt_rt_loop.shared_outstanding--;
    end_here(promise);
}

__attribute__((noinline, cold)) static void report_size(size_t size, size_t wanted)
{
    vt_report_misuse("vt_promise_complete: a result of %zu bytes for an operation that was started for %zu; give "
                     "vt_promise_start the size of the value task's result type",
                     size, wanted);
}

static void write_end(struct promise *promise, const struct end *end)
{
    promise->status = end->status;
    if (end->status == 0)
        copy_result(place_for(promise, end->size), end->result, end->size);
}

static bool end_local(struct promise *promise, uint64_t token, const struct end *end)
{
    if (promise->token != token || (promise->state & PROMISE_ENDED) != 0)
        return false;
    if (end->status == 0 && end->size != size_of(promise)) {
        report_size(end->size, size_of(promise));
        return false;
    }
    write_end(promise, end);
    end_here(promise);
    return true;
}

/* A result of the wrong size claims nothing, not even for a moment, for another may be about to end the operation rightly. What is read
 * of the promise is what its owner does not change meanwhile; but that the operation may have ended long ago, and its object serve one of
 * another size. To see that size (acquire) is to see `open` without this token: nobody is blamed for being late. The claim acquires so that no
 * write of the result comes before it; the mailbox releases that. */
static bool end_shared(struct promise *promise, uint64_t token, const struct end *end)
{
    struct mailbox *mailbox = promise->mailbox;

    vt_rt_mailbox_enter(mailbox);
    size_t wanted = atomic_load_explicit(&promise->open_size, memory_order_acquire);
    bool fits = end->status != 0 || end->size == wanted;
    if (!fits && atomic_load_explicit(&promise->open, memory_order_relaxed) == token)
        report_size(end->size, wanted);
    bool is_first =
        fits && atomic_compare_exchange_strong_explicit(&promise->open, &token, 0, memory_order_acquire, memory_order_relaxed);
    if (is_first) {
        write_end(promise, end);
        vt_rt_mailbox_add(mailbox, &promise->arrival);
    }
    vt_rt_mailbox_leave(mailbox);
    return is_first;
}

static inline bool is_started(struct vt_promise handle)
{
    return (uintptr_t)handle.source - 1 < VT_ERROR_WORD_(-VT_LAST_ERROR_) - 1;
}

__attribute__((noinline)) static bool end_any(struct vt_promise handle, const struct end *end)
{
    if (!is_started(handle))
        return false;

    struct promise *promise = promise_of(handle.source);
    if (promise->mailbox != NULL)
        return end_shared(promise, handle.token, end);
    if (is_own_promise(&vt_rt_loop, handle.source))
        return end_local(promise, handle.token, end);
    vt_report_misuse("vt_promise_%s: the operation belongs to another thread; one that other threads may end is "
                     "started with vt_promise_start_shared",
                     end->function);
    return false;
}

/* What nearly every completion comes to: of a local operation that a fiber waits for and nothing has woken from. All at once, without a
 * stop in the promise. False: it is something else, and nothing has happened. */
static inline bool complete_awaited(struct vt_promise handle, const void *result, size_t size)
{
    struct event_loop *loop = &vt_rt_loop;

    if (size > PROMISE_SIZE)
        return false;
    if (!VT_LIKELY_(is_started(handle)))
        return false;

    struct promise *promise = promise_of(handle.source);
    if (!is_own_promise(loop, handle.source) || promise->token != handle.token || promise->state != (size | PROMISE_BY_FIBER))
        return false;

    struct awaiting *awaiting = promise->awaiting;
    promise_release(promise, handle.token, promise_pool_for(false, size));
    copy_result(awaiting->result, result, size);
    vt_rt_end_wait(awaiting);
    return true;
}

__attribute__((noinline)) static bool complete_otherwise(struct vt_promise handle, const void *result, size_t size)
{
    return end_any(handle, &(struct end){ .result = result, .size = size, .function = "complete" });
}

__attribute__((noinline)) static bool complete_sized(struct vt_promise handle, const void *result, size_t size)
{
    return complete_awaited(handle, result, size) || complete_otherwise(handle, result, size);
}

bool vt_promise_complete(struct vt_promise handle, const void *result, size_t size)
{
    /* Its size being known, most of it comes down to constants. */
    if (!VT_LIKELY_(size == sizeof(uint64_t)))
        return complete_sized(handle, result, size);
    return complete_awaited(handle, result, sizeof(uint64_t)) || complete_otherwise(handle, result, sizeof(uint64_t));
}

bool vt_promise_fail(struct vt_promise promise, int error)
{
    if (!VT_IS_ERROR_(error))
        error = vt_slow_bad_error_(error, "vt_promise", "fail");
    return end_any(promise, &(struct end){ .status = error, .function = "fail" });
}

bool vt_promise_cancel(struct vt_promise promise)
{
    return end_any(promise, &(struct end){ .status = -ECANCELED, .function = "cancel" });
}

void vt_promise_on_cancel(struct vt_promise handle, void (*cancel)(void *context), void *context)
{
    if (!is_started(handle))
        return;
    struct promise *promise = promise_of(handle.source);
    if (is_own_promise(&vt_rt_loop, handle.source) && promise->token == handle.token) {
        promise->cancel_token = cancel != NULL ? handle.token : 0;
        promise->was_asked = false;
        promise->cancel = cancel;
        promise->cancel_context = context;
    }
}

void vt_rt_promise_discard(struct vt_promise handle)
{
    if (vt_promise_cancel(handle))
        (void)promise_take(promise_of(handle.source), NULL, 0);
}

/* ---- pools ---- */

static size_t outstanding(const struct promise_pool *pool)
{
    size_t count = pool->made;

    for (const struct promise *promise = pool->unused; promise != NULL; promise = promise->next)
        count--;
    return count;
}

size_t vt_promise_outstanding(void)
{
    const struct promise_pools *local = &vt_rt_loop.local_promises, *shared = &vt_rt_loop.shared_promises;

    return outstanding(&local->small) + outstanding(&local->large) + outstanding(&shared->small) + outstanding(&shared->large);
}

static void clear(struct promise_pool *pool)
{
    while (pool->unused != NULL) {
        struct promise *promise = take_out(pool);
        free(promise->large);
        free(promise);
    }
    pool->made = 0;
}

static void clear_both(struct promise_pools *pools)
{
    clear(&pools->small);
    clear(&pools->large);
}

void vt_rt_promise_pools_clear(void)
{
    clear_both(&vt_rt_loop.local_promises);
    clear_both(&vt_rt_loop.shared_promises);
    free(vt_rt_loop.promise_ops);
    vt_rt_loop.promise_ops = NULL;
}
