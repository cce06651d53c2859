/* suppress.h - findings silenced by comments: NOLINT and its relatives, as clang-tidy takes them. */
#ifndef VTCHECK_REPORT_SUPPRESS_H
#define VTCHECK_REPORT_SUPPRESS_H

#include "report/finding.h"
#include "report/source_text.h"

/* The rule of comments that silence nothing. Not one of those that --checks chooses from. */
extern const ReportRule report_rule_unused_suppression;

/* Which rules a run knows, to tell comments that silence nothing. */
typedef struct ReportKnownRules {
    const char *const *ids;
    const bool *took_part;  /* those that did not may well be silenced in another run */
    size_t count;
} ReportKnownRules;

/* Sets is_suppressed (and the reason) of findings whose place a comment covers:
 *   NOLINT, NOLINT(globs)               findings of this line
 *   NOLINTNEXTLINE, ...(globs)          findings of the next line
 *   NOLINTBEGIN, NOLINTEND, ...(globs)  findings between the two; both must name the same globs; pairs nest
 * Without a list all rules are meant, with an empty list none. What is covered of a macro's definition is covered wherever the
 * macro is used, macros that it is made of included. Text behind the mark, a colon or dash between them, is the reason.
 * A BEGIN without END (or the reverse) suppresses nothing and is added as a problem of severity REPORT_NOTE.
 *
 * Read are the files that have findings, and, for macros, those of set->files. With `unused` not NULL all of these are read, and
 * each comment that names rules of ours and silences nothing becomes a finding itself, unless the set holds a problem worse than a note. */
void report_suppress(ReportSet *set, ReportSources *sources, const ReportKnownRules *unused);

#endif
