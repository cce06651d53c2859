/* Promises as sources: what their operations answer, and calling continuations. */
#include "promise_object.h"

static enum vt_source_status promise_status(struct vt_source *source, uint64_t token)
{
    struct promise *promise = promise_of(source);

    int answer = promise_look(promise, token);
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
    int answer = promise_look(promise, token);

    if (answer != 0 && answer != VT_SOURCE_PENDING)
        return answer;
    promise->state |= PROMISE_CLAIMED;
    promise->continuation = continuation;
    promise->context = context;
    if (answer == 0)
        vt_rt_loop_make_ready(&promise->job);
    return 0;
}

static int promise_get_result(struct vt_source *source, uint64_t token, void *result, size_t size)
{
    struct promise *promise = promise_of(source);
    int answer = promise_look(promise, token);

    return answer == 0 ? promise_take(promise, result, size) : answer;
}

const struct vt_source_ops vt_rt_promise_ops = {
    .status = promise_status,
    .on_completed = promise_on_completed,
    .get_result = promise_get_result,
};

void vt_rt_promise_call_continuation(struct job *job)
{
    struct promise *promise = CONTAINER_OF(job, struct promise, job);

    promise->state &= ~PROMISE_CLAIMED;
    promise->continuation(promise->context, &promise->source, promise->token);
}

void vt_rt_promise_drop_result(void *context, struct vt_source *source, uint64_t token)
{
    (void)context;
    (void)promise_get_result(source, token, NULL, 0);
}
