/* summary_set.h - the summary files of a run, of which no more is in memory than the run needs at a time.
 *
 * Of each file the head is read, which is enough to tell programs apart, and forgotten; whole modules are read when their program is analysed, texts
 * when they are quoted. A file that is another one by then is an error, not a wrong answer. Not thread-safe. */
#ifndef VTCHECK_PIPELINE_SUMMARY_SET_H
#define VTCHECK_PIPELINE_SUMMARY_SET_H

#include "pipeline/summary_file.h"

typedef struct PipelineSummaries PipelineSummaries;

/* Strings are copied; summary_file.h says what they mean. */
PipelineSummaries *pipeline_summaries_new(const char *root, const char *version);
void pipeline_summaries_free(PipelineSummaries *summaries); /* NULL is fine */

/* Adds a file. On failure returns false and sets *error (g_free), a sentence with the file's name. */
bool pipeline_summaries_add(PipelineSummaries *summaries, const char *name, char **error);

/* Puts them in the order that a run has them in, which does not depend on the one in which they came. None is added afterwards. */
void pipeline_summaries_sort(PipelineSummaries *summaries);

guint pipeline_summaries_count(const PipelineSummaries *summaries);
PipelineSummary *pipeline_summaries_get(PipelineSummaries *summaries, guint index);

/* The outcome's module is there only where it has something to say besides (degraded functions, unknown code): */
bool pipeline_summaries_has_module(const PipelineSummaries *summaries, guint index);

/* For each summary the number of its component (link/components.h) in the order of their first summaries, or IR_NONE: it has no module. g_free. */
uint32_t *pipeline_summaries_components(const PipelineSummaries *summaries, uint32_t *count);

/* Reads a whole module (ir_module_free), of a summary that has one. On failure returns NULL and sets *error as pipeline_summaries_add does. */
IrModule *pipeline_summaries_module(PipelineSummaries *summaries, guint index, char **error);

/* A ReportReadText: the text of a file; where no summary has one, that of the file system. */
char *pipeline_summaries_text(const char *path, size_t *length, void *summaries);

#endif
