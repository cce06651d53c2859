/* explain_state.h - what the analysis believes at one line, in words: for --explain-state and the editor's hover. */
#ifndef VTCHECK_RULES_EXPLAIN_STATE_H
#define VTCHECK_RULES_EXPLAIN_STATE_H

#include <glib.h>

typedef struct AnalysisExplanation AnalysisExplanation;       /* analysis/explain.h */
typedef struct AnalysisTaskBelief AnalysisTaskBelief;

/* All tasks of the function, with a heading; lines end in "\n". `path` is how the reader names the file; `asked` the line asked about. */
void explain_state_write(const AnalysisExplanation *explanation, const char *path, unsigned asked, GString *out);

/* One task: a line that says which, a line "  - ..." for each way it can stand, a line that says what is reported or why nothing is. */
void explain_state_write_task(const AnalysisExplanation *explanation, const AnalysisTaskBelief *task, GString *out);

#endif
