/* units.h - what a run is to check: files with their flags, from FILEs, the compilation database and "-- FLAGS". */
#ifndef VTCHECK_DRIVER_UNITS_H
#define VTCHECK_DRIVER_UNITS_H

#include "driver/options.h"
#include "report/finding.h"

/* One parse: a file under one set of flags. */
typedef struct DriverUnit {
    char *source;     /* absolute */
    char *directory;  /* absolute; relative flags count from here */
    char **flags;     /* cleaned */
    char *dropped;    /* see FrontendArguments; may be NULL */
    char *origin;     /* where the flags come from, for -v */
} DriverUnit;

typedef struct DriverUnits {
    GPtrArray *units;      /* DriverUnit, in the order of the database or of the command line */
    char *notice;          /* a line for standard error, or NULL */
    uint32_t skipped;      /* entries of the database that are not C, or internal jobs of a compiler */
} DriverUnits;

/* Collects the units. FILEs that cannot be checked become problems of `set`; the others still stand. Returns false
 * and sets *error (g_free) when the run as a whole makes no sense: no database, a broken one, nothing to check. */
bool driver_units_collect(DriverUnits *units, const DriverOptions *options, const char *working_directory, ReportSet *set, char **error);
void driver_units_clear(DriverUnits *units);

#endif
