/* fix_look.h - a task that is looked at too late is looked at before it is consumed. */
#ifndef VTCHECK_RULES_FIX_LOOK_H
#define VTCHECK_RULES_FIX_LOOK_H

#include "fix.h"

/* The FixMaker of vt-use-after-await. */
bool fix_look(Fix *fix, const AnalysisEvent *event);

#endif
