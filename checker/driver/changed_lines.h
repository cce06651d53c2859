/* changed_lines.h - for --diff: what changed, asked of git or read from standard input. */
#ifndef VTCHECK_DRIVER_CHANGED_LINES_H
#define VTCHECK_DRIVER_CHANGED_LINES_H

#include "report/patch.h"

/* `revision` "-": a patch on standard input, its names below `root` or the working directory. Else: what the working tree has that the
 * common ancestor of the revision and HEAD has not, files that git does not know yet included. NULL and *error (g_free) otherwise. */
ReportPatch *driver_changed_lines(const char *revision, const char *root, const char *working_directory, char **error);

#endif
