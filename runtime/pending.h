/* What the slow paths of value tasks (source.c, await.c, promise.c) and of tasks (task.c) know of each other. */
#ifndef VALUETASK_RUNTIME_PENDING_H
#define VALUETASK_RUNTIME_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <valuetask/promise.h>
#include <valuetask/slow.h>
#include <valuetask/source.h>

#include "waiter.h"

/* ---- source.c ---- */

/* Reports the positive answer of a source's on_completed or get_result as the misuse that it is; returns -EINVAL. */
int vt_rt_report_answer(int answer, const char *name, const char *function);

/* Consumes a value task without its result. Needs no memory. */
void vt_rt_give_up(uintptr_t word, uint64_t token, const char *name, const char *function);

/* ---- await.c ---- */

/* What a wait answers that did not end as it should: a negative errno, deadlock not yet reported. */
int vt_rt_wake_error(int wake);

/* ---- promise.c: the source most value tasks refer to, known by its operations: each loop has a copy of these ---- */

/* Hidden: a program and a shared object that both hold this run time each keep their own. */
extern const struct vt_source_ops vt_rt_promise_ops __attribute__((visibility("hidden")));

/* Whether a source is a promise, and of this loop. */
static inline bool is_own_promise(const struct event_loop *loop, const struct vt_source *source)
{
    return source->ops == loop->promise_ops;
}

/* Asks for the end of a pending operation that somebody waits for: its producer, or where that cannot be asked, it is ended
 * with -ECANCELED. Nothing happens when it has ended. */
void vt_rt_promise_request_end(struct vt_source *source, uint64_t token);

/* Who waits for it has been woken by something else. */
void vt_rt_promise_leave(struct promise *promise);

/* In a function given to vt_promise_on_cancel: the operation it is called for. */
struct vt_promise vt_rt_promise_being_asked(void);

/* Undoes a start: nobody has, or will have, a value task that refers to it. */
void vt_rt_promise_discard(struct vt_promise promise);

/* ---- task.c: a task view is the source behind vt_NAME_from_task ---- */

bool vt_rt_is_task_view(const struct vt_source *source);

/* Consumes the view and leaves its reference to the task to the caller. NULL: the token is stale. */
struct vt_task_ *vt_rt_task_view_release(struct vt_source *source, uint64_t token);

/* Consumes a view whose continuation is registered, when its task has not ended: the continuation will not be
 * called. False: it will be, any moment. */
bool vt_rt_task_view_withdraw(struct vt_source *source);

#endif
