/* fix_async.h - functions that are always asynchronous return tasks, and their callers take tasks. */
#ifndef VTCHECK_RULES_FIX_ASYNC_H
#define VTCHECK_RULES_FIX_ASYNC_H

#include "fix.h"

/* The FixMaker of vt-always-async. */
bool fix_async(Fix *fix, const AnalysisEvent *event);

#endif
