/* unmet.h - names in configurations that nothing in the program has. */
#ifndef VTCHECK_DRIVER_UNMET_H
#define VTCHECK_DRIVER_UNMET_H

#include "driver/pipeline.h"

/* Adds a note for each value task and each function that a configuration describes and no file declares: else a slip of the pen there reads as "no
 * findings" for ever. Only where all of a database was read, as files that were not asked for, or could not be read, may hold them. */
void driver_note_unmet(DriverRun *run);

#endif
