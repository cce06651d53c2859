/* parsing.h - the stage from units to modules. */
#ifndef VTCHECK_DRIVER_PARSING_H
#define VTCHECK_DRIVER_PARSING_H

#include "driver/pipeline.h"

/* Fills run->outcomes and run->modules, and counts what went wrong. Returns 0; the signal that ended it early; or -1 when
 * nothing can be parsed at all, which has been told. */
int driver_parse(DriverRun *run);

#endif
