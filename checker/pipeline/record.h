/* record.h - what was found in a whole program, to be told again while nothing changes.
 *
 * A record holds what the rules said, before comments, configuration and baselines weigh it, and what else a report tells of the run:
 * Clang's errors, functions cut short, counts. Whoever has one needs no module of the program. */
#ifndef VTCHECK_PIPELINE_RECORD_H
#define VTCHECK_PIPELINE_RECORD_H

#include "analysis/analysis.h"
#include "pipeline/units.h"
#include "pipeline/worker_protocol.h"
#include "report/finding.h"

/* The units that a record is of: indices, which have an outcome each. */
typedef struct PipelineRecordUnits {
    const PipelineUnits *all;
    const uint32_t *indices;
    uint32_t count;
} PipelineRecordUnits;

/* Appends the record. All units have a module. Of the set, findings, limits and files are kept. */
void pipeline_record_write(const PipelineRecordUnits *units, const PipelineOutcome *outcomes, const AnalysisStats *stats, const ReportSet *set, GByteArray *out);

/* Fills the units' outcomes, whose modules are empty but for what there is to tell of them, and adds to the set. Any bytes are safe to give;
 * false: they are no record of these units, and nothing was filled. */
bool pipeline_record_read(const PipelineRecordUnits *units, const void *bytes, size_t length, PipelineOutcome *outcomes, AnalysisStats *stats, ReportSet *set);

/* The same of units whose modules are there: nothing but what was found in them. */
void pipeline_record_write_part(const AnalysisStats *stats, const ReportSet *set, GByteArray *out);
bool pipeline_record_read_part(const void *bytes, size_t length, AnalysisStats *stats, ReportSet *set);

#endif
