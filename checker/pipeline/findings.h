/* findings.h - from what the analysis tells to findings: which rules speak, how loud, about which files.
 *
 * The last stage before a report is written, for the batch driver and the language server alike. */
#ifndef VTCHECK_PIPELINE_FINDINGS_H
#define VTCHECK_PIPELINE_FINDINGS_H

#include "analysis/analysis.h"
#include "pipeline/units.h"
#include "report/suppress.h"

/* How findings are judged. */
typedef struct PipelineJudgement {
    bool *enabled;          /* per rule, as rules_all orders them */
    bool *promoted;         /* per rule: its findings are errors */
    GRegex *header_filter;  /* NULL: all headers */
} PipelineJudgement;

/* From the texts of --checks, --warnings-as-errors and --header-filter, each of which may be NULL. Returns false and sets *error
 * (g_free) to a sentence for the user when one of them makes no sense; to be cleared in both cases. */
bool pipeline_judgement_init(PipelineJudgement *judgement, const char *checks, const char *warnings_as_errors, const char *header_filter, char **error);
void pipeline_judgement_clear(PipelineJudgement *judgement);

/* A rule mask (g_free) from globs, or NULL and *error (g_free). `option` is what the user calls the globs; `otherwise` is the
 * mask's value where they are NULL. */
bool *pipeline_select_rules(const char *option, const char *globs, bool otherwise, char **error);

/* Adds to `set` what the rules say of the analysis, and the analysis's limits; drops what the header filter leaves out (files of
 * `units` always stay), marks what comments suppress, sorts and merges. Findings that are in the set already are treated alike. */
void pipeline_judge(const PipelineJudgement *judgement, const AnalysisResult *analysis, const PipelineUnits *units, ReportSources *sources, ReportSet *set);

#endif
