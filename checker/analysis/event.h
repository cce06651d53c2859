/* event.h - what the analysis tells the rules. No wording here: facts, places and the path that leads to them. */
#ifndef VTCHECK_ANALYSIS_EVENT_H
#define VTCHECK_ANALYSIS_EVENT_H

#include "ir/ir.h"
#include "worlds/trace.h"

typedef enum AnalysisEventKind {
    ANALYSIS_CONSUMED_AGAIN,   /* span: the second consumption */
    ANALYSIS_USED_AFTER,       /* span: the look at a consumed task */
    ANALYSIS_NEVER_CONSUMED,   /* span: the creating call, or the parameter */
    ANALYSIS_STORED,           /* span: the field's or variable's declaration, or the store */
    ANALYSIS_MEMBER_TOUCHED,   /* span: the member access */
    ANALYSIS_ALWAYS_ASYNC,     /* span: the function's name */
    ANALYSIS_RARELY_SYNC,      /* span: the function's name; measured: its value tasks were rarely complete when made */
    ANALYSIS_MOSTLY_SYNC,      /* span: the function's name; measured: its tasks were mostly complete when first awaited */
    ANALYSIS_EVENT_KINDS
} AnalysisEventKind;

/* How a task was consumed or looked at. */
typedef enum AnalysisUse {
    ANALYSIS_USE_CALL,      /* passed to `callee` */
    ANALYSIS_USE_CLEANUP,   /* the same, by the cleanup attribute of a variable that goes out of scope */
    ANALYSIS_USE_RETURN,    /* returned */
    ANALYSIS_USE_OBSERVE,   /* passed to `callee`, which only looks */
    ANALYSIS_USE_COPY       /* copied */
} AnalysisUse;

/* How a task was lost (ANALYSIS_NEVER_CONSUMED). */
typedef enum AnalysisLoss {
    ANALYSIS_LOSS_DROPPED,      /* the call's result is not used */
    ANALYSIS_LOSS_OVERWRITTEN,  /* its last variable gets another value */
    ANALYSIS_LOSS_FREED,        /* the memory that holds it is freed */
    ANALYSIS_LOSS_SCOPE_END,    /* its last variable ends */
    ANALYSIS_LOSS_RETURN,       /* the function returns */
    ANALYSIS_LOSS_SOME_PATHS    /* a parameter that other paths consume */
} AnalysisLoss;

/* Where a task is kept (ANALYSIS_STORED). */
typedef enum AnalysisHome {
    ANALYSIS_HOME_STRUCT_FIELD,
    ANALYSIS_HOME_UNION_FIELD,
    ANALYSIS_HOME_GLOBAL,
    ANALYSIS_HOME_STATIC_LOCAL,
    ANALYSIS_HOME_THREAD_LOCAL,
    ANALYSIS_HOME_HEAP
} AnalysisHome;

/* Whether it was seen in worlds that were joined with loss alone: no path that leads there is certain then. Where the loss was since there is a task, it may have forgotten what
 * became of it. */
typedef enum AnalysisDoubt { ANALYSIS_CERTAIN, ANALYSIS_LOOSE, ANALYSIS_DOUBTED } AnalysisDoubt;

typedef struct AnalysisEvent AnalysisEvent;

/* Lives as long as the run of the analysis that made it. */
struct AnalysisEvent {
    AnalysisEventKind kind;
    const IrModule *module;
    const IrFunction *function;  /* NULL for ANALYSIS_STORED at a declaration */
    IrSpan span;
    const char *task;            /* as the reader wrote it: "t", "ts[2]"; NULL where it has no name */
    const char *type_name;       /* of the task: "vt_int"; NULL when unknown */
    const char *callee;          /* the function called at span, or NULL */
    uint32_t block;              /* ANALYSIS_NEVER_CONSUMED of a call's task: where the call is; else IR_NONE */
    const AnalysisEvent *other;  /* the same mistake where another alternative is taken, `c ? a() : b()`; a list by this, or NULL */
    const char *member;          /* ANALYSIS_MEMBER_TOUCHED */
    bool is_parameter;           /* the task came in as a parameter */
    AnalysisUse use;
    AnalysisLoss loss;
    AnalysisHome home;
    const TraceStep *steps;      /* the path, in order of execution */
    uint32_t step_count;
    AnalysisDoubt doubt;
    uint64_t ready, pending;     /* ANALYSIS_RARELY_SYNC, ANALYSIS_MOSTLY_SYNC: how many were complete, and how many not */
};

#endif
