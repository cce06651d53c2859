/* fixes.h - --fix and --fix-dry-run: what fixes do to files. */
#ifndef VTCHECK_DRIVER_FIXES_H
#define VTCHECK_DRIVER_FIXES_H

#include "driver/pipeline.h"

/* What --fix has done so far. A round is: check, apply what is proven, check again. */
typedef struct DriverFixing {
    uint32_t rounds, fixed;   /* rounds that changed files; findings fixed in them */
    GArray *undo;             /* what the last round replaced */
    uint32_t last_fixed;      /* of these, in the last one */
    uint32_t incomplete;      /* before the last round: files that could not be (wholly) analysed */
    uint32_t findings;        /* and findings */
    bool is_over, has_failed; /* no more rounds; a file could not be written */
} DriverFixing;

/* After a check with its set finished: applies the fixes to the files, all or none, and returns true when they are to be checked again.
 * Where the last round has left a file that no longer compiles, or not fewer findings, it is taken back. Says what
 * it left out and why on standard error. */
bool driver_fix_round(DriverFixing *fixing, const DriverRun *run);

/* Says what was done. */
void driver_fix_end(DriverFixing *fixing, const DriverRun *run);

/* Appends the fixes as a unified diff. Says what it leaves out on standard error. */
void driver_fix_diff(const DriverRun *run, GString *out);

#endif
