/* reports.h - which reports a run writes, and where to. */
#ifndef VTCHECK_DRIVER_REPORTS_H
#define VTCHECK_DRIVER_REPORTS_H

#include "driver/options.h"
#include "report/writer.h"

typedef struct DriverReport {
    const ReportWriter *writer;
    const char *path;  /* NULL: standard output */
} DriverReport;

/* From --format=FORMAT[:FILE], given any number of times, and --output: a format without FILE goes to --output's file, or to
 * standard output. Without --format: text. The array (DriverReport) borrows from the options. NULL and *error (g_free) when a
 * format is unknown, two reports go to one place, or one goes where nothing can be written. */
GArray *driver_reports_choose(const DriverOptions *options, char **error);

/* Writes them all, each whole or not at all; tries the others when one fails, which it prints. */
bool driver_reports_write(const GArray *reports, const DriverOptions *options, ReportRun run);

/* Takes those out that go where --output says or to standard output: something else does. */
void driver_reports_keep_files(GArray *reports, const DriverOptions *options);

/* The nearest folder from here upward that holds a .git, else the folder itself; symbolic links resolved. Free with g_free. */
char *driver_repository_root(const char *folder);

#endif
