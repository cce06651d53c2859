/* fix_result.h - a result that is read out of a value task is awaited. */
#ifndef VTCHECK_RULES_FIX_RESULT_H
#define VTCHECK_RULES_FIX_RESULT_H

#include "fix.h"

/* The FixMaker of vt-direct-result. */
bool fix_result(Fix *fix, const AnalysisEvent *event);

#endif
