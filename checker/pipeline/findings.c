/* findings.c - events to findings; see findings.h. */
#include "pipeline/findings.h"

#include "rules/fix.h"
#include "rules/rules.h"

/* Each finding is weighed by the configuration of the file it stands in, so all rules speak first. */
static void add_findings(const AnalysisResult *analysis, const ProfileResult *measured, const PipelineUnits *units, ReportSources *sources, ReportSet *set)
{
    size_t count = 0;
    rules_all(&count);
    bool *all = g_new(bool, count);
    for (size_t i = 0; i < count; i++)
        all[i] = true;
    FixContext *fixes = fix_context_new(analysis, sources, units->is_whole);
    for (uint32_t i = 0; i < analysis->event_count; i++)
        rules_report(all, &analysis->events[i], fixes, set);
    for (uint32_t i = 0; measured != NULL && i < measured->event_count; i++)
        rules_report(all, &measured->events[i], fixes, set);
    fix_context_free(fixes);
    g_free(all);
}

static void add_limits(const AnalysisResult *analysis, ReportSet *set)
{
    for (uint32_t i = 0; i < analysis->limit_count; i++) {
        const AnalysisLimit *limit = &analysis->limits[i];
        const IrSpan span = limit->function->span;
        ReportPlace place = {NULL, span.line, span.column, span.end_line, span.end_column};
        if (span.file < limit->module->file_count)
            place.path = limit->module->files[span.file].path;
        report_set_add_limit(set, &(ReportLimit){place, limit->function->name, limit->reason, limit->has_tasks});
    }
}

void pipeline_note_files(const IrModule *module, ReportSet *set)
{
    for (uint32_t i = 0; i < module->file_count; i++)
        if (module->files[i].role != IR_FILE_SYSTEM)
            report_set_add_file(set, module->files[i].path);
}

/* Comments are weighed before rules are turned off, so that one for a rule that is off is no idle one. */
static void suppress(const PipelineJudgement *judgement, ReportSources *sources, ReportSet *set)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    const char **ids = g_new0(const char *, count + 1);
    bool *took_part = g_new0(bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        ids[i] = rules[i]->info.id;
        took_part[i] = rules[i]->events != 0; /* others need more than a run of the analysis */
    }
    ReportKnownRules known = {ids, took_part, count};
    report_suppress(set, sources, pipeline_judgement_reports_unused(judgement) ? &known : NULL);
    g_free(ids);
    g_free(took_part);
}

/* A configuration that cannot be read is told when findings are weighed. */
static ProfileSettings settings_of(const char *path, void *context)
{
    char *error = NULL;
    const PipelinePolicy *policy = pipeline_policy(context, path, &error);
    g_free(error);
    return policy != NULL ? policy->measured : PROFILE_SETTINGS_DEFAULT;
}

ProfileResult *pipeline_measure(PipelineJudgement *judgement, const Profile *profile, const AnalysisProgram *program, const char *working_directory)
{
    return profile_match(profile, program, working_directory, settings_of, judgement);
}

void pipeline_find(const AnalysisResult *analysis, const ProfileResult *measured, const PipelineUnits *units, ReportSources *sources, ReportSet *set)
{
    add_findings(analysis, measured, units, sources, set);
    add_limits(analysis, set);
}

bool pipeline_weigh(PipelineJudgement *judgement, const PipelineUnits *units, ReportSources *sources, ReportSet *set, char **error)
{
    suppress(judgement, sources, set);
    if (!pipeline_judgement_apply(judgement, units, set, error))
        return false;
    report_set_finish(set);
    return true;
}

bool pipeline_judge(PipelineJudgement *judgement, const AnalysisResult *analysis, const ProfileResult *measured, const PipelineUnits *units,
                    ReportSources *sources, ReportSet *set, char **error)
{
    pipeline_find(analysis, measured, units, sources, set);
    return pipeline_weigh(judgement, units, sources, set, error);
}
