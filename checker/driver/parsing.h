/* parsing.h - the stage from units to modules. */
#ifndef VTCHECK_DRIVER_PARSING_H
#define VTCHECK_DRIVER_PARSING_H

#include "driver/pipeline.h"

/* Fills run->outcomes and run->modules, and counts what went wrong; or, where nothing changed since an earlier
 * run, recalls what that found. Returns 0; the signal that ended it early; or -1 when
 * nothing can be parsed at all, which has been told. */
int driver_parse(DriverRun *run);

/* Ends what driver_parse began to keep. Tells what was wrong with the cache. */
void driver_end_keeping(DriverRun *run);

#endif
