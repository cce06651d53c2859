/* watch.h - the part of a run that answers a question about one line; see explain.h. Costs a run without a question one comparison a run. */
#ifndef VTCHECK_ANALYSIS_WATCH_H
#define VTCHECK_ANALYSIS_WATCH_H

#include "analysis/engine.h"
#include "analysis/explain.h"

/* A task of the watched function, as one run saw it. */
typedef struct WatchedTask {
    const Run *run;
    uint32_t first_event;
    AnalysisTaskBelief belief; /* `beliefs` and `events` are filled in at the end */
    GArray *beliefs;           /* AnalysisBelief */
} WatchedTask;

typedef struct Watch {
    FunctionInfo *info;
    uint32_t file, line;
    bool **is_start;       /* [block][instruction]: the line begins here */
    GPtrArray *tasks;      /* WatchedTask */
    WatchedTask *current;  /* being probed, or NULL */
} Watch;

Watch *watch_new(FunctionInfo *info, uint32_t file, uint32_t line);
void watch_free(Watch *watch);

bool watch_looks_at(const Run *run);                 /* it is one of the watched function */
/* A run that is not the watched function's, or gives no task, is left alone. */
void watch_begin_run(Run *run);                      /* forgets what an earlier execution of it saw */
void watch_begin_task(Run *run, const Site *site);   /* site NULL: the parameter of an entry run */
/* The fixpoint is reached: executes the blocks of the line once more and looks. `plain`: the worlds before the site. */
void watch_end_task(Run *run, const BlockState *plain);
void watch_given_up(Run *run, const IrInst *inst);   /* inst NULL: not known */
void watch_exit(Run *run, const World *world);
/* Before each instruction while probing. */
void watch_see(Exec *exec, const Env *env, uint32_t inst);

#endif
