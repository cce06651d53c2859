/* pipeline.h - one run of the checker, stage by stage. */
#ifndef VTCHECK_DRIVER_PIPELINE_H
#define VTCHECK_DRIVER_PIPELINE_H

#include "driver/options.h"
#include "driver/reports.h"
#include "driver/novelty.h"
#include "pipeline/context.h"
#include "pipeline/findings.h"
#include "pipeline/headers.h"
#include "pipeline/selection.h"
#include "pipeline/spool.h"
#include "pipeline/store.h"
#include "pipeline/summary_set.h"
#include "pipeline/worker_protocol.h"
#include "report/writer.h"

/* The contract's exit statuses. */
enum { DRIVER_CLEAN = 0, DRIVER_FINDINGS = 1, DRIVER_FAILED = 2, DRIVER_INCOMPLETE = 3 };

typedef enum DriverStage { STAGE_COLLECT, STAGE_PARSE, STAGE_JOIN, STAGE_ANALYSE, STAGE_REPORT, STAGE_COUNT } DriverStage;

/* The state of a run; each stage fills its part. */
typedef struct DriverRun {
    const DriverOptions *options;
    char *working_directory;
    char *resource_dir;             /* may be NULL */
    PipelineJudgement *judgement;
    GArray *reports;                /* DriverReport */
    char *root;                     /* of the repository */
    DriverNovelty *novelty;     /* of findings, by --diff and baselines */
    PipelineUnits units;
    PipelineSummaries *summaries;   /* what is linked; NULL: units are parsed */
    PipelineSelection selection;
    Cache *cache;
    bool trusts_no_cache;           /* what the cache had at first was gone later: all is done without */
    PipelineStore *store;           /* NULL: nothing is kept */
    uint32_t cached;                /* units whose module was there from an earlier run */
    uint32_t shared_headers;        /* planned; not each was used */
    bool is_recalled;               /* so were the findings: there is no program, and modules are empty */
    PipelineOutcome *outcomes;      /* per unit */
    PipelineSpool *spool;           /* modules of which outcomes have the head only; NULL: none */
    const IrModule **modules;       /* of the units that have one, in their order */
    bool *is_context;               /* per module: nobody asked for its file */
    uint32_t module_count;
    PipelineContext *context;       /* NULL: there is nothing beyond the units */
    uint32_t parsed;                /* units that were parsed */
    AnalysisProgram *program;       /* for a dump; else NULL */
    AnalysisStats analysed;         /* what the analysis counted, here or in the run that is recalled */
    uint32_t components;            /* of the program, and how many of them were analysed */
    uint32_t components_analysed;
    Profile *profile;               /* NULL: none was given */
    ReportSet *set;
    ReportSources *sources;
    ReportCounts counts;
    double seconds[STAGE_COUNT];
} DriverRun;

/* Checks what the options name. Returns the exit status of the program. */
int driver_run(const DriverOptions *options);

#endif
