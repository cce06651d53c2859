/* Awaiting what is not simply there.
 *
 * A promise knows who waits for it and delivers its result to them (promise_object.h). That is what nearly every await comes to,
 * so it is the first thing vt_slow_await_ tries: a local operation that is pending, awaited without a time limit by a fiber
 * that is in no scope. All else goes through `await`.
 *
 * For every other source a wait is a continuation, and a pooled object, not a variable on the waiting stack: when the wait
 * ends before the operation does (time out, deadlock), the source still holds its continuation, and the wait stays behind
 * to drop the result and put itself away. So every operation that was awaited is taken exactly once, whatever became of the
 * awaiting.
 */
#include <errno.h>

#include "misuse_report.h"
#include "promise_object.h"

int vt_rt_wake_error(int wake)
{
    static const int errors[] = {
        [WAKE_TIMED_OUT] = -ETIMEDOUT,
        [WAKE_CANCELED] = -ECANCELED,
        [WAKE_DEADLOCK] = -EDEADLK,
    };

    return errors[wake];
}

/* ---- promises ---- */

/* `state` is to be that of `promise` from now on. */
static inline void begin(struct awaiting *awaiting, struct promise *promise, void *result, uint64_t state)
{
    awaiting->waiter.promise = promise;
    awaiting->waiter.wake = WAKE_NOT_YET;
    awaiting->result = result;
    promise->awaiting = awaiting;
    promise->state = state;
}

/* As `begin`, for any operation and any stack. */
static void begin_any(struct awaiting *awaiting, struct promise *promise, void *result)
{
    uint64_t state = promise->state & (PROMISE_SIZE | PROMISE_SHARED);

    begin(awaiting, promise, result, state | PROMISE_BY_FIBER | (awaiting->waiter.fiber == NULL ? PROMISE_BY_ROOT : 0));
}

/* The operation goes on without anybody waiting. */
static void let_go(struct promise *promise)
{
    promise->state &= ~PROMISE_AWAITED;
    promise->continuation = vt_rt_promise_drop_result;
}

/* The wait was ended by something else than the operation's end: what the await answers. If the operation ended between then and
 * now, there is a result after all. If its producer can be asked, it is, and the end waited for: until then it may hold what
 * is the waiter's, such as a buffer. Else the operation goes on alone. */
__attribute__((noinline, cold)) static int cut_short(struct awaiting *awaiting)
{
    struct promise *promise = awaiting->waiter.promise;
    void *result = awaiting->result;
    int why = vt_rt_wake_error(awaiting->waiter.wake);
    int status = why;
    bool is_asked = (promise->state & PROMISE_ENDED) == 0 && asking_of(promise) == ASK_POSSIBLE;

    /* The producer may await other things meanwhile, by the same struct awaiting. */
    if (is_asked)
        vt_rt_promise_ask(promise);
    if ((promise->state & PROMISE_ENDED) != 0) {
        status = promise_take(promise, result != result_of(promise) ? result : NULL, size_of(promise));
    } else if (!is_asked) {
        let_go(promise);
    } else {
        begin_any(awaiting, promise, result);
        int wake = vt_rt_wait_shielded(&awaiting->waiter);
        if (wake <= 0)
            status = wake;
        else
            let_go(promise);
    }
    return status == -ECANCELED ? why : status;
}

/* Answers as get_result does; or a negative errno, a deadlock not yet reported. */
static int await_promise(struct promise *promise, uint64_t token, uint64_t timeout_ns, void *result, size_t size)
{
    int answer = promise_look(promise, token);

    if (answer == 0)
        return promise_take(promise, result, size);
    if (answer != VT_SOURCE_PENDING)
        return answer;

    /* A fiber waits for one thing at a time; waits of the root nest. */
    struct fiber *fiber = vt_rt_loop.running;
    struct awaiting on_root = { .waiter = vt_rt_waiter() };
    struct awaiting *awaiting = fiber != NULL ? &fiber->awaiting : &on_root;
    bool fits = size == size_of(promise) || result == NULL;
    begin_any(awaiting, promise, result != NULL && fits ? result : result_of(promise));
    int wake = vt_rt_wait_for(&awaiting->waiter, timeout_ns);
    int status = wake <= 0 ? wake : cut_short(awaiting);
    return status == 0 && !fits ? VT_SOURCE_MISMATCH : status;
}

/* ---- other sources ---- */

struct wait {
    struct pool_link link;
    struct waiter *waiter; /* NULL: nobody waits any more; whoever is called back drops the result */
    bool is_suspended;
    bool has_answer;
    int answer; /* what get_result said */
    void *result;
    size_t size;
};

static _Thread_local struct object_pool waits;

static void end_wait(void *context, struct vt_source *source, uint64_t token)
{
    struct wait *wait = context;

    if (wait->waiter == NULL) {
        (void)source->ops->get_result(source, token, NULL, 0);
        pool_put(&waits, wait);
        return;
    }
    wait->answer = source->ops->get_result(source, token, wait->result, wait->size);
    wait->has_answer = true;
    /* A source that calls back from within on_completed finds nobody suspended yet. */
    if (wait->is_suspended)
        vt_rt_wake(wait->waiter, WAKE_ENDED);
}

/* The wait did not last until the operation's end. */
static void abandon(struct wait *wait, struct vt_source *source)
{
    wait->waiter = NULL;
    if (vt_rt_is_task_view(source) && vt_rt_task_view_withdraw(source))
        pool_put(&waits, wait);
}

/* Answers what get_result did, or a negative errno. */
static int wait_for(struct vt_source *source, uint64_t token, uint64_t timeout_ns, void *result, size_t size,
                    const char *name, const char *function)
{
    struct waiter waiter = vt_rt_waiter();
    struct wait *wait = pool_get(&waits, sizeof *wait);

    if (wait == NULL) {
        vt_rt_give_up((uintptr_t)source, token, name, function);
        return -ENOMEM;
    }
    wait->waiter = &waiter;
    wait->has_answer = wait->is_suspended = false;
    wait->result = result;
    wait->size = size;
    int answer = source->ops->on_completed(source, token, end_wait, wait);
    if (answer != 0) {
        pool_put(&waits, wait);
        return answer;
    }
    wait->is_suspended = true;
    int wake = wait->has_answer ? WAKE_ENDED : vt_rt_wait_for(&waiter, timeout_ns);
    /* It may have ended between the wake and now: then there is a result after all. */
    if (wait->has_answer) {
        answer = wait->answer;
        pool_put(&waits, wait);
        return answer;
    }
    abandon(wait, source);
    return vt_rt_wake_error(wake);
}

static int await_other(struct vt_source *source, uint64_t token, uint64_t timeout_ns, void *result, size_t size,
                       const char *name, const char *function)
{
    int answer = source->ops->get_result(source, token, result, size);

    return answer == VT_SOURCE_PENDING ? wait_for(source, token, timeout_ns, result, size, name, function) : answer;
}

/* ---- all of them ---- */

/* What an await answers for what a source did: a misuse and a deadlock are told. */
static int told(int answer, const char *name, const char *function)
{
    if (VT_LIKELY_(answer <= 0 && answer != -EDEADLK))
        return answer;
    return answer > 0 ? vt_rt_report_answer(answer, name, function) : vt_report_deadlock(name, function);
}

static int await(uintptr_t word, uint64_t token, uint64_t timeout_ns, void *result, size_t size, const char *name,
                 const char *function)
{
    if (VT_IS_ERROR_WORD_(word))
        return VT_WORD_ERROR_(word);

    struct vt_source *source = (struct vt_source *)word;
    int answer = VT_LIKELY_(is_own_promise(&vt_rt_loop, source)) ? await_promise(promise_of(source), token, timeout_ns, result, size)
                                                                 : await_other(source, token, timeout_ns, result, size, name, function);
    return told(answer, name, function);
}

/* Any other end of the running fiber's wait than the operation's. */
__attribute__((noinline, cold)) static int end_otherwise(void)
{
    struct awaiting *awaiting = &vt_rt_loop.running->awaiting;
    const char *name = awaiting->name; /* a producer that ends the operation may await something else by the same struct */

    return told(cut_short(awaiting), name, "await");
}

static inline bool is_plainly_pending(const struct event_loop *loop, struct vt_source *source, uint64_t token, size_t size)
{
    return is_own_promise(loop, source) && promise_of(source)->token == token && promise_of(source)->state == size;
}

/* Takes what vt_slow_await_ does, or that would have to sort its arguments before it knows that this is called for. */
__attribute__((noinline)) static int await_any(uintptr_t word, uint64_t token, void *result, size_t size, const char *name)
{
    return await(word, token, UINT64_MAX, result, size, name, "await");
}

int vt_slow_await_(uintptr_t word, uint64_t token, void *result, size_t size, const char *name)
{
    struct event_loop *loop = &vt_rt_loop;
    struct vt_source *source = (struct vt_source *)word;

    /* One with detours has taken one turn for nothing, no more. */
    if (VT_LIKELY_(!VT_IS_ERROR_WORD_(word) && is_plainly_pending(loop, source, token, size) && vt_rt_begin_handover(loop) &&
                   loop->running->detours == 0)) {
        struct fiber *fiber = loop->running;
        begin(&fiber->awaiting, promise_of(source), result, size | PROMISE_BY_FIBER);
        fiber->awaiting.name = name;
        int wake = vt_rt_hand_over(loop, fiber);
        return VT_LIKELY_(wake <= 0) ? wake : end_otherwise();
    }
    return await_any(word, token, result, size, name);
}

int vt_slow_await_timeout_(uintptr_t word, uint64_t token, uint64_t timeout_ns, void *result, size_t size,
                           const char *name)
{
    return await(word, token, timeout_ns, result, size, name, "await_timeout");
}

/* ---- memory ---- */

size_t vt_rt_waits_outstanding(void)
{
    return waits.outstanding;
}

void vt_rt_wait_pools_clear(void)
{
    pool_clear(&waits);
}
