/* summaries.h - the two halves of a run that happen in different places: "summarise" and "link". */
#ifndef VTCHECK_DRIVER_SUMMARIES_H
#define VTCHECK_DRIVER_SUMMARIES_H

#include "driver/pipeline.h"

/* Writes what was parsed of the run's one unit to --output, which is left alone when it says that already, and --depfile. Returns the exit
 * status. */
int driver_write_summary(DriverRun *run);

/* Fills units, outcomes and modules from the summary files named (FILE, or @LIST for one name a line). False: it was told why not. */
bool driver_load_summaries(DriverRun *run);

#endif
