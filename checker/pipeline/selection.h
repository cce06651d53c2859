/* selection.h - which units a run has to parse.
 *
 * A unit in which there can be no value task has nothing to report: it is skipped. The scan that says so errs on the side of parsing
 * (scan/scan.h). A unit that was asked for by name is always parsed, so that its errors are told. */
#ifndef VTCHECK_PIPELINE_SELECTION_H
#define VTCHECK_PIPELINE_SELECTION_H

#include "pipeline/units.h"
#include "scan/scan.h"

typedef struct PipelineSelection {
    uint32_t *order;    /* indices of the units to parse: the largest first, so that no worker is left with one at the end */
    uint32_t count;
    uint32_t skipped;
    uint32_t unclear;   /* units whose files are not all known */
    ScanStats scanned;
    Scanner *scanner;
    ScanAnswer *answers; /* per unit */
} PipelineSelection;

typedef struct PipelineSelectionSettings {
    bool parse_all;                /* skip nothing */
    bool skip_named;               /* skip units that were asked for by name, too */
    const char *resource_dir;      /* may be NULL */
} PipelineSelectionSettings;

PipelineSelection pipeline_select(const PipelineUnits *units, const PipelineSelectionSettings *settings);
void pipeline_selection_clear(PipelineSelection *selection);

#endif
