/* VT_DEFINE: a value task type and its task type for one result type. valuetask.h says what it declares.
 *
 * Three parts: the types, the prototypes with their annotations, the bodies. vtcheck sees the first two only. All
 * names are made from one token, VT (`vt_int`), pasted in the outermost macro: a NAME that is itself a macro, as
 * `bool` is in C11, would be expanded on its way down.
 *
 * Invariants of the bodies: a value task in hand is read once, here; its address is never taken and its copy never
 * passed on; when `source` is 0 nothing outside this file is called. Their names end in `_`: of a
 * parameter called `status` compilers would warn where the user's file has a variable of that name.
 */
#ifndef VALUETASK_DEFINE_H
#define VALUETASK_DEFINE_H

#include "debug_tokens.h"
#include "profile.h"
#include "slow.h"
#include "source.h"

/* T is written once, at file scope. From there on it goes by a name of its own: among parameters called `result` and
 * `task` a T called `result` would mean the parameter. */
#define VT_DEFINE(NAME, T)         \
    typedef T vt_##NAME##_result_; \
    VT_DEFINE_AS_(vt_##NAME, vt_##NAME##_result_)

#ifdef __VTCHECK__
#define VT_DEFINE_AS_(VT, T)    \
    VT_TYPES_(VT, T)            \
    VT_VALUE_PROTOTYPES_(VT, T) \
    VT_TASK_PROTOTYPES_(VT, T)  \
    VT_SIZE_ASSERT_(VT, T)
#else
#define VT_DEFINE_AS_(VT, T)    \
    VT_TYPES_(VT, T)            \
    VT_VALUE_PROTOTYPES_(VT, T) \
    VT_TASK_PROTOTYPES_(VT, T)  \
    VT_MAKING_BODIES_(VT, T)    \
    VT_CONSUMING_BODIES_(VT, T) \
    VT_TASK_BODIES_(VT, T)      \
    VT_SIZE_ASSERT_(VT, T)
#endif

/* Last, for it wants the user's semicolon. */
#define VT_SIZE_ASSERT_(VT, T)                                                                                               \
    VT_STATIC_ASSERT_(sizeof(T) <= VT_LARGEST_RESULT_, #VT ": a result of 64 MiB and more is to be awaited by its address"); \
    VT_STATIC_ASSERT_(sizeof(T) > 8 || sizeof(void *) < 8 || sizeof(VT) == 16,                                               \
                      #VT ": a value task with a result of up to 8 bytes travels in two registers")

#define VT_TYPES_(VT, T)                                \
    typedef struct VT_MUST_USE_TYPE_ VT_VALUE_TASK VT { \
        uintptr_t source;                               \
        union {                                         \
            T result;                                   \
            uint64_t token;                             \
        };                                              \
    } VT;                                               \
    typedef struct VT##_task VT##_task;

#define VT_VALUE_PROTOTYPES_(VT, T)                                                                                 \
    VT_COMPLETES_SYNC VT_MUST_USE_ VT_CALL_LINKAGE_ VT VT##_from_result(T result);                                  \
    VT_COMPLETES_SYNC VT_MUST_USE_ VT_CALL_LINKAGE_ VT VT##_from_error(int error);                                  \
    VT_COMPLETES_ASYNC VT_MUST_USE_ VT_CALL_LINKAGE_ VT VT##_from_source(struct vt_source *source, uint64_t token); \
    VT_COMPLETES_ASYNC VT_MUST_USE_ VT_CALL_LINKAGE_ VT VT##_from_task(VT##_task *task);                            \
    VT_MUST_USE_ VT_CALL_LINKAGE_ int VT##_await(VT_CONSUMES VT task, T *result);                                   \
    VT_MUST_USE_ VT_CALL_LINKAGE_ int VT##_await_timeout(VT_CONSUMES VT task, uint64_t timeout_ns, T *result);      \
    VT_MUST_USE_ VT_CALL_LINKAGE_ VT##_task *VT##_as_task(VT_CONSUMES VT task);                                     \
    VT_CALL_LINKAGE_ void VT##_on_completed(VT_CONSUMES VT task, void (*done)(void *context, int status, T result), \
                                       void *context);                                                              \
    VT_CALL_LINKAGE_ void VT##_forget(VT_CONSUMES VT task);                                                         \
    VT_CALL_LINKAGE_ bool VT##_is_completed(VT_OBSERVES VT task);

#define VT_TASK_PROTOTYPES_(VT, T)                                            \
    VT_MUST_USE_ VT_LINKAGE_ VT##_task *VT##_task_new(void);                  \
    VT_LINKAGE_ VT##_task *VT##_task_ref(VT##_task *task);                    \
    VT_LINKAGE_ void VT##_task_unref(VT##_task *task);                        \
    VT_MUST_USE_ VT_LINKAGE_ int VT##_task_await(VT##_task *task, T *result); \
    VT_LINKAGE_ bool VT##_task_complete(VT##_task *task, T result);           \
    VT_LINKAGE_ bool VT##_task_fail(VT##_task *task, int error);              \
    VT_LINKAGE_ bool VT##_task_cancel(VT##_task *task);

/* made.result = from. */
#define VT_PUT_RESULT_(T, made, from)                          \
    do {                                                       \
        if (VT_IN_WORDS_(T))                                   \
            vt_put_words_(&(made).result, &(from), sizeof(T)); \
        else                                                   \
            (made).result = (from);                            \
    } while (0)

#define VT_MAKING_BODIES_(VT, T)                                                         \
    VT_MAKING_LINKAGE_ VT VT##_from_result(T result_) {                                  \
        VT made_;                                                                        \
        VT_COUNT_READY_();                                                               \
        made_.source = 0;                                                                \
        VT_PUT_RESULT_(T, made_, result_);                                               \
        VT_NOTE_READY_(VT, made_, &result_, sizeof result_, 0, "from_result");           \
        return made_;                                                                    \
    }                                                                                    \
    VT_MAKING_LINKAGE_ VT VT##_from_error(int error_) {                                  \
        VT made_;                                                                        \
        VT_COUNT_READY_();                                                               \
        if (!VT_IS_ERROR_(error_))                                                       \
            error_ = vt_slow_bad_error_(error_, #VT, "from_error");                      \
        made_.source = VT_ERROR_WORD_(error_);                                           \
        made_.token = 0;                                                                 \
        VT_RARELY_();                                                                    \
        VT_NOTE_READY_(VT, made_, NULL, sizeof(T), error_, "from_error");                \
        return made_;                                                                    \
    }                                                                                    \
    VT_MAKING_LINKAGE_ VT VT##_from_source(struct vt_source *source_, uint64_t token_) { \
        VT made_;                                                                        \
        VT_COUNT_UNLESS_PENDING_(source_ != NULL);                                       \
        made_.source = source_ != NULL ? (uintptr_t)source_ : VT_ERROR_WORD_(-ENOMEM);   \
        made_.token = token_;                                                            \
        VT_NOTE_PENDING_(VT, made_, "from_source");                                      \
        return made_;                                                                    \
    }                                                                                    \
    VT_MAKING_LINKAGE_ VT VT##_from_task(VT##_task *task_) {                             \
        VT made_;                                                                        \
        struct vt_halves_ halves_ = vt_slow_from_task_((struct vt_task_ *)task_);        \
        VT_TASK_AWAITED_(task_);                                                         \
        VT_COUNT_UNLESS_PENDING_(!VT_IS_ERROR_WORD_(halves_.word));                      \
        made_.source = halves_.word;                                                     \
        made_.token = halves_.token;                                                     \
        VT_NOTE_PENDING_(VT, made_, "from_task");                                        \
        return made_;                                                                    \
    }

/* *to = task.result. */
#define VT_TAKE_RESULT_(T, to, task)                          \
    do {                                                      \
        if (VT_IN_WORDS_(T))                                  \
            vt_take_words_((to), &(task).result, sizeof(T));  \
        else if (VT_IN_HALVES_(T))                            \
            vt_take_halves_((to), &(task).result, sizeof(T)); \
        else                                                  \
            *(to) = (task).result;                            \
    } while (0)

/* The token, for a call: read as the result is, or the compiler reads it whole beforehand, for both cases at once. */
#define VT_TOKEN_(T, task) \
    (VT_IN_HALVES_(T) ? vt_load_half_(&(task).token, 0) | (uint64_t)vt_load_half_(&(task).token, 1) << 32 : (task).token)

/* Returns what `call`, which has its result put into *to_, answers. A result that is copied anyway is fetched into a place of its own: so
 * the caller's variable has no address that others know, and is taken apart into registers if that is all the caller needs. */
#define VT_RETURN_FETCHED_(T, result, call)               \
    do {                                                  \
        T fetched_;                                       \
        T *to_ = VT_IS_COPIED_(T) ? &fetched_ : (result); \
        int status_ = call;                               \
        if (VT_IS_COPIED_(T) && status_ == 0)             \
            *(result) = fetched_;                         \
        return status_;                                   \
    } while (0)

/* The typed end of a continuation: the run time knows neither T nor how to pass it. */
#define VT_CONSUMING_BODIES_(VT, T)                                                                                                    \
    VT_LINKAGE_ void VT##_deliver_(void (*done_)(void), void *context_, uintptr_t word_, uint64_t token_) {                            \
        T result_;                                                                                                                     \
        int status_;                                                                                                                   \
        memset(&result_, 0, sizeof result_);                                                                                           \
        status_ = vt_slow_take_(word_, token_, &result_, sizeof result_, #VT);                                                         \
        ((void (*)(void *, int, T))done_)(context_, status_, result_);                                                                 \
    }                                                                                                                                  \
    VT_CALL_LINKAGE_ int VT##_await(VT task_, T *result_) {                                                                            \
        VT_CONSUME_OR_(VT, task_, "await", return -EINVAL);                                                                            \
        if (VT_LIKELY_(task_.source == 0)) {                                                                                           \
            VT_TAKE_RESULT_(T, result_, task_);                                                                                        \
            return 0;                                                                                                                  \
        }                                                                                                                              \
        VT_RETURN_FETCHED_(T, result_, vt_slow_await_(task_.source, VT_TOKEN_(T, task_), to_, sizeof *to_, #VT));                      \
    }                                                                                                                                  \
    VT_CALL_LINKAGE_ int VT##_await_timeout(VT task_, uint64_t timeout_ns_, T *result_) {                                              \
        VT_CONSUME_OR_(VT, task_, "await_timeout", return -EINVAL);                                                                    \
        if (VT_LIKELY_(task_.source == 0)) {                                                                                           \
            VT_TAKE_RESULT_(T, result_, task_);                                                                                        \
            return 0;                                                                                                                  \
        }                                                                                                                              \
        VT_RETURN_FETCHED_(T, result_, vt_slow_await_timeout_(task_.source, VT_TOKEN_(T, task_), timeout_ns_, to_, sizeof *to_, #VT)); \
    }                                                                                                                                  \
    VT_MAKING_LINKAGE_ VT##_task *VT##_as_task(VT task_) {                                                                             \
        VT_CONSUME_OR_(VT, task_, "as_task", return (VT##_task *)vt_slow_as_task_(VT_ERROR_WORD_(-EINVAL), 0, NULL, sizeof(T), #VT));  \
        VT_COUNT_TASK_UNLESS_PENDING_(task_.source != 0 && !VT_IS_ERROR_WORD_(task_.source));                                          \
        if (task_.source == 0) {                                                                                                       \
            T result_ = task_.result;                                                                                                  \
            return (VT##_task *)vt_slow_as_task_(0, 0, &result_, sizeof result_, #VT);                                                 \
        }                                                                                                                              \
        return (VT##_task *)vt_slow_as_task_(task_.source, task_.token, NULL, sizeof(T), #VT);                                         \
    }                                                                                                                                  \
    VT_CALL_LINKAGE_ void VT##_on_completed(VT task_, void (*done_)(void *context_, int status_, T result_),                           \
                                       void *context_) {                                                                               \
        VT_CONSUME_OR_(VT, task_, "on_completed", VT##_deliver_((void (*)(void))done_, context_, VT_ERROR_WORD_(-EINVAL), 0); return); \
        if (VT_LIKELY_(task_.source == 0))                                                                                             \
            done_(context_, 0, task_.result);                                                                                          \
        else                                                                                                                           \
            vt_slow_on_completed_(task_.source, task_.token, VT##_deliver_, (void (*)(void))done_, context_, #VT);                     \
    }                                                                                                                                  \
    VT_CALL_LINKAGE_ void VT##_forget(VT task_) {                                                                                      \
        VT_CONSUME_OR_(VT, task_, "forget", return);                                                                                   \
        if (task_.source != 0)                                                                                                         \
            vt_slow_forget_(task_.source, task_.token, #VT);                                                                           \
    }                                                                                                                                  \
    VT_CALL_LINKAGE_ bool VT##_is_completed(VT task_) {                                                                                \
        VT_CONSUME_OR_(VT, task_, "is_completed", return true);                                                                        \
        return task_.source == 0 || vt_slow_is_completed_(task_.source, task_.token, #VT);                                             \
    }

#define VT_TASK_BODIES_(VT, T)                                         \
    VT_NEW_TASK_LINKAGE_ VT##_task *VT##_task_new(void) {              \
        struct vt_task_ *task_ = vt_task_new_(sizeof(T), #VT);         \
        VT_WATCH_TASK_(task_);                                         \
        return (VT##_task *)task_;                                     \
    }                                                                  \
    VT_LINKAGE_ VT##_task *VT##_task_ref(VT##_task *task_) {           \
        vt_task_ref_((struct vt_task_ *)task_);                        \
        return task_;                                                  \
    }                                                                  \
    VT_LINKAGE_ void VT##_task_unref(VT##_task *task_) {               \
        vt_task_unref_((struct vt_task_ *)task_);                      \
    }                                                                  \
    VT_LINKAGE_ int VT##_task_await(VT##_task *task_, T *result_) {    \
        VT_TASK_AWAITED_(task_);                                       \
        return vt_task_await_((struct vt_task_ *)task_, result_);      \
    }                                                                  \
    VT_LINKAGE_ bool VT##_task_complete(VT##_task *task_, T result_) { \
        VT_TASK_ENDED_(task_);                                         \
        return vt_task_complete_((struct vt_task_ *)task_, &result_);  \
    }                                                                  \
    VT_LINKAGE_ bool VT##_task_fail(VT##_task *task_, int error_) {    \
        VT_TASK_ENDED_(task_);                                         \
        return vt_task_fail_((struct vt_task_ *)task_, error_);        \
    }                                                                  \
    VT_LINKAGE_ bool VT##_task_cancel(VT##_task *task_) {              \
        VT_TASK_ENDED_(task_);                                         \
        return vt_task_cancel_((struct vt_task_ *)task_);              \
    }

#endif
