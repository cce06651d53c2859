/* fix_call.h - a call that made a value task makes a task now: what is around it is rewritten. */
#ifndef VTCHECK_RULES_FIX_CALL_H
#define VTCHECK_RULES_FIX_CALL_H

#include "fix_task.h"

/* Rewrites what takes the result of the call whose callee's name is `token`. `may_turn`: a variable that only awaits the result may
 * become a task. false: the call stands in no form that is known. */
bool fix_call_of_task(Fix *fix, const FixBody *body, uint32_t token, const FixType *type, bool may_turn);

#endif
