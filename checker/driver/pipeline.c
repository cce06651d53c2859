/* pipeline.c - one run: units, modules, program, events, findings, report; see pipeline.h. */
#define _POSIX_C_SOURCE 200809L
#include "driver/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/commands.h"
#include "driver/diagnostics.h"
#include "driver/dump.h"
#include "driver/finding.h"
#include "driver/fixes.h"
#include "driver/output.h"
#include "driver/parsing.h"
#include "driver/statistics.h"
#include "driver/summaries.h"
#include "link/join.h"
#include "rules/rules.h"

/* --- settings --- */

/* Takes the text; NULL: nothing to tell. */
static void tell_error(char *text)
{
    if (text != NULL)
        driver_tell("%s", text);
    g_free(text);
}

static bool prepare(DriverRun *run)
{
    run->working_directory = g_get_current_dir();
    run->set = report_set_new();
    run->sources = report_sources_new();
    char *error = NULL;
    run->reports = driver_reports_choose(run->options, &error);
    if (run->reports != NULL)
        run->judgement = driver_judgement(run->options, run->working_directory, &error);
    run->root = driver_repository_root(run->working_directory);
    if (run->judgement != NULL)
        run->novelty = driver_novelty_new(run->options, run->root, run->working_directory, &error);
    tell_error(error);
    return run->novelty != NULL;
}

static bool collect(DriverRun *run)
{
    char *error = NULL;
    PipelineRequest request = driver_request(run->options, run->working_directory);
    bool good = pipeline_units_collect(&run->units, &request, run->set, &error);
    if (!good)
        driver_tell("%s", error);
    if (run->units.notice != NULL)
        driver_tell("%s", run->units.notice);
    g_free(error);
    for (guint i = 0; good && run->options->verbose && i < run->units.units->len; i++) {
        const PipelineUnit *unit = run->units.units->pdata[i];
        char *flags = g_strjoinv(" ", unit->flags);
        driver_tell("%s: flags from %s, in %s: %s", base_path_below(unit->source, run->working_directory), unit->origin, unit->directory, flags);
        if (unit->dropped != NULL)
            driver_tell("%s: dropped: %s", base_path_below(unit->source, run->working_directory), unit->dropped);
        g_free(flags);
    }
    if (good && run->options->verbose && run->units.skipped > 0)
        driver_tell("%u entr%s of the compilation database not of C (C++, assembly) %s left out", run->units.skipped, run->units.skipped == 1 ? "y" : "ies",
                    run->units.skipped == 1 ? "is" : "are");
    return good;
}

/* --- findings --- */

static bool attach(DriverRun *run)
{
    char *warning = NULL, *error = NULL;
    bool good = pipeline_judgement_attach(run->judgement, &run->units, &warning, &error);
    tell_error(warning);
    tell_error(error);
    return good;
}

static bool load_profile(DriverRun *run)
{
    char *error = NULL;
    if (run->options->profile == NULL)
        return true;
    run->profile = profile_read(run->options->profile, &error);
    if (run->profile == NULL)
        driver_tell("--profile: %s", error);
    g_free(error);
    return run->profile != NULL;
}

static bool weigh(DriverRun *run)
{
    char *error = NULL;
    report_set_join_aliases(run->set, run->working_directory);
    bool good = pipeline_weigh(run->judgement, &run->units, run->sources, run->set, &error);
    if (good) {
        char *news = NULL;
        good = driver_novelty_apply(run->novelty, run->set, run->sources, run->root, &news, &error);
        if (news != NULL && !run->options->quiet)
            driver_tell("%s", news);
        g_free(news);
    }
    tell_error(error);
    run->counts.tasks = run->analysed.tasks;
    run->counts.escaped_tasks = run->analysed.escaped;
    return good;
}

/* --- output --- */

/* What parsed, now or when what is kept was made; NULL: nothing had to be. */
static const char *clang_version(const DriverRun *run)
{
    const char *version = NULL;
    for (guint i = 0; run->outcomes != NULL && i < run->units.units->len && version == NULL; i++)
        version = run->outcomes[i].result.clang;
    return version;
}

static ReportRun describe(const DriverRun *run, const ReportRule *const *rules, size_t rule_count)
{
    return (ReportRun){
        .set = run->set, .sources = run->sources, .working_directory = run->working_directory, .tool_version = driver_version(),
        .clang_version = clang_version(run), .root = run->root, .rules = rules, .rule_count = rule_count, .counts = run->counts,
        .has_baseline = run->options->baseline != NULL, .pages = VTCHECK_PAGES,
    };
}

/* Writes what is printed in place of a report. */
static bool write_made(const DriverRun *run, void (*make)(const DriverRun *run, GString *out))
{
    GString *text = g_string_new(NULL);
    char *error = NULL;
    make(run, text);
    bool written = driver_output_write(run->options->output, text, &error);
    tell_error(error);
    g_string_free(text, TRUE);
    return written;
}

static bool write_findings(DriverRun *run)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    const ReportRule **infos = g_new(const ReportRule *, count);
    for (size_t i = 0; i < count; i++)
        infos[i] = &rules[i]->info;
    bool is_diff = run->options->fix_dry_run;
    if (is_diff)
        driver_reports_keep_files(run->reports, run->options);
    bool written = (!is_diff || write_made(run, driver_fix_diff)) && driver_reports_write(run->reports, run->options, describe(run, infos, count));
    g_free(infos);
    return written;
}

static void tell_results(const DriverRun *run, bool written)
{
    driver_print_problems(run);
    if (run->options->stats) {
        GString *text = g_string_new(NULL);
        driver_append_statistics(run, text);
        fputs(text->str, stderr);
        g_string_free(text, TRUE);
    }
    if (written && !run->options->quiet && run->options->dump == NULL) {
        ReportRun described = describe(run, NULL, 0);
        char *summary = report_summary(&described);
        char *cut_short = report_cut_short(run->set);
        fprintf(stderr, "%s\n", summary);
        if (cut_short != NULL)
            fprintf(stderr, "%s\n", cut_short);
        g_free(cut_short);
        g_free(summary);
    }
}

static int exit_status(const DriverRun *run)
{
    if (report_count(run->set, REPORT_ERROR) + report_count(run->set, REPORT_WARNING) > 0)
        return run->options->exit_zero ? DRIVER_CLEAN : DRIVER_FINDINGS;
    if (run->counts.failed_files + run->counts.partial_files > 0)
        return run->options->allow_incomplete ? DRIVER_CLEAN : DRIVER_INCOMPLETE;
    return DRIVER_CLEAN;
}

/* --- the run --- */

static void end_stage(DriverRun *run, DriverStage stage, gint64 *since)
{
    gint64 now = g_get_monotonic_time();
    run->seconds[stage] = (double)(now - *since) / G_USEC_PER_SEC;
    *since = now;
}

/* To the finished set, or to where a dump or a summary starts from. Returns an exit status; DRIVER_CLEAN: go on. */
static int check(DriverRun *run)
{
    gint64 since = g_get_monotonic_time();
    bool is_link = run->options->is_link;
    if (!prepare(run) || !load_profile(run) || !(is_link ? driver_load_summaries(run) : collect(run)) || !attach(run))
        return DRIVER_FAILED;
    end_stage(run, STAGE_COLLECT, &since);
    if (is_link)
        driver_collect_diagnostics(run);
    int interrupted = is_link ? 0 : driver_parse(run);
    if (interrupted < 0)
        return DRIVER_FAILED;
    if (interrupted != 0)
        return 128 + interrupted;
    end_stage(run, STAGE_PARSE, &since);
    if (run->options->is_summarise)
        return DRIVER_CLEAN;

    const char *dump = run->options->dump;
    if (dump != NULL) {
        if (driver_dump_wants_program(dump))
            run->program = driver_join(run, run->modules, run->is_context, run->module_count);
        report_set_finish(run->set);
        return DRIVER_CLEAN;
    }
    if (!run->is_recalled && !driver_find(run)) {
        if (is_link || run->trusts_no_cache)
            return DRIVER_FAILED;
        run->trusts_no_cache = true;
        return DRIVER_CLEAN;
    }
    since = g_get_monotonic_time();
    bool good = weigh(run);
    driver_end_keeping(run);
    run->seconds[STAGE_REPORT] += (double)(g_get_monotonic_time() - since) / G_USEC_PER_SEC;
    if (!good)
        driver_print_problems(run);
    return good ? DRIVER_CLEAN : DRIVER_FAILED;
}

static int tell(DriverRun *run)
{
    gint64 since = g_get_monotonic_time();
    char *refusal = run->options->dump != NULL ? driver_dump_refusal(run) : NULL;
    bool written = refusal == NULL && (run->options->dump != NULL ? write_made(run, driver_dump) : write_findings(run));
    tell_error(refusal);
    double reported = run->seconds[STAGE_REPORT];
    end_stage(run, STAGE_REPORT, &since);
    run->seconds[STAGE_REPORT] += reported;
    tell_results(run, written);
    return written ? exit_status(run) : DRIVER_FAILED;
}

static void clear(DriverRun *run)
{
    driver_end_keeping(run);
    report_set_free(run->set);
    report_sources_free(run->sources);
    profile_free(run->profile);
    link_program_free(run->program);
    for (guint i = 0; run->outcomes != NULL && i < run->units.units->len; i++)
        pipeline_outcome_clear(&run->outcomes[i]);
    g_free(run->outcomes);
    pipeline_spool_free(run->spool);
    g_free(run->modules);
    g_free(run->is_context);
    pipeline_context_free(run->context);
    pipeline_units_clear(&run->units);
    pipeline_summaries_free(run->summaries);
    pipeline_selection_clear(&run->selection);
    pipeline_judgement_free(run->judgement);
    driver_novelty_free(run->novelty);
    if (run->reports != NULL)
        g_array_unref(run->reports);
    g_free(run->root);
    g_free(run->working_directory);
    g_free(run->resource_dir);
}

int driver_run(const DriverOptions *options)
{
    DriverFixing fixing = {0};
    for (bool is_done = false, is_lost = false;;) {
        DriverRun run = {.options = options, .trusts_no_cache = is_lost};
        int status = check(&run);
        if (run.trusts_no_cache && !is_lost) { /* another process removed it: once more, from the beginning */
            is_lost = true;
            clear(&run);
            continue;
        }
        is_done = status != DRIVER_CLEAN || options->is_summarise || !options->fix || options->dump != NULL || !driver_fix_round(&fixing, &run);
        if (is_done && status == DRIVER_CLEAN)
            status = options->is_summarise ? driver_write_summary(&run) : tell(&run);
        if (is_done)
            driver_fix_end(&fixing, &run);
        clear(&run);
        if (is_done)
            return fixing.has_failed ? DRIVER_FAILED : status;
    }
}
