/* workers.h - units parsed in worker processes, several at a time.
 *
 * libclang may take its process down (a deeply nested expression overflows its stack); in a worker that costs one file.
 * A worker takes unit after unit; one that dies or takes too long is replaced. */
#ifndef VTCHECK_PIPELINE_WORKERS_H
#define VTCHECK_PIPELINE_WORKERS_H

#include "pipeline/spool.h"
#include "pipeline/units.h"
#include "pipeline/worker_protocol.h"

typedef struct PipelineHeaders PipelineHeaders;

typedef struct WorkerSettings {
    int jobs;                  /* workers at a time, at least 1 */
    bool heeds_make;           /* ask the jobserver of the make that runs this program before more than one works */
    uint64_t memory;           /* bytes that the workers may take together; 0: any. Past it the largest is ended; its unit is tried again when no other works */
    int timeout;               /* seconds a unit may take; 0: any time */
    bool dump_ast;             /* outcomes hold dump in place of a module */
    const char *resource_dir;  /* for FrontendInput */
    PipelineHeaders *headers;  /* that units share (headers.h); NULL: none */
    PipelineSpool *spool;      /* where modules go, so that outcomes hold heads of them (ir/binary.h), but for those that do not fit there; NULL: whole ones */
    void (*progress)(uint32_t done, uint32_t total, const char *source, void *context); /* NULL: nobody asks */
    /* A unit's message as it came, and what it says; NULL: nobody asks. */
    void (*reply)(uint32_t unit, const guint8 *message, size_t length, const PipelineOutcome *outcome, void *context);
    void *context;
    const uint32_t *order;     /* the units to parse, in this order; NULL: all, in theirs */
    uint32_t order_count;
} WorkerSettings;

/* Parses units (PipelineUnit), each into outcomes[its index], whatever the order of completion; others are left as they are.
 * Returns 0, or the number of the signal (SIGINT, SIGTERM, SIGHUP) that ended the run early; all workers are gone then, too. */
int pipeline_workers_run(const GPtrArray *units, const WorkerSettings *settings, PipelineOutcome *outcomes);

/* In a request beside the unit's number: its header is not to be used. */
#define WORKER_PLAIN (UINT32_C(1) << 31)

/* The worker's side: reads unit numbers from `requests` and writes messages to `replies` until `requests` ends.
 * Never returns. */
_Noreturn void worker_serve(int requests, int replies, const GPtrArray *units, const WorkerSettings *settings);

/* For processes of one's own kind: after the fork, the signals, limits and standard streams of a worker. */
void worker_prepare_process(void);

/* Blocking, whole or not at all. */
bool worker_read_fully(int file, void *bytes, size_t size);
bool worker_write_fully(int file, const guint8 *bytes, size_t size);

#endif
