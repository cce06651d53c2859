/* Tasks: results on the heap, counted by reference, awaited any number of times; and task views, the pooled sources
 * that make a value task of a task.
 *
 * Ownership: whoever waits for a task holds a reference to it, an await for its duration, a view until it is
 * consumed. So a task without references has no waiters. Waiters stand in a list, in the order in which they came, which any of them
 * may leave at once: a crowd that waits for one task may be cancelled together. A task that ends wakes them, or makes their
 * jobs ready, without running any.
 *
 * A view exists so that a value task made of a task is consumed once as any other is, although the task itself may
 * be awaited as often as anybody likes: its token ends when it is consumed, and with it the view's reference.
 */
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

/* Somebody who waits for a task: an await, or a view with a continuation. */
struct task_waiter {
    struct task_waiter *next, *previous;
    struct waiter *waiter; /* the await's; NULL: it is a view */
    struct job job;        /* the view's: calls its continuation */
};

struct vt_task_ {
    size_t references;
    size_t size;
    const char *name; /* of the value task's type, for reports */
    struct event_loop *owner; /* of the thread that made it */
    bool ended;
    int status; /* 0 or a negative errno, once ended */
    struct task_waiter *first, *last;
    alignas(max_align_t) unsigned char result[]; /* `size` bytes, valid when ended with status 0 */
};

struct task_view {
    struct pool_link link;
    struct vt_source source;
    struct event_loop *owner;
    uint64_t token;        /* of the value task that refers to it, or will next */
    struct vt_task_ *task; /* owns a reference, unless in the pool */
    bool claimed;          /* a continuation is registered and has not been called */
    struct task_waiter waiter;
    vt_source_continuation continuation;
    void *context;
};

static _Thread_local struct object_pool views;

/* ---- life ---- */

struct vt_task_ *vt_task_new_(size_t size, const char *name)
{
    struct vt_task_ *task = size <= SIZE_MAX - sizeof *task ? malloc(sizeof *task + size) : NULL;

    if (task != NULL)
        *task = (struct vt_task_){ .references = 1, .size = size, .name = name, .owner = &vt_rt_loop };
    return task;
}

static bool is_ours(const struct vt_task_ *task, const char *function)
{
    if (task->owner == &vt_rt_loop)
        return true;
    vt_report_foreign(task->name, function);
    return false;
}

/* There is one, and it is ours. */
static bool is_there(const struct vt_task_ *task, const char *function)
{
    return task != NULL && is_ours(task, function);
}

void vt_task_ref_(struct vt_task_ *task)
{
    if (is_there(task, "task_ref"))
        task->references++;
}

void vt_task_unref_(struct vt_task_ *task)
{
    if (is_there(task, "task_unref") && --task->references == 0)
        free(task);
}

/* ---- ending ---- */

static void join(struct vt_task_ *task, struct task_waiter *waiter)
{
    waiter->next = NULL;
    waiter->previous = task->last;
    *(task->last != NULL ? &task->last->next : &task->first) = waiter;
    task->last = waiter;
}

static void leave(struct vt_task_ *task, struct task_waiter *waiter)
{
    *(waiter->previous != NULL ? &waiter->previous->next : &task->first) = waiter->next;
    *(waiter->next != NULL ? &waiter->next->previous : &task->last) = waiter->previous;
}

static bool end(struct vt_task_ *task, int status)
{
    if (task->ended)
        return false;
    task->ended = true;
    task->status = status;
    while (task->first != NULL) {
        struct task_waiter *first = task->first;
        leave(task, first);
        if (first->waiter != NULL)
            vt_rt_wake(first->waiter, WAKE_ENDED);
        else
            vt_rt_loop_make_ready(&first->job);
    }
    return true;
}

bool vt_task_complete_(struct vt_task_ *task, const void *result)
{
    if (!is_there(task, "task_complete"))
        return false;
    if (!task->ended && task->size != 0)
        memcpy(task->result, result, task->size);
    return end(task, 0);
}

bool vt_task_fail_(struct vt_task_ *task, int error)
{
    if (!is_there(task, "task_fail"))
        return false;
    if (!VT_IS_ERROR_(error))
        error = vt_slow_bad_error_(error, task->name, "task_fail");
    return end(task, error);
}

bool vt_task_cancel_(struct vt_task_ *task)
{
    return is_there(task, "task_cancel") && end(task, -ECANCELED);
}

/* ---- awaiting ---- */

static int copy_result(const struct vt_task_ *task, void *result)
{
    if (task->status == 0 && task->size != 0)
        memcpy(result, task->result, task->size);
    return task->status;
}

int vt_task_await_(struct vt_task_ *task, void *result)
{
    if (task == NULL) /* what as_task or task_new leaves when there is no memory */
        return -ENOMEM;
    if (!is_ours(task, "task_await"))
        return -EINVAL;
    if (task->ended)
        return copy_result(task, result);

    struct waiter waiter = vt_rt_waiter();
    struct task_waiter wait = { .waiter = &waiter };
    vt_task_ref_(task);
    join(task, &wait);
    int wake = vt_rt_wait(&waiter);

    int status;
    if (task->ended) {
        status = copy_result(task, result);
    } else {
        leave(task, &wait);
        status = wake == WAKE_DEADLOCK ? vt_report_deadlock(task->name, "task_await") : vt_rt_wake_error(wake);
    }
    vt_task_unref_(task);
    return status;
}

/* ---- views ---- */

static struct task_view *view_of(struct vt_source *source)
{
    return CONTAINER_OF(source, struct task_view, source);
}

static bool is_stale(const struct task_view *view, uint64_t token)
{
    return view->token != token || view->claimed;
}

static bool is_foreign(const struct task_view *view)
{
    return view->owner != &vt_rt_loop;
}

/* Consumes the view; its reference becomes the caller's. */
static struct vt_task_ *put_view(struct task_view *view)
{
    struct vt_task_ *task = view->task;

    view->token++;
    view->task = NULL;
    pool_put(&views, view);
    return task;
}

static enum vt_source_status view_status(struct vt_source *source, uint64_t token)
{
    const struct task_view *view = view_of(source);

    if (is_foreign(view))
        return VT_SOURCE_FOREIGN;
    if (is_stale(view, token))
        return VT_SOURCE_STALE;
    if (!view->task->ended)
        return VT_SOURCE_PENDING;
    if (view->task->status == 0)
        return VT_SOURCE_SUCCEEDED;
    return view->task->status == -ECANCELED ? VT_SOURCE_CANCELED : VT_SOURCE_FAILED;
}

static int view_on_completed(struct vt_source *source, uint64_t token, vt_source_continuation continuation,
                             void *context)
{
    struct task_view *view = view_of(source);

    if (is_foreign(view))
        return VT_SOURCE_FOREIGN;
    if (is_stale(view, token))
        return VT_SOURCE_STALE;
    view->claimed = true;
    view->continuation = continuation;
    view->context = context;
    if (view->task->ended)
        vt_rt_loop_make_ready(&view->waiter.job);
    else
        join(view->task, &view->waiter);
    return 0;
}

static int view_get_result(struct vt_source *source, uint64_t token, void *result, size_t size)
{
    struct task_view *view = view_of(source);

    if (is_foreign(view))
        return VT_SOURCE_FOREIGN;
    if (is_stale(view, token))
        return VT_SOURCE_STALE;
    if (!view->task->ended)
        return VT_SOURCE_PENDING;

    struct vt_task_ *task = put_view(view);
    int status = task->status;
    if (result != NULL)
        status = size == task->size ? copy_result(task, result) : VT_SOURCE_MISMATCH;
    vt_task_unref_(task);
    return status;
}

static const struct vt_source_ops view_ops = {
    .status = view_status,
    .on_completed = view_on_completed,
    .get_result = view_get_result,
};

static void call_continuation(struct job *job)
{
    struct task_view *view = CONTAINER_OF(job, struct task_view, waiter.job);

    view->claimed = false;
    view->continuation(view->context, &view->source, view->token);
}

struct vt_halves_ vt_slow_from_task_(struct vt_task_ *task)
{
    if (task != NULL && !is_ours(task, "from_task"))
        return (struct vt_halves_){ .word = VT_ERROR_WORD_(-EINVAL) };

    struct task_view *view = task != NULL ? pool_get(&views, sizeof *view) : NULL;
    if (view == NULL)
        return (struct vt_halves_){ .word = VT_ERROR_WORD_(-ENOMEM) };
    if (view->token == 0) {
        view->source.ops = &view_ops;
        view->owner = &vt_rt_loop;
        view->waiter.job.run = call_continuation;
        view->token = 1; /* 0 is the token of no value task */
    }
    vt_task_ref_(task);
    view->task = task;
    return (struct vt_halves_){ .word = (uintptr_t)&view->source, .token = view->token };
}

bool vt_rt_is_task_view(const struct vt_source *source)
{
    return source->ops == &view_ops;
}

struct vt_task_ *vt_rt_task_view_release(struct vt_source *source, uint64_t token)
{
    struct task_view *view = view_of(source);

    return is_foreign(view) || is_stale(view, token) ? NULL : put_view(view);
}

bool vt_rt_task_view_withdraw(struct vt_source *source)
{
    struct task_view *view = view_of(source);

    if (view->task->ended)
        return false;
    leave(view->task, &view->waiter);
    view->claimed = false;
    vt_task_unref_(put_view(view));
    return true;
}

size_t vt_rt_task_views_outstanding(void)
{
    return views.outstanding;
}

void vt_rt_task_pools_clear(void)
{
    pool_clear(&views);
}

/* ---- a value task turned into a task ---- */

/* `answer` is get_result's or on_completed's; one that is none of an operation is a misuse. */
static void end_with_answer(struct vt_task_ *task, int answer)
{
    end(task, answer > 0 ? vt_rt_report_answer(answer, task->name, "as_task") : answer);
}

/* Called with the reference that kept the task for this. */
static void end_from_source(void *context, struct vt_source *source, uint64_t token)
{
    struct vt_task_ *task = context;

    /* It may have been cancelled meanwhile: the result is not wanted any more, the source still needs to be taken. */
    if (task->ended)
        (void)source->ops->get_result(source, token, NULL, 0);
    else
        end_with_answer(task, source->ops->get_result(source, token, task->result, task->size));
    vt_task_unref_(task);
}

/* Makes `task` end as the operation does. */
static void follow(struct vt_task_ *task, struct vt_source *source, uint64_t token)
{
    int answer = source->ops->get_result(source, token, task->result, task->size);

    if (answer == VT_SOURCE_PENDING) {
        vt_task_ref_(task);
        answer = source->ops->on_completed(source, token, end_from_source, task);
        if (answer == 0)
            return;
        vt_task_unref_(task);
    }
    end_with_answer(task, answer);
}

struct vt_task_ *vt_slow_as_task_(uintptr_t word, uint64_t token, const void *result, size_t size, const char *name)
{
    bool is_pending = word != 0 && !VT_IS_ERROR_WORD_(word);
    struct vt_source *source = is_pending ? (struct vt_source *)word : NULL;

    if (is_pending && vt_rt_is_task_view(source)) {
        struct vt_task_ *viewed = vt_rt_task_view_release(source, token);
        if (viewed != NULL)
            return viewed;
    }
    struct vt_task_ *task = vt_task_new_(size, name);
    if (task == NULL)
        vt_rt_give_up(word, token, name, "as_task");
    else if (is_pending)
        follow(task, source, token);
    else if (word == 0)
        vt_task_complete_(task, result);
    else
        end(task, VT_WORD_ERROR_(word));
    return task;
}
