/* explain.h - what the analysis believes about the tasks at one line, and why it says nothing there. For people:
 * `vtcheck --explain-state` and the editor's hover. Facts only; the words are in rules/belief.c. */
#ifndef VTCHECK_ANALYSIS_EXPLAIN_H
#define VTCHECK_ANALYSIS_EXPLAIN_H

#include "analysis/event.h"
#include "analysis/program.h"

typedef enum AnalysisStanding {
    ANALYSIS_STANDING_LIVE,
    ANALYSIS_STANDING_CONSUMED,
    ANALYSIS_STANDING_REPORTED /* consumed twice before, and said so: nothing more is said */
} AnalysisStanding;

/* One way a task can stand just before the line is executed. */
typedef struct AnalysisBelief {
    AnalysisStanding standing;
    const char *holders;       /* the variables that hold it: "t, u"; NULL: none that has a name */
    const char *conditions;    /* what is known of variables then, as C would say it: "n >= 4, done == 1"; NULL: nothing */
    const TraceStep *steps; /* the path, in order of execution; of several equal ways that of one */
    uint32_t step_count;
} AnalysisBelief;

/* How paths of the function end for a task: a bit set. */
enum {
    ANALYSIS_END_CONSUMED = 1,  /* consumed in the function, or by what it calls */
    ANALYSIS_END_RETURNED = 2,  /* returned: the caller's then */
    ANALYSIS_END_HANDED_ON = 4, /* left in memory of the caller */
    ANALYSIS_END_KEPT = 8       /* a parameter that is still live: the caller's still */
};

typedef struct AnalysisTaskBelief {
    const char *name;           /* of its variable or parameter; NULL: it has none */
    const char *maker;          /* the function called at span; NULL: a parameter, or a call through a pointer */
    bool is_parameter;
    bool is_found;              /* it was in memory already when it was read at span: whoever put it there has to care for it */
    IrSpan span;                /* the call that makes it, or the parameter */
    AnalysisBelief *beliefs;    uint32_t belief_count; /* none: no path brings it to the line */
    AnalysisEvent *events;      uint32_t event_count;  /* what is found about it anywhere in the function */
    unsigned ends;
    bool is_given_up;           /* on some path nothing is said of it from given_up_at on */
    IrSpan given_up_at;         /* line 0: not known */
    const char *given_up_to;    /* the function called there, or NULL */
} AnalysisTaskBelief;

typedef struct AnalysisExplanation {
    BaseArena *arena;           /* owns the rest */
    const IrModule *module;
    const IrFunction *function; /* NULL: no function that was read is at that line */
    const IrFunction *next;     /* then: the first one of the file that begins behind it; NULL: none does */
    uint32_t line;              /* the line explained: the one asked for, or the next one of the function that does something */
    const char *unseen;         /* why nothing is known about the function, or NULL */
    const char *limit;          /* what was cut short in it, or NULL */
    AnalysisTaskBelief *tasks;  uint32_t task_count; /* in the order of their places */
} AnalysisExplanation;

/* `path` as IrFile.path has it. Runs the whole analysis. The program must outlive the result; never NULL. */
AnalysisExplanation *analysis_explain(const AnalysisProgram *program, const char *path, uint32_t line);
void analysis_explanation_free(AnalysisExplanation *explanation); /* NULL is fine */

#endif
