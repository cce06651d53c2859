/* fix_forget.h - a task that some paths lose is given up there: by vt_NAME_forget, or what another API has of that kind. */
#ifndef VTCHECK_RULES_FIX_FORGET_H
#define VTCHECK_RULES_FIX_FORGET_H

#include "fix.h"

/* The FixMaker of vt-unawaited. */
bool fix_forget(Fix *fix, const AnalysisEvent *event);

#endif
