/* suppress.h - findings silenced by comments: NOLINT and its relatives, as clang-tidy takes them. */
#ifndef VTCHECK_REPORT_SUPPRESS_H
#define VTCHECK_REPORT_SUPPRESS_H

#include "report/finding.h"
#include "report/source_text.h"

/* Sets is_suppressed on findings whose place a comment covers:
 *   NOLINT, NOLINT(globs)               findings of this line
 *   NOLINTNEXTLINE, ...(globs)          findings of the next line
 *   NOLINTBEGIN, NOLINTEND, ...(globs)  findings between the two; both must name the same globs; pairs nest
 * Without a list all rules are meant, with an empty list none. A BEGIN without END (or the reverse) suppresses
 * nothing and is added as a problem of severity REPORT_NOTE. Only files that have findings are read. */
void report_suppress(ReportSet *set, ReportSources *sources);

#endif
