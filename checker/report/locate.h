/* locate.h - places as other programs want them: columns in UTF-16 code units, files as URIs below the repository. */
#ifndef VTCHECK_REPORT_LOCATE_H
#define VTCHECK_REPORT_LOCATE_H

#include "report/finding.h"
#include "report/source_text.h"

/* The column (from 1) in UTF-16 code units of a byte column; where the line is not known or shorter, as near as can be said. Bytes
 * that are not UTF-8 count one each. */
uint32_t report_utf16_column(ReportSources *sources, const char *path, uint32_t line, uint32_t column);

/* A place with all of its four numbers: UTF-16 columns, at least one column wide, `line` at least 1. An empty `path` is kept. */
ReportPlace report_utf16_place(ReportSources *sources, const ReportPlace *place);

/* Files by their URI, relative to `root` (absolute, no symbolic links) where they lie below it once links are resolved, else as
 * file:///... Looks at the file system once for each path. */
typedef struct ReportLocator ReportLocator;

ReportLocator *report_locator_new(const char *root);
void report_locator_free(ReportLocator *locator);
const char *report_locator_uri(ReportLocator *locator, const char *path, bool *is_below_root);

#endif
