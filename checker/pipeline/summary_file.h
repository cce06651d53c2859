/* summary_file.h - what is to be known of one unit, as a file that can be made on one machine and joined on another.
 *
 * The same unit gives the same bytes wherever it is made: paths below the root are relative to it, and nothing says when, where or
 * by whom. The file holds the module, Clang's errors, and the text of the files in which something may be reported, so
 * that whoever joins files needs no source. docs/distributed.md describes it. */
#ifndef VTCHECK_PIPELINE_SUMMARY_FILE_H
#define VTCHECK_PIPELINE_SUMMARY_FILE_H

#include "pipeline/worker_protocol.h"
#include "report/source_text.h"

/* Appends the file of a unit. `source` is absolute; `version` is this program's. The outcome's module is changed: its paths are made
 * relative. Texts that cannot be read are left out. */
void pipeline_summary_write(PipelineOutcome *outcome, const char *source, const char *root, const char *version, GString *out);

typedef struct PipelineSummary {
    char *source;            /* absolute */
    PipelineOutcome outcome; /* paths absolute again */
} PipelineSummary;

/* Reads a file; texts go to `sources`. Any bytes are safe to give. On failure returns false and sets *error (g_free) to why it is none
 * that this program can use. */
bool pipeline_summary_read(const char *bytes, size_t length, const char *root, const char *version, PipelineSummary *summary, ReportSources *sources,
                           char **error);

#endif
