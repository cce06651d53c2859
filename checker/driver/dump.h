/* dump.h - --dump=WHAT: the stages of the analysis as text. */
#ifndef VTCHECK_DRIVER_DUMP_H
#define VTCHECK_DRIVER_DUMP_H

#include "driver/pipeline.h"

/* Why there is nothing to print, for the user (g_free): the file of --explain-state was not read, or has no such line. NULL: there is. */
char *driver_dump_refusal(const DriverRun *run);

/* Appends the dump that the options ask for, in the order of units. The run is parsed, and joined where wants_program. */
void driver_dump(const DriverRun *run, GString *out);

/* True when the dump needs the joined program. */
bool driver_dump_wants_program(const char *what);

#endif
