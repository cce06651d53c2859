/* diagnostics.h - what kept files from being analysed: Clang's errors, crashes, missing files. */
#ifndef VTCHECK_DRIVER_DIAGNOSTICS_H
#define VTCHECK_DRIVER_DIAGNOSTICS_H

#include "driver/pipeline.h"

/* Prints Clang's errors on standard error in Clang's shape, adds one problem a file that has any, and counts. */
void driver_collect_diagnostics(DriverRun *run);

/* Prints the problems of the finished set on standard error. */
void driver_print_problems(const DriverRun *run);

#endif
