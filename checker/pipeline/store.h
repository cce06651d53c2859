/* store.h - the results of parses and of whole runs, kept between runs.
 *
 * A unit's key is all that its module depends on: this program's own bytes, libclang, flags, and names and bytes of every file that the
 * unit may read (scan/scan.h), those that are found nowhere included by not being there. A file that changes while it is parsed
 * must not be taken for what was parsed; so a result is kept only when the files are still the same, untouched, afterwards, and
 * all that libclang read is among them. Units whose files are not all known are not kept.
 *
 * What is found in a program depends on nothing but its modules; so the key of a record (record.h) is made of the keys of all units
 * that are selected, and there is one only when each of them has a key. So it is with each component of a program (link/components.h). */
#ifndef VTCHECK_PIPELINE_STORE_H
#define VTCHECK_PIPELINE_STORE_H

#include "cache/cache.h"
#include "pipeline/selection.h"
#include "pipeline/record.h"

/* That a cache may take; what was not used for the longest time goes first. */
#define PIPELINE_CACHE_BYTES (UINT64_C(2) << 30)

typedef struct PipelineStore PipelineStore;

/* All arguments must outlive the store. `resource_dir` may be NULL. */
PipelineStore *pipeline_store_new(Cache *cache, const PipelineUnits *units, PipelineSelection *selection, const char *resource_dir);
void pipeline_store_free(PipelineStore *store); /* NULL is fine */

/* The record of an earlier run over just these units: fills outcomes, *stats and the set, and takes all units out of the selection. False:
 * there is none, and nothing changed. Comes before pipeline_store_load. */
bool pipeline_store_recall(PipelineStore *store, PipelineOutcome *outcomes, AnalysisStats *stats, ReportSet *set);

/* What was found in a component of the program (pipeline_record_write_part), units in the order of its modules. NULL: not known. */
GByteArray *pipeline_store_recall_part(PipelineStore *store, const PipelineRecordUnits *part);

/* The same of this run; it is kept by pipeline_store_remember. */
void pipeline_store_offer_part(PipelineStore *store, const PipelineRecordUnits *part, GByteArray *record);

/* Keeps the record of this run, the set as the rules left it, and those of its components; with a set of NULL these alone. What cannot be kept is not. */
void pipeline_store_remember(PipelineStore *store, const PipelineOutcome *outcomes, const AnalysisStats *stats, const ReportSet *set);

/* Fills the outcomes of units that need no parse, and takes these out of the selection. Returns their number. `heads`: of their modules the head
 * only (ir/binary.h), which is enough as long as they are not analysed. */
uint32_t pipeline_store_load(PipelineStore *store, bool heads, PipelineOutcome *outcomes);

/* The whole module (ir_module_free) of a unit whose head came from the cache. NULL: the cache no longer has it. */
IrModule *pipeline_store_module(PipelineStore *store, uint32_t unit);

/* A worker's message about a unit, and what it says. Kept at once, or with the next ones. */
void pipeline_store_offer(PipelineStore *store, uint32_t unit, const guint8 *message, size_t length, const PipelineOutcome *outcome);

/* The key of what follows from directives, as this unit has them, with their files as the answer says; `what` tells one thing from another. False: it has
 * none. */
bool pipeline_store_text_key(const PipelineStore *store, const char *what, uint32_t unit, const char *directives, const ScanAnswer *answer, CacheKey *key);

/* Entries by such keys, as cache_has, cache_get and cache_put. */
bool pipeline_store_has(const PipelineStore *store, CacheKey key);
bool pipeline_store_get(PipelineStore *store, CacheKey key, GByteArray *bytes);
void pipeline_store_put(PipelineStore *store, CacheKey key, const GByteArray *bytes);

/* Keeps what was offered. */
void pipeline_store_flush(PipelineStore *store);

#endif
