/* fix_field.h - what keeps a value task keeps a task: struct fields and variables that live on. */
#ifndef VTCHECK_RULES_FIX_FIELD_H
#define VTCHECK_RULES_FIX_FIELD_H

#include "fix.h"

/* The FixMaker of vt-field-storage. */
bool fix_field(Fix *fix, const AnalysisEvent *event);

#endif
