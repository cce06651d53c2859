/* context.h - the other files of a program that a run over some of them has to know.
 *
 * A run over one file of a compilation database must not take for unknown what the database's other files say: what it would
 * report could be taken back by the run over all of them. So files that the checked ones call into are parsed too (from the cache, most
 * of the time), and those that these call into, and so on. Which they are is found by the words of the sources (scan/words.h), then by
 * what was parsed (link/missing.h). Nothing is reported in them. */
#ifndef VTCHECK_PIPELINE_CONTEXT_H
#define VTCHECK_PIPELINE_CONTEXT_H

#include "ir/ir.h"
#include "pipeline/selection.h"

typedef struct PipelineContext PipelineContext;

/* NULL: there is nothing beyond the units. What the request points to and the units must outlive the context. */
PipelineContext *pipeline_context_new(const PipelineRequest *request, PipelineUnits *units);
void pipeline_context_free(PipelineContext *context); /* NULL is fine */

/* Adds units that the modules (of the units so far; `is_context` per module) ask for; the selection, the same each time, knows the words of
 * sources. Returns their number; 0: no more is needed, or there would be too many. */
guint pipeline_context_grow(PipelineContext *context, PipelineSelection *selection, const IrModule *const *modules, const bool *is_context, uint32_t count);

/* Whether files that are called into were left out, because there would be too many. */
bool pipeline_context_is_cut(const PipelineContext *context);

#endif
