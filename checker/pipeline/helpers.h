/* helpers.h - which units without value tasks code with value tasks needs (see selection.h). */
#ifndef VTCHECK_PIPELINE_HELPERS_H
#define VTCHECK_PIPELINE_HELPERS_H

#include "pipeline/selection.h"

/* Marks and counts the helpers among the units from `first` on; the code of all units counts. The selection's answers are there.
 *
 * Sources are read for it. The answer is kept (settings->cache) under a key made of what was kept of all files, so that a run in which the scan found
 * no file changed reads none. */
void pipeline_find_helpers(PipelineSelection *selection, const PipelineUnits *units, guint first, const PipelineSelectionSettings *settings);

#endif
