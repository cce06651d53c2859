/* baseline.h - findings that were there before: written to a file once, known from then on.
 *
 * A finding is known by rule, function, its line without white space, and how often that occurs; so lines may move. Those of
 * the same file are matched first, then those of any other, so files may be renamed. docs/suppression.md describes the file. */
#ifndef VTCHECK_REPORT_BASELINE_H
#define VTCHECK_REPORT_BASELINE_H

#include "report/finding.h"
#include "report/source_text.h"

/* Sets is_suppressed and is_known of findings of a finished set that the text of a baseline knows. `root` is that of the
 * repository (see ReportRun). Returns false and sets *error (g_free) to a sentence when the text is no baseline of ours. */
bool report_baseline_apply(ReportSet *set, ReportSources *sources, const char *root, const char *text, size_t length, char **error);

/* Appends a baseline that knows all findings of a finished set but those that comments silence. Returns their number. */
uint32_t report_baseline_write(const ReportSet *set, ReportSources *sources, const char *root, GString *out);

#endif
