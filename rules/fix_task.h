/* fix_task.h - a local value task becomes a task: declared as a pointer, awaited as often as wanted, released at each way out.
 *
 *     vt_int t = make();                  vt_int_task *t = vt_int_as_task(make());
 *     rc = vt_int_await(t, &x);     =>    rc = vt_int_task_await(t, &x);
 *     return rc;                          vt_int_task_unref(t);
 *                                         return rc;
 */
#ifndef VTCHECK_RULES_FIX_TASK_H
#define VTCHECK_RULES_FIX_TASK_H

#include "fix_variable.h"

/* Edits that make the variable a task. `makes_task`: its initialiser makes a task already. */
bool fix_variable_to_task(Fix *fix, const FixVariable *variable, bool makes_task);

#endif
