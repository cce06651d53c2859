/* analysis.h - abstract interpretation of a set of linked modules: follows every value task, tells events.
 *
 * Input is what link/join.h joins; output is events and limits. The analysis never fails: what it does not know is
 * silent and counted. docs/analysis.md explains the design. Not thread-safe; one call at a time per program. */
#ifndef VTCHECK_ANALYSIS_ANALYSIS_H
#define VTCHECK_ANALYSIS_ANALYSIS_H

#include <glib.h>

#include "analysis/event.h"
#include "analysis/program.h"

typedef struct AnalysisLimit {
    const IrModule *module;
    const IrFunction *function;
    const char *reason;
    bool has_tasks; /* it, or one that it calls, touches value tasks: what becomes of them was judged in part only */
} AnalysisLimit;

typedef struct AnalysisStats {
    uint32_t functions;     /* analysed */
    uint32_t runs;          /* abstract interpretations of a function, repeated ones included */
    uint32_t worlds;        /* most worlds seen at one program point */
    uint32_t tasks;         /* creation sites followed */
    uint32_t escaped;       /* of these, tasks that some path gave up on */
    double seconds;
} AnalysisStats;

typedef struct AnalysisResult {
    BaseArena *arena;         /* owns the rest, but the program */
    const AnalysisProgram *program;
    AnalysisEvent *events;    uint32_t event_count;  /* ordered by module, function, place */
    AnalysisLimit *limits;    uint32_t limit_count;
    AnalysisStats stats;
} AnalysisResult;

/* The program must outlive the result. Free with analysis_result_free. */
AnalysisResult *analysis_run(const AnalysisProgram *program);
void analysis_result_free(AnalysisResult *result); /* NULL is fine */

/* Text of what the analysis derived, for --dump=summary and --dump=state; `function` NULL: all. */
void analysis_dump_summaries(const AnalysisProgram *program, const char *function, GString *out);
void analysis_dump_states(const AnalysisProgram *program, const char *function, GString *out);

#endif
