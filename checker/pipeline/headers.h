/* headers.h - what many units begin with is parsed once: precompiled headers that they share.
 *
 * Units of one folder with the same flags that begin with the same directives (scan/prefix.h) share a header. Which and how many
 * directives is chosen by what it saves: to precompile costs more than to parse. A header is built by the worker that needs it first, in
 * a folder of this run alone, and goes with its last unit; where there is a cache it is kept there, by content.
 *
 * Whatever goes wrong with one (no room, another worker is still at it, clang has something to say) costs time and nothing else: the
 * unit is parsed as it is. */
#ifndef VTCHECK_PIPELINE_HEADERS_H
#define VTCHECK_PIPELINE_HEADERS_H

#include "pipeline/selection.h"
#include "pipeline/store.h"

typedef struct PipelineHeaders PipelineHeaders;

/* Plans for the units of the selection, and puts these in an order in which few headers are needed at a time. `store` NULL: nothing is kept. NULL:
 * nothing is shared. The arguments must outlive the headers. */
PipelineHeaders *pipeline_headers_new(const PipelineUnits *units, PipelineSelection *selection, PipelineStore *store, int jobs);
void pipeline_headers_free(PipelineHeaders *headers); /* removes the folder; NULL is fine */

/* NULL has none. */
uint32_t pipeline_headers_count(const PipelineHeaders *headers);
bool pipeline_headers_has(const PipelineHeaders *headers, uint32_t unit);

/* The parent's: a unit is done with, as often as it may be. */
void pipeline_headers_end_unit(PipelineHeaders *headers, uint32_t unit);

/* A worker's: parses a unit with its header, which is built where it is not there. `input` is all but the header. False: it has none, or cannot
 * have it; *result is not touched. */
bool pipeline_headers_parse(PipelineHeaders *headers, uint32_t unit, const FrontendInput *input, FrontendResult *result);

#endif
