/* statistics.h - --stats: what was parsed, analysed and given up. */
#ifndef VTCHECK_DRIVER_STATISTICS_H
#define VTCHECK_DRIVER_STATISTICS_H

#include "driver/pipeline.h"

void driver_append_statistics(const DriverRun *run, GString *out);

#endif
