/* Consuming a value task that is not simply there: the slow paths behind the inline functions of define.h.
 *
 * A promise knows who waits for it and wakes them itself. For every other source a wait is a continuation, and a pooled
 * object, not a variable on the waiting stack: when the wait ends before the operation does (time out, deadlock), the
 * source still holds its continuation, and the wait stays behind to drop the result and put itself away. So every
 * operation that was awaited is taken exactly once, whatever became of the awaiting.
 */
#include <errno.h>

#include <valuetask/slow.h>
#include <valuetask/source.h>

#include "event_loop.h"
#include "misuse_report.h"
#include "object_pool.h"
#include "pending.h"
#include "waiter.h"

struct wait {
    struct pool_link link;
    struct waiter *waiter; /* NULL: nobody waits any more; whoever is called back drops the result */
    bool is_suspended;
    bool has_answer;
    int answer; /* what get_result said */
    void *result;
    size_t size;
};

/* A continuation of the user's that waits for its operation. */
struct follow_up {
    struct pool_link link;
    vt_deliver_ deliver;
    void (*done)(void);
    void *context;
};

static _Thread_local struct object_pool waits;
static _Thread_local struct object_pool follow_ups;

static struct vt_source *source_in(uintptr_t word)
{
    return (struct vt_source *)word;
}

int vt_rt_report_answer(int answer, const char *name, const char *function)
{
    switch (answer) {
    case VT_SOURCE_MISMATCH:
        vt_report_misuse("%s_%s: the source's result has another size than the result type of %s; start the operation "
                         "with the size of the type that %s_from_source is called for",
                         name, function, name, name);
        return -EINVAL;
    case VT_SOURCE_PENDING:
        vt_report_misuse("%s_%s: the source called its continuation before its operation had ended", name, function);
        return -EINVAL;
    case VT_SOURCE_FOREIGN:
        return vt_report_foreign(name, function);
    default:
        return vt_report_stale(name, function);
    }
}

/* ---- giving up ---- */

static void drop_result(void *context, struct vt_source *source, uint64_t token)
{
    (void)context;
    (void)source->ops->get_result(source, token, NULL, 0);
}

void vt_rt_give_up(uintptr_t word, uint64_t token, const char *name, const char *function)
{
    if (word == 0 || VT_IS_ERROR_WORD_(word))
        return;

    struct vt_source *source = source_in(word);
    if (vt_rt_is_task_view(source)) {
        struct vt_task_ *task = vt_rt_task_view_release(source, token);
        if (task == NULL)
            vt_report_stale(name, function);
        vt_task_unref_(task);
        return;
    }
    int answer = source->ops->get_result(source, token, NULL, 0);
    if (answer == VT_SOURCE_PENDING)
        answer = source->ops->on_completed(source, token, drop_result, NULL);
    if (answer > 0)
        vt_rt_report_answer(answer, name, function);
}

void vt_slow_forget_(uintptr_t word, uint64_t token, const char *name)
{
    vt_rt_give_up(word, token, name, "forget");
}

/* ---- looking and taking ---- */

bool vt_slow_is_completed_(uintptr_t word, uint64_t token, const char *name)
{
    if (VT_IS_ERROR_WORD_(word))
        return true;

    struct vt_source *source = source_in(word);
    enum vt_source_status status = source->ops->status(source, token);
    if (status == VT_SOURCE_STALE || status == VT_SOURCE_FOREIGN)
        vt_rt_report_answer((int)status, name, "is_completed");
    return status != VT_SOURCE_PENDING;
}

/* What a continuation calls: by now the operation has ended, or `word` is the errno that kept it from being
 * followed. */
int vt_slow_take_(uintptr_t word, uint64_t token, void *result, size_t size, const char *name)
{
    if (VT_IS_ERROR_WORD_(word))
        return VT_WORD_ERROR_(word);

    struct vt_source *source = source_in(word);
    int answer = source->ops->get_result(source, token, result, size);
    return answer > 0 ? vt_rt_report_answer(answer, name, "on_completed") : answer;
}

/* ---- awaiting ---- */

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

int vt_rt_wake_error(enum wake wake)
{
    static const int errors[] = {
        [WAKE_TIMED_OUT] = -ETIMEDOUT,
        [WAKE_CANCELED] = -ECANCELED,
        [WAKE_DEADLOCK] = -EDEADLK,
    };

    return errors[wake];
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
    enum wake wake = wait->has_answer ? WAKE_ENDED : vt_rt_wait_for(&waiter, timeout_ns);
    /* It may have ended between the wake and now: then there is a result after all. */
    if (wait->has_answer) {
        answer = wait->answer;
        pool_put(&waits, wait);
        return answer;
    }
    abandon(wait, source);
    return vt_rt_wake_error(wake);
}

/* What an await answers for what a source did: a misuse and a deadlock are told. */
__attribute__((noinline, cold)) static int complain(int answer, const char *name, const char *function)
{
    return answer > 0 ? vt_rt_report_answer(answer, name, function) : vt_report_deadlock(name, function);
}

static int await_other(struct vt_source *source, uint64_t token, uint64_t timeout_ns, void *result, size_t size,
                       const char *name, const char *function)
{
    int answer = source->ops->get_result(source, token, result, size);

    return answer == VT_SOURCE_PENDING ? wait_for(source, token, timeout_ns, result, size, name, function) : answer;
}

static inline int await(uintptr_t word, uint64_t token, uint64_t timeout_ns, void *result, size_t size, const char *name,
                        const char *function)
{
    if (VT_IS_ERROR_WORD_(word))
        return VT_WORD_ERROR_(word);

    struct vt_source *source = source_in(word);
    int answer = VT_LIKELY_(source->ops == &vt_rt_promise_ops)
                     ? vt_rt_promise_await(source, token, timeout_ns, result, size)
                     : await_other(source, token, timeout_ns, result, size, name, function);
    return VT_LIKELY_(answer <= 0 && answer != -EDEADLK) ? answer : complain(answer, name, function);
}

int vt_slow_await_(uintptr_t word, uint64_t token, void *result, size_t size, const char *name)
{
    return await(word, token, UINT64_MAX, result, size, name, "await");
}

int vt_slow_await_timeout_(uintptr_t word, uint64_t token, uint64_t timeout_ns, void *result, size_t size,
                           const char *name)
{
    return await(word, token, timeout_ns, result, size, name, "await_timeout");
}

/* ---- continuations ---- */

static void call_follow_up(void *context, struct vt_source *source, uint64_t token)
{
    struct follow_up *at = context;
    struct follow_up follow_up = *at;

    pool_put(&follow_ups, at);
    follow_up.deliver(follow_up.done, follow_up.context, (uintptr_t)source, token);
}

void vt_slow_on_completed_(uintptr_t word, uint64_t token, vt_deliver_ deliver, void (*done)(void), void *context,
                           const char *name)
{
    if (VT_IS_ERROR_WORD_(word)) {
        deliver(done, context, word, token);
        return;
    }

    /* What has ended is delivered now, as what was there from the start is. */
    struct vt_source *source = source_in(word);
    enum vt_source_status status = source->ops->status(source, token);
    if (status != VT_SOURCE_PENDING && status != VT_SOURCE_STALE && status != VT_SOURCE_FOREIGN) {
        deliver(done, context, word, token);
        return;
    }

    struct follow_up *follow_up = pool_get(&follow_ups, sizeof *follow_up);
    if (follow_up == NULL) {
        vt_rt_give_up(word, token, name, "on_completed");
        deliver(done, context, VT_ERROR_WORD_(-ENOMEM), 0);
        return;
    }
    *follow_up = (struct follow_up){ .deliver = deliver, .done = done, .context = context };
    int answer = source->ops->on_completed(source, token, call_follow_up, follow_up);
    if (answer != 0) {
        pool_put(&follow_ups, follow_up);
        int error = answer > 0 ? vt_rt_report_answer(answer, name, "on_completed") : answer;
        deliver(done, context, VT_ERROR_WORD_(error), 0);
    }
}

/* ---- memory ---- */

size_t vt_rt_source_objects_outstanding(void)
{
    return waits.outstanding + follow_ups.outstanding;
}

void vt_rt_source_pools_clear(void)
{
    pool_clear(&waits);
    pool_clear(&follow_ups);
}
