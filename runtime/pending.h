/* What the slow paths of value tasks (source.c) and of tasks (task.c) know of each other. */
#ifndef VALUETASK_RUNTIME_PENDING_H
#define VALUETASK_RUNTIME_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <valuetask/slow.h>
#include <valuetask/source.h>

/* ---- source.c ---- */

/* Reports the positive answer of a source's on_completed or get_result as the misuse that it is; returns -EINVAL. */
int vt_rt_report_answer(int answer, const char *name, const char *function);

/* Consumes a value task without its result. Needs no memory. */
void vt_rt_give_up(uintptr_t word, uint64_t token, const char *name, const char *function);

/* ---- task.c: a task view is the source behind vt_NAME_from_task ---- */

bool vt_rt_is_task_view(const struct vt_source *source);

/* Consumes the view and leaves its reference to the task to the caller. NULL: the token is stale. */
struct vt_task_ *vt_rt_task_view_release(struct vt_source *source, uint64_t token);

/* Consumes a view whose continuation is registered, when its task has not ended: the continuation will not be
 * called. False: it will be, any moment. */
bool vt_rt_task_view_withdraw(struct vt_source *source);

#endif
