/* findings.c - events to findings; see findings.h. */
#include "pipeline/findings.h"

#include "rules/rules.h"

/* --- settings --- */

bool *pipeline_select_rules(const char *option, const char *globs, bool otherwise, char **error)
{
    size_t count = 0;
    rules_all(&count);
    bool *mask = g_new0(bool, count + 1);
    char *bad = NULL;
    if (globs == NULL) {
        for (size_t i = 0; i < count; i++)
            mask[i] = otherwise;
    } else if (!rules_select(globs, mask, &bad)) {
        *error = g_strdup_printf("--%s: no rule matches '%s'; 'vtcheck --list-checks' lists the rules", option, bad != NULL ? bad : globs);
        g_free(bad);
        g_free(mask);
        return NULL;
    }
    return mask;
}

/* A run without rules would always be clean, which is never what was meant. */
static bool any_rule(const bool *enabled, char **error)
{
    size_t count = 0;
    rules_all(&count);
    for (size_t i = 0; i < count; i++)
        if (enabled[i])
            return true;
    *error = g_strdup("--checks leaves no rule on; '-*,vt-double-await' leaves one, 'vtcheck --list-checks' lists them all");
    return false;
}

static bool compile_header_filter(PipelineJudgement *judgement, const char *pattern, char **error)
{
    if (pattern == NULL)
        return true;
    GError *fault = NULL;
    judgement->header_filter = g_regex_new(pattern, G_REGEX_RAW, 0, &fault);
    if (judgement->header_filter != NULL)
        return true;
    *error = g_strdup_printf("--header-filter: '%s' is no regular expression: %s", pattern, fault->message);
    g_error_free(fault);
    return false;
}

bool pipeline_judgement_init(PipelineJudgement *judgement, const char *checks, const char *warnings_as_errors, const char *header_filter, char **error)
{
    *judgement = (PipelineJudgement){0};
    if (!compile_header_filter(judgement, header_filter, error))
        return false;
    judgement->enabled = pipeline_select_rules("checks", checks, true, error);
    if (judgement->enabled == NULL || !any_rule(judgement->enabled, error))
        return false;
    const char *globs = warnings_as_errors != NULL && *warnings_as_errors != '\0' ? warnings_as_errors : NULL;
    judgement->promoted = pipeline_select_rules("warnings-as-errors", globs, false, error);
    return judgement->promoted != NULL;
}

void pipeline_judgement_clear(PipelineJudgement *judgement)
{
    g_free(judgement->enabled);
    g_free(judgement->promoted);
    g_clear_pointer(&judgement->header_filter, g_regex_unref);
    *judgement = (PipelineJudgement){0};
}

/* --- findings --- */

static void add_limits(const AnalysisResult *analysis, ReportSet *set)
{
    for (uint32_t i = 0; i < analysis->limit_count; i++) {
        const AnalysisLimit *limit = &analysis->limits[i];
        const IrSpan span = limit->function->span;
        ReportPlace place = {NULL, span.line, span.column, span.end_line, span.end_column};
        if (span.file < limit->module->file_count)
            place.path = limit->module->files[span.file].path;
        report_set_add_limit(set, &(ReportLimit){place, limit->function->name, limit->reason});
    }
}

static void promote(const PipelineJudgement *judgement, ReportSet *set)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    for (guint i = 0; i < set->findings->len; i++) {
        ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        for (size_t k = 0; k < count; k++)
            if (finding->rule == &rules[k]->info && judgement->promoted[k])
                finding->severity = REPORT_ERROR;
    }
}

static void filter_headers(const PipelineJudgement *judgement, const PipelineUnits *units, ReportSet *set)
{
    if (judgement->header_filter == NULL)
        return;
    GHashTable *sources = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < units->units->len; i++)
        g_hash_table_add(sources, ((PipelineUnit *)units->units->pdata[i])->source);
    guint kept = 0;
    for (guint i = 0; i < set->findings->len; i++) {
        ReportFinding finding = g_array_index(set->findings, ReportFinding, i);
        const char *path = finding.place.path;
        if (path == NULL || g_hash_table_contains(sources, path) || g_regex_match(judgement->header_filter, path, 0, NULL))
            g_array_index(set->findings, ReportFinding, kept++) = finding;
    }
    g_array_set_size(set->findings, kept);
    g_hash_table_unref(sources);
}

void pipeline_judge(const PipelineJudgement *judgement, const AnalysisResult *analysis, const PipelineUnits *units, ReportSources *sources, ReportSet *set)
{
    for (uint32_t i = 0; i < analysis->event_count; i++)
        rules_report(judgement->enabled, &analysis->events[i], set);
    add_limits(analysis, set);
    promote(judgement, set);
    filter_headers(judgement, units, set);
    report_suppress(set, sources);
    report_set_finish(set);
}
