/* fix_call.h - a call that made a value task makes a task now: what is around it is rewritten. */
#ifndef VTCHECK_RULES_FIX_CALL_H
#define VTCHECK_RULES_FIX_CALL_H

#include "fix_task.h"

/* Rewrites what takes the result of the call whose callee's name is `token`. `may_turn`: a variable that only awaits the result may
 * become a task. false: the call stands in no form that is known. */
bool fix_call_of_task(Fix *fix, const FixBody *body, uint32_t token, const FixType *type, bool may_turn);

/* Rewrites what takes the value of the tokens [first, last], a plain lvalue that held a value task and holds a task now: the task is
 * taken out of it before the statement, which leaves NULL. */
bool fix_taken_out(Fix *fix, const FixBody *body, uint32_t first, uint32_t last, const FixType *type);

#endif
