/* summary_file.h - what is to be known of one unit, as a file that can be made on one machine and joined on another.
 *
 * The same unit gives the same bytes wherever it is made: paths below the root are relative to it, and nothing says when, where or
 * by whom. The file holds the module, Clang's errors, and the text of the files in which something may be reported, so
 * that whoever joins files needs no source. docs/distributed.md describes it. */
#ifndef VTCHECK_PIPELINE_SUMMARY_FILE_H
#define VTCHECK_PIPELINE_SUMMARY_FILE_H

#include "cache/cache.h"
#include "pipeline/worker_protocol.h"
#include "report/source_text.h"

/* Appends the file of a unit. `source` is absolute; `version` is this program's. The outcome's module is changed: its paths are made
 * relative. Texts that cannot be read are left out. */
void pipeline_summary_write(PipelineOutcome *outcome, const char *source, const char *root, const char *version, GString *out);

/* The text of a file, which stays where it is. */
typedef struct PipelineSummaryText {
    char *path;        /* absolute */
    size_t at, length; /* of its bytes in the file */
} PipelineSummaryText;

typedef struct PipelineSummary {
    char *source;            /* absolute */
    PipelineOutcome outcome; /* paths absolute again; of the module the head only (ir/binary.h) */
    GArray *texts;           /* PipelineSummaryText */
    bool has_comments;       /* a comment that silences something stands in one of them; then those of all files are there */
    CacheKey check;          /* of the bytes from `begin` on */
    size_t begin, module_at, module_length;
} PipelineSummary;

/* Reads what a run needs of all its files; the bytes are not needed afterwards. Any bytes are safe to give. On failure returns false and sets *error
 * (g_free) to why it is none that this program can use, and there is nothing to clear. */
bool pipeline_summary_read(const char *bytes, size_t length, const char *root, const char *version, PipelineSummary *summary, char **error);
void pipeline_summary_clear(PipelineSummary *summary);

/* Whether these are the bytes that the summary was read from. */
bool pipeline_summary_is(const PipelineSummary *summary, const char *bytes, size_t length);

/* The whole module, from these bytes. NULL, and *error (g_free): its bodies make no sense. */
IrModule *pipeline_summary_module(const PipelineSummary *summary, const char *bytes, const char *root, char **error);

#endif
