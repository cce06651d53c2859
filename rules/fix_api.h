/* fix_api.h - which functions there are for a value task and its task: VT_DEFINE's, or another API's that are named and typed as these. */
#ifndef VTCHECK_RULES_FIX_API_H
#define VTCHECK_RULES_FIX_API_H

#include "fix_body.h"

typedef enum FixOperation {
    FIX_FORGET,      /* void TYPE_forget(TYPE) */
    FIX_AS_TASK,     /* TYPE_task *TYPE_as_task(TYPE) */
    FIX_FROM_TASK,   /* TYPE TYPE_from_task(TYPE_task *), which takes a reference of its own */
    FIX_TASK_AWAIT,  /* as TYPE_await, of a TYPE_task * */
    FIX_TASK_REF,    /* TYPE_task *TYPE_task_ref(TYPE_task *) */
    FIX_TASK_UNREF   /* void TYPE_task_unref(TYPE_task *) */
} FixOperation;

/* The name of the function that the body may call for a value task of this record; NULL: none is known. In the fix's strings. */
const char *fix_api_function(Fix *fix, const FixBody *body, uint32_t record, FixOperation operation);

#endif
