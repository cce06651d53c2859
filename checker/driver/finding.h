/* finding.h - the stage from modules to what the rules say. */
#ifndef VTCHECK_DRIVER_FINDING_H
#define VTCHECK_DRIVER_FINDING_H

#include "driver/pipeline.h"

/* Joins and analyses the run's modules, and adds what the rules say of them to its set. Components of the program that are as they were in an
 * earlier run are recalled instead. False: modules in the cache or in summary files are not what they were; of files it was told. */
bool driver_find(DriverRun *run);

/* Modules of the run as one program; `is_context` as link_join takes it. Free with link_program_free. */
AnalysisProgram *driver_join(const DriverRun *run, const IrModule *const *modules, const bool *is_context, uint32_t count);

#endif
