/* spool.h - modules that wait for their analysis on the disk, so that a run needs memory for their heads only, however many there are.
 *
 * One file without a name, in the folder for temporary ones: it goes with the last process that has it open, however that ends. Processes that were
 * forked may read it, too. */
#ifndef VTCHECK_PIPELINE_SPOOL_H
#define VTCHECK_PIPELINE_SPOOL_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ir/ir.h"

typedef struct PipelineSpool PipelineSpool;

/* For units 0 to count - 1. NULL: there is no place for one. */
PipelineSpool *pipeline_spool_new(uint32_t count);
void pipeline_spool_free(PipelineSpool *spool); /* NULL is fine */

/* Keeps a worker's message about a unit (worker_protocol.h). False: it does not fit, and the caller has to keep what it says. */
bool pipeline_spool_put(PipelineSpool *spool, uint32_t unit, const void *message, size_t length);

/* False for NULL. */
bool pipeline_spool_has(const PipelineSpool *spool, uint32_t unit);

/* The whole module of a unit that it has; ir_module_free. NULL and *error (g_free), a sentence: it cannot be read any more. */
IrModule *pipeline_spool_module(const PipelineSpool *spool, uint32_t unit, char **error);

#endif
