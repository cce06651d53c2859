/* patch.h - which lines a patch changed, and which findings have to do with them. */
#ifndef VTCHECK_REPORT_PATCH_H
#define VTCHECK_REPORT_PATCH_H

#include "report/finding.h"

/* Changed lines of files. Not thread-safe. */
typedef struct ReportPatch ReportPatch;

ReportPatch *report_patch_new(void);
void report_patch_free(ReportPatch *changes); /* NULL is fine */

/* All lines of a file (absolute path) are new. */
void report_patch_add_file(ReportPatch *changes, const char *path);

/* Reads a unified diff: what `git diff`, `diff -u` and others write. Its names are looked for below `folders` (absolute, NULL-terminated,
 * the first that has the file counts), without their first part where that is needed ("b/src/x.c"). Returns false and sets *error
 * (g_free), which names the line, when a hunk is broken; text outside of hunks is skipped, but something with nothing of a diff in it is none. */
bool report_patch_read(ReportPatch *changes, const char *text, size_t length, const char *const *folders, char **error);

/* A file that a patch changes, when none of those that patches change is there: they were made for other folders. NULL: some are, or there is none to be. Lives as long
 * as `changes`. */
const char *report_patch_stray(const ReportPatch *changes);

/* Drops the findings of a finished set that have nothing to do with the changes: kept are those that stand on a changed line, those with
 * a step of their path on one, and those between whose steps in one file lines were deleted. */
void report_patch_filter(const ReportPatch *changes, ReportSet *set);

#endif
