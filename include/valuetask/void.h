/* vt_void: the value task without a result, and its task. Written out rather than made by VT_DEFINE, for C has no
 * `void` parameters, members or variables; apart from the missing result everything is as there.
 */
#ifndef VALUETASK_VOID_H
#define VALUETASK_VOID_H

#include "debug_tokens.h"
#include "profile.h"
#include "slow.h"
#include "source.h"

typedef struct VT_MUST_USE_TYPE_ VT_VALUE_TASK vt_void {
    uintptr_t source;
    uint64_t token;
} vt_void;

typedef struct vt_void_task vt_void_task;

VT_COMPLETES_SYNC VT_MUST_USE_ VT_CALL_LINKAGE_ vt_void vt_void_from_result(void);
VT_COMPLETES_SYNC VT_MUST_USE_ VT_CALL_LINKAGE_ vt_void vt_void_from_error(int error);
VT_COMPLETES_ASYNC VT_MUST_USE_ VT_CALL_LINKAGE_ vt_void vt_void_from_source(struct vt_source *source, uint64_t token);
VT_COMPLETES_ASYNC VT_MUST_USE_ VT_CALL_LINKAGE_ vt_void vt_void_from_task(vt_void_task *task);
VT_MUST_USE_ VT_CALL_LINKAGE_ int vt_void_await(VT_CONSUMES vt_void task);
VT_MUST_USE_ VT_CALL_LINKAGE_ int vt_void_await_timeout(VT_CONSUMES vt_void task, uint64_t timeout_ns);
VT_MUST_USE_ VT_CALL_LINKAGE_ vt_void_task *vt_void_as_task(VT_CONSUMES vt_void task);
VT_CALL_LINKAGE_ void vt_void_on_completed(VT_CONSUMES vt_void task, void (*done)(void *context, int status), void *context);
VT_CALL_LINKAGE_ void vt_void_forget(VT_CONSUMES vt_void task);
VT_CALL_LINKAGE_ bool vt_void_is_completed(VT_OBSERVES vt_void task);

VT_MUST_USE_ VT_LINKAGE_ vt_void_task *vt_void_task_new(void);
VT_LINKAGE_ vt_void_task *vt_void_task_ref(vt_void_task *task);
VT_LINKAGE_ void vt_void_task_unref(vt_void_task *task);
VT_MUST_USE_ VT_LINKAGE_ int vt_void_task_await(vt_void_task *task);
VT_LINKAGE_ bool vt_void_task_complete(vt_void_task *task);
VT_LINKAGE_ bool vt_void_task_fail(vt_void_task *task, int error);
VT_LINKAGE_ bool vt_void_task_cancel(vt_void_task *task);

#ifndef __VTCHECK__

VT_MAKING_LINKAGE_ vt_void vt_void_from_result(void)
{
    vt_void made;
    VT_COUNT_READY_();
    made.source = 0;
    made.token = 0;
    VT_NOTE_READY_(vt_void, made, NULL, 0, 0, "from_result");
    return made;
}

VT_MAKING_LINKAGE_ vt_void vt_void_from_error(int error)
{
    vt_void made;
    VT_COUNT_READY_();
    if (!VT_IS_ERROR_(error))
        error = vt_slow_bad_error_(error, "vt_void", "from_error");
    made.source = VT_ERROR_WORD_(error);
    made.token = 0;
    VT_NOTE_READY_(vt_void, made, NULL, 0, error, "from_error");
    return made;
}

VT_MAKING_LINKAGE_ vt_void vt_void_from_source(struct vt_source *source, uint64_t token)
{
    vt_void made;
    VT_COUNT_UNLESS_PENDING_(source != NULL);
    made.source = source != NULL ? (uintptr_t)source : VT_ERROR_WORD_(-ENOMEM);
    made.token = token;
    VT_NOTE_PENDING_(vt_void, made, "from_source");
    return made;
}

VT_MAKING_LINKAGE_ vt_void vt_void_from_task(vt_void_task *task)
{
    vt_void made;
    struct vt_halves_ halves = vt_slow_from_task_((struct vt_task_ *)task);
    VT_TASK_AWAITED_(task);
    VT_COUNT_UNLESS_PENDING_(!VT_IS_ERROR_WORD_(halves.word));
    made.source = halves.word;
    made.token = halves.token;
    VT_NOTE_PENDING_(vt_void, made, "from_task");
    return made;
}

VT_LINKAGE_ void vt_void_deliver_(void (*done)(void), void *context, uintptr_t word, uint64_t token)
{
    int status = vt_slow_take_(word, token, NULL, 0, "vt_void");
    ((void (*)(void *, int))done)(context, status);
}

VT_CALL_LINKAGE_ int vt_void_await(vt_void task)
{
    VT_CONSUME_OR_(vt_void, task, "await", return -EINVAL);
    if (VT_LIKELY_(task.source == 0))
        return 0;
    return vt_slow_await_(task.source, task.token, NULL, 0, "vt_void");
}

VT_CALL_LINKAGE_ int vt_void_await_timeout(vt_void task, uint64_t timeout_ns)
{
    VT_CONSUME_OR_(vt_void, task, "await_timeout", return -EINVAL);
    if (VT_LIKELY_(task.source == 0))
        return 0;
    return vt_slow_await_timeout_(task.source, task.token, timeout_ns, NULL, 0, "vt_void");
}

VT_MAKING_LINKAGE_ vt_void_task *vt_void_as_task(vt_void task)
{
    VT_CONSUME_OR_(vt_void, task, "as_task", return (vt_void_task *)vt_slow_as_task_(VT_ERROR_WORD_(-EINVAL), 0, NULL, 0, "vt_void"));
    VT_COUNT_TASK_UNLESS_PENDING_(task.source != 0 && !VT_IS_ERROR_WORD_(task.source));
    return (vt_void_task *)vt_slow_as_task_(task.source, task.token, NULL, 0, "vt_void");
}

VT_CALL_LINKAGE_ void vt_void_on_completed(vt_void task, void (*done)(void *context, int status), void *context)
{
    VT_CONSUME_OR_(vt_void, task, "on_completed", vt_void_deliver_((void (*)(void))done, context, VT_ERROR_WORD_(-EINVAL), 0); return);
    if (VT_LIKELY_(task.source == 0))
        done(context, 0);
    else
        vt_slow_on_completed_(task.source, task.token, vt_void_deliver_, (void (*)(void))done, context, "vt_void");
}

VT_CALL_LINKAGE_ void vt_void_forget(vt_void task)
{
    VT_CONSUME_OR_(vt_void, task, "forget", return);
    if (task.source != 0)
        vt_slow_forget_(task.source, task.token, "vt_void");
}

VT_CALL_LINKAGE_ bool vt_void_is_completed(vt_void task)
{
    VT_CONSUME_OR_(vt_void, task, "is_completed", return true);
    return task.source == 0 || vt_slow_is_completed_(task.source, task.token, "vt_void");
}

VT_NEW_TASK_LINKAGE_ vt_void_task *vt_void_task_new(void)
{
    struct vt_task_ *task = vt_task_new_(0, "vt_void");
    VT_WATCH_TASK_(task);
    return (vt_void_task *)task;
}

VT_LINKAGE_ vt_void_task *vt_void_task_ref(vt_void_task *task)
{
    vt_task_ref_((struct vt_task_ *)task);
    return task;
}

VT_LINKAGE_ void vt_void_task_unref(vt_void_task *task)
{
    vt_task_unref_((struct vt_task_ *)task);
}

VT_LINKAGE_ int vt_void_task_await(vt_void_task *task)
{
    VT_TASK_AWAITED_(task);
    return vt_task_await_((struct vt_task_ *)task, NULL);
}

VT_LINKAGE_ bool vt_void_task_complete(vt_void_task *task)
{
    VT_TASK_ENDED_(task);
    return vt_task_complete_((struct vt_task_ *)task, NULL);
}

VT_LINKAGE_ bool vt_void_task_fail(vt_void_task *task, int error)
{
    VT_TASK_ENDED_(task);
    return vt_task_fail_((struct vt_task_ *)task, error);
}

VT_LINKAGE_ bool vt_void_task_cancel(vt_void_task *task)
{
    VT_TASK_ENDED_(task);
    return vt_task_cancel_((struct vt_task_ *)task);
}

#endif

VT_STATIC_ASSERT_(sizeof(void *) < 8 || sizeof(vt_void) == 16, "vt_void travels in two registers");

#endif
