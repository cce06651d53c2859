/* finding.c - modules to findings, a component of the program at a time; see finding.h.
 *
 * One component after the other, so that no more than the largest is in memory. Where measurements are given, all modules are one: each place that was measured
 * is looked for in the whole program. */
#include "driver/finding.h"

#include "driver/output.h"
#include "link/components.h"
#include "link/join.h"

/* The modules that are looked at together, and their units. */
typedef struct Part {
    GPtrArray *modules; /* IrModule */
    GArray *is_context; /* bool, per module */
    GArray *units;      /* uint32_t, per module */
    GPtrArray *whole;   /* of the modules, those that are the part's own */
} Part;

static void end_stage(DriverRun *run, DriverStage stage, gint64 *since)
{
    gint64 now = g_get_monotonic_time();
    run->seconds[stage] += (double)(now - *since) / G_USEC_PER_SEC;
    *since = now;
}

AnalysisProgram *driver_join(const DriverRun *run, const IrModule *const *modules, const bool *is_context, uint32_t count)
{
    AnalysisProgram *program = link_join(modules, count, is_context);
    program->is_part = !run->options->is_link && !run->units.is_whole;
    program->is_open = program->is_part && (run->context == NULL || pipeline_context_is_cut(run->context));
    return program;
}

static ProfileResult *measure(DriverRun *run, const AnalysisProgram *program)
{
    if (run->profile == NULL)
        return NULL;
    ProfileResult *measured = pipeline_measure(run->judgement, run->profile, program, run->working_directory);
    if (run->options->quiet)
        return measured;
    if (run->profile->sites->len == 0)
        driver_tell("--profile: '%s' holds no measurement", run->options->profile);
    else if (measured->matched == 0)
        driver_tell("--profile: no place that '%s' measured (%u of them) lies in a function that was checked and returns a value task", run->options->profile,
                    run->profile->sites->len);
    return measured;
}

static void find_anew(DriverRun *run, const Part *part, AnalysisStats *stats, ReportSet *set)
{
    gint64 since = g_get_monotonic_time();
    const bool *is_context = (const bool *)(const void *)part->is_context->data;
    AnalysisProgram *program = driver_join(run, (const IrModule *const *)part->modules->pdata, is_context, part->modules->len);
    end_stage(run, STAGE_JOIN, &since);
    AnalysisResult *analysis = analysis_run(program);
    end_stage(run, STAGE_ANALYSE, &since);
    ProfileResult *measured = measure(run, program);
    pipeline_find(analysis, measured, &run->units, run->sources, set);
    *stats = analysis->stats;
    profile_result_free(measured);
    analysis_result_free(analysis);
    link_program_free(program);
    run->components_analysed++;
    end_stage(run, STAGE_REPORT, &since);
}

static void add_stats(AnalysisStats *sum, const AnalysisStats *stats)
{
    sum->functions += stats->functions;
    sum->runs += stats->runs;
    sum->worlds = MAX(sum->worlds, stats->worlds);
    sum->tasks += stats->tasks;
    sum->escaped += stats->escaped;
    sum->seconds += stats->seconds;
}

/* What was found in a part of a program depends on more than the part. */
static bool may_keep(const DriverRun *run)
{
    return run->store != NULL && run->profile == NULL && run->context == NULL;
}

/* NULL: it is gone or another one. Of a summary that is told; of the cache it is no harm but for the time. */
static IrModule *read_whole(DriverRun *run, uint32_t unit)
{
    if (run->summaries == NULL)
        return pipeline_store_module(run->store, unit);
    char *error = NULL;
    IrModule *module = pipeline_summaries_module(run->summaries, unit, &error);
    if (error != NULL)
        driver_tell("%s", error);
    g_free(error);
    return module;
}

/* Of modules that came from the cache or a summary there are the heads; they are whole for as long as their component is analysed. */
static bool complete(DriverRun *run, Part *part)
{
    bool good = true;
    for (guint i = 0; good && i < part->modules->len; i++) {
        if (!((const IrModule *)part->modules->pdata[i])->is_head)
            continue;
        IrModule *module = read_whole(run, g_array_index(part->units, uint32_t, i));
        good = module != NULL;
        if (good)
            g_ptr_array_add(part->whole, part->modules->pdata[i] = module);
    }
    return good;
}

static bool find_in_part(DriverRun *run, Part *part)
{
    PipelineRecordUnits units = {&run->units, (const uint32_t *)(const void *)part->units->data, part->units->len};
    bool is_kept = may_keep(run);
    AnalysisStats stats = {0};
    ReportSet *set = report_set_new();
    if (!is_kept || !pipeline_store_recall_part(run->store, &units, &stats, set)) {
        if (!complete(run, part)) {
            report_set_free(set);
            return false;
        }
        find_anew(run, part, &stats, set);
        if (is_kept)
            pipeline_store_offer_part(run->store, &units, &stats, set);
    }
    add_stats(&run->analysed, &stats);
    report_set_append(run->set, set);
    report_set_free(set);
    return true;
}

/* --- parts --- */

static uint32_t *components_of(const DriverRun *run, uint32_t *count)
{
    if (run->profile == NULL)
        return link_components(run->modules, run->module_count, count);
    *count = 1;
    return g_new0(uint32_t, (gsize)run->module_count + 1);
}

static void free_module(gpointer module)
{
    ir_module_free(module);
}

static Part *part_modules(const DriverRun *run, const uint32_t *component_of, uint32_t count)
{
    GHashTable *unit_of = g_hash_table_new(NULL, NULL); /* module -> unit + 1 */
    for (guint i = 0; i < run->units.units->len; i++)
        g_hash_table_insert(unit_of, run->outcomes[i].result.module, GUINT_TO_POINTER(i + 1));
    Part *parts = g_new0(Part, (gsize)count + 1);
    for (uint32_t c = 0; c < count; c++)
        parts[c] = (Part){g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(bool)), g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                          g_ptr_array_new_with_free_func(free_module)};
    for (uint32_t m = 0; m < run->module_count; m++) {
        Part *part = &parts[component_of[m]];
        uint32_t unit = GPOINTER_TO_UINT(g_hash_table_lookup(unit_of, run->modules[m])) - 1;
        bool is_context = run->is_context != NULL && run->is_context[m];
        g_ptr_array_add(part->modules, (gpointer)(uintptr_t)run->modules[m]);
        g_array_append_val(part->is_context, is_context);
        g_array_append_val(part->units, unit);
    }
    g_hash_table_unref(unit_of);
    return parts;
}

bool driver_find(DriverRun *run)
{
    bool good = true;
    uint32_t *component_of = components_of(run, &run->components);
    Part *parts = part_modules(run, component_of, run->components);
    for (uint32_t c = 0; c < run->components; c++) {
        good = good && find_in_part(run, &parts[c]);
        g_ptr_array_unref(parts[c].modules);
        g_array_unref(parts[c].is_context);
        g_array_unref(parts[c].units);
        g_ptr_array_unref(parts[c].whole);
    }
    g_free(parts);
    g_free(component_of);
    if (good && may_keep(run))
        pipeline_store_remember(run->store, run->outcomes, &run->analysed, run->set);
    return good;
}
