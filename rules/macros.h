/* macros.h - what happens inside a macro is told with the macro's name. */
#ifndef VTCHECK_RULES_MACROS_H
#define VTCHECK_RULES_MACROS_H

#include "fix.h"

/* Names macros of checked code in the message of an event's finding and in the steps of its path. */
void macros_tell(FixContext *context, const AnalysisEvent *event, ReportFinding *finding, ReportSet *set);

#endif
