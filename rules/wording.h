/* wording.h - how events become sentences: what the rules share. */
#ifndef VTCHECK_RULES_WORDING_H
#define VTCHECK_RULES_WORDING_H

#include <glib.h>

#include "analysis/event.h"
#include "rules.h"

/* "'t'", or "the task returned by 'make'", or "the task". Lives in the set. */
const char *wording_task(const AnalysisEvent *event, ReportSet *set);

/* The task's type if it is one of VT_DEFINE's, whose functions and task have names that are known: "vt_int". NULL: another API's. */
const char *wording_own_type(const AnalysisEvent *event);

/* "awaited", "given up", "handed to 'f'": what a call of this function does with a task. */
const char *wording_consumption(const char *callee, ReportSet *set);

/* The place of a span. */
ReportPlace wording_place(const IrModule *module, IrSpan span);

/* Adds the finding: `message`, the path of the event as notes, and `advice` as the last note at the finding's place.
 * Strings are copied. */
void wording_add(const Rule *rule, const AnalysisEvent *event, const char *message, const char *advice, ReportSet *set);

/* The same as a note: advice that is no reason for a build to stop. */
void wording_add_note(const Rule *rule, const AnalysisEvent *event, const char *message, const char *advice, ReportSet *set);

#endif
