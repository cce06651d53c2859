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
    vt_void made_;
    VT_COUNT_READY_();
    made_.source = 0;
    made_.token = 0;
    VT_NOTE_READY_(vt_void, made_, NULL, 0, 0, "from_result");
    return made_;
}

VT_MAKING_LINKAGE_ vt_void vt_void_from_error(int error_)
{
    vt_void made_;
    VT_COUNT_READY_();
    if (!VT_IS_ERROR_(error_))
        error_ = vt_slow_bad_error_(error_, "vt_void", "from_error");
    made_.source = VT_ERROR_WORD_(error_);
    made_.token = 0;
    VT_RARELY_();
    VT_NOTE_READY_(vt_void, made_, NULL, 0, error_, "from_error");
    return made_;
}

VT_MAKING_LINKAGE_ vt_void vt_void_from_source(struct vt_source *source_, uint64_t token_)
{
    vt_void made_;
    VT_COUNT_UNLESS_PENDING_(source_ != NULL);
    made_.source = source_ != NULL ? (uintptr_t)source_ : VT_ERROR_WORD_(-ENOMEM);
    made_.token = token_;
    VT_NOTE_PENDING_(vt_void, made_, "from_source");
    return made_;
}

VT_MAKING_LINKAGE_ vt_void vt_void_from_task(vt_void_task *task_)
{
    vt_void made_;
    struct vt_halves_ halves_ = vt_slow_from_task_((struct vt_task_ *)task_);
    VT_TASK_AWAITED_(task_);
    VT_COUNT_UNLESS_PENDING_(!VT_IS_ERROR_WORD_(halves_.word));
    made_.source = halves_.word;
    made_.token = halves_.token;
    VT_NOTE_PENDING_(vt_void, made_, "from_task");
    return made_;
}

VT_LINKAGE_ void vt_void_deliver_(void (*done_)(void), void *context_, uintptr_t word_, uint64_t token_)
{
    int status_ = vt_slow_take_(word_, token_, NULL, 0, "vt_void");
    ((void (*)(void *, int))done_)(context_, status_);
}

VT_CALL_LINKAGE_ int vt_void_await(vt_void task_)
{
    VT_CONSUME_OR_(vt_void, task_, "await", return -EINVAL);
    if (VT_LIKELY_(task_.source == 0))
        return 0;
    return vt_slow_await_(task_.source, task_.token, NULL, 0, "vt_void");
}

VT_CALL_LINKAGE_ int vt_void_await_timeout(vt_void task_, uint64_t timeout_ns_)
{
    VT_CONSUME_OR_(vt_void, task_, "await_timeout", return -EINVAL);
    if (VT_LIKELY_(task_.source == 0))
        return 0;
    return vt_slow_await_timeout_(task_.source, task_.token, timeout_ns_, NULL, 0, "vt_void");
}

VT_MAKING_LINKAGE_ vt_void_task *vt_void_as_task(vt_void task_)
{
    VT_CONSUME_OR_(vt_void, task_, "as_task", return (vt_void_task *)vt_slow_as_task_(VT_ERROR_WORD_(-EINVAL), 0, NULL, 0, "vt_void"));
    VT_COUNT_TASK_UNLESS_PENDING_(task_.source != 0 && !VT_IS_ERROR_WORD_(task_.source));
    return (vt_void_task *)vt_slow_as_task_(task_.source, task_.token, NULL, 0, "vt_void");
}

VT_CALL_LINKAGE_ void vt_void_on_completed(vt_void task_, void (*done_)(void *context_, int status_), void *context_)
{
    VT_CONSUME_OR_(vt_void, task_, "on_completed", vt_void_deliver_((void (*)(void))done_, context_, VT_ERROR_WORD_(-EINVAL), 0); return);
    if (VT_LIKELY_(task_.source == 0))
        done_(context_, 0);
    else
        vt_slow_on_completed_(task_.source, task_.token, vt_void_deliver_, (void (*)(void))done_, context_, "vt_void");
}

VT_CALL_LINKAGE_ void vt_void_forget(vt_void task_)
{
    VT_CONSUME_OR_(vt_void, task_, "forget", return);
    if (task_.source != 0)
        vt_slow_forget_(task_.source, task_.token, "vt_void");
}

VT_CALL_LINKAGE_ bool vt_void_is_completed(vt_void task_)
{
    VT_CONSUME_OR_(vt_void, task_, "is_completed", return true);
    return task_.source == 0 || vt_slow_is_completed_(task_.source, task_.token, "vt_void");
}

VT_NEW_TASK_LINKAGE_ vt_void_task *vt_void_task_new(void)
{
    struct vt_task_ *task_ = vt_task_new_(0, "vt_void");
    VT_WATCH_TASK_(task_);
    return (vt_void_task *)task_;
}

VT_LINKAGE_ vt_void_task *vt_void_task_ref(vt_void_task *task_)
{
    vt_task_ref_((struct vt_task_ *)task_);
    return task_;
}

VT_LINKAGE_ void vt_void_task_unref(vt_void_task *task_)
{
    vt_task_unref_((struct vt_task_ *)task_);
}

VT_LINKAGE_ int vt_void_task_await(vt_void_task *task_)
{
    VT_TASK_AWAITED_(task_);
    return vt_task_await_((struct vt_task_ *)task_, NULL);
}

VT_LINKAGE_ bool vt_void_task_complete(vt_void_task *task_)
{
    VT_TASK_ENDED_(task_);
    return vt_task_complete_((struct vt_task_ *)task_, NULL);
}

VT_LINKAGE_ bool vt_void_task_fail(vt_void_task *task_, int error_)
{
    VT_TASK_ENDED_(task_);
    return vt_task_fail_((struct vt_task_ *)task_, error_);
}

VT_LINKAGE_ bool vt_void_task_cancel(vt_void_task *task_)
{
    VT_TASK_ENDED_(task_);
    return vt_task_cancel_((struct vt_task_ *)task_);
}

#endif

VT_STATIC_ASSERT_(sizeof(void *) < 8 || sizeof(vt_void) == 16, "vt_void travels in two registers");

#endif
