/* Consuming a value task that is not simply there, otherwise than by awaiting it (await.c): the slow paths behind the inline
 * functions of define.h.
 */
#include <errno.h>

#include <valuetask/slow.h>
#include <valuetask/source.h>

#include "event_loop.h"
#include "misuse_report.h"
#include "object_pool.h"
#include "pending.h"

/* A continuation of the user's that waits for its operation. */
struct follow_up {
    struct pool_link link;
    vt_deliver_ deliver;
    void (*done)(void);
    void *context;
};

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
        vt_report_misuse("%s_%s: the source called its continuation before its operation had ended; it is to be called once get_result has "
                         "something to give",
                         name, function);
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
            vt_rt_report_answer((int)source->ops->status(source, token), name, function);
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
    return follow_ups.outstanding;
}

void vt_rt_source_pools_clear(void)
{
    pool_clear(&follow_ups);
}
