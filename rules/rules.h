/* rules.h - the rules: which events of the analysis become findings, in which words.
 *
 * A rule is one .c and one .md file in this folder and one line in rules.def. It gets every event of its kinds and
 * says what a person reads; it decides nothing about control flow. */
#ifndef VTCHECK_RULES_RULES_H
#define VTCHECK_RULES_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "report/finding.h"

typedef struct AnalysisEvent AnalysisEvent; /* analysis/event.h */
typedef struct FixContext FixContext;       /* fix.h */
typedef struct Fix Fix;

typedef struct Rule {
    ReportRule info;
    unsigned events; /* bit set of 1u << AnalysisEventKind */
    /* Adds findings for one event. */
    void (*report)(const struct Rule *rule, const AnalysisEvent *event, ReportSet *set);
    /* Makes a fix for the finding of an event (fix.h); NULL: this rule has none. */
    bool (*fix)(Fix *fix, const AnalysisEvent *event);
} Rule;

/* All rules, in the order of rules.def; *count receives their number. */
const Rule *const *rules_all(size_t *count);
const Rule *rules_find(const char *id); /* NULL: there is no such rule */

/* Which rules are on, from globs as clang-tidy takes them: "-*,vt-double-await"; later globs win; NULL or "": all; a list
 * that begins with a rule ("vt-double-await") means just what it names.
 * enabled[i] is for the i-th rule. Returns false where no glob of the list matches any rule (a typing mistake): *bad
 * then points at that glob's text (g_free). */
bool rules_select(const char *globs, bool *enabled, char **bad);

/* Gives an event to every enabled rule that wants it; `fixes` NULL: findings get no fixes. */
void rules_report(const bool *enabled, const AnalysisEvent *event, FixContext *fixes, ReportSet *set);

#endif
