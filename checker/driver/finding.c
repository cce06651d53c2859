/* finding.c - modules to findings, a component of the program at a time; see finding.h.
 *
 * Of each component there is a record of what was found in it (pipeline/record.h): from the cache, or made anew, by several processes where there is
 * much to do; then the records are read in the order of components. So no more than one component for each process is in memory, and
 * what is said depends neither on the cache nor on the number of processes. Where measurements are given, all modules are one component: each place
 * that was measured is looked for in the whole program. */
#include "driver/finding.h"

#include <stdlib.h>

#include "driver/output.h"
#include "link/components.h"
#include "link/join.h"
#include "pipeline/spread.h"

/* Analysed by one process: to start others costs more. */
enum { FEW_MODULES = 16 };

/* A component: the modules that are looked at together, and their units. */
typedef struct Part {
    GPtrArray *modules; /* IrModule; a head, or NULL: it has to be read */
    GArray *is_context; /* bool, per module */
    GArray *units;      /* uint32_t, per module */
    GByteArray *record; /* what was found; NULL: nobody looked yet */
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
    program->is_open = run->selection.is_cut || (program->is_part && (run->context == NULL || pipeline_context_is_cut(run->context)));
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

static PipelineRecordUnits units_of(const DriverRun *run, const Part *part)
{
    return (PipelineRecordUnits){&run->units, (const uint32_t *)(const void *)part->units->data, part->units->len};
}

/* --- one part --- */

static void free_module(gpointer module)
{
    ir_module_free(module);
}

/* NULL: it is gone or another one. For a summary or the spool *error says so; for the cache it is no harm but for the time. */
static IrModule *read_whole(DriverRun *run, uint32_t unit, char **error)
{
    if (run->summaries != NULL)
        return pipeline_summaries_module(run->summaries, unit, error);
    return pipeline_spool_has(run->spool, unit) ? pipeline_spool_module(run->spool, unit, error) : pipeline_store_module(run->store, unit);
}

/* The part's modules with their bodies, which those that wait on a disk lack; NULL as read_whole. `own` keeps what was read. */
static GPtrArray *whole_modules(DriverRun *run, const Part *part, GPtrArray *own, char **error)
{
    GPtrArray *modules = g_ptr_array_new();
    for (guint i = 0; i < part->modules->len; i++) {
        IrModule *module = part->modules->pdata[i];
        if (module == NULL || module->is_head) {
            module = read_whole(run, g_array_index(part->units, uint32_t, i), error);
            if (module == NULL) {
                g_ptr_array_unref(modules);
                return NULL;
            }
            g_ptr_array_add(own, module);
        }
        g_ptr_array_add(modules, module);
    }
    return modules;
}

static void analyse(DriverRun *run, const Part *part, const GPtrArray *modules, GByteArray *record)
{
    ReportSet *set = report_set_new();
    gint64 since = g_get_monotonic_time();
    AnalysisProgram *program = driver_join(run, (const IrModule *const *)modules->pdata, (const bool *)(const void *)part->is_context->data, modules->len);
    end_stage(run, STAGE_JOIN, &since);
    AnalysisResult *analysis = analysis_run(program);
    end_stage(run, STAGE_ANALYSE, &since);
    ProfileResult *measured = measure(run, program);
    pipeline_find(analysis, measured, &run->units, run->sources, set);
    pipeline_record_write_part(&analysis->stats, set, record);
    profile_result_free(measured);
    analysis_result_free(analysis);
    link_program_free(program);
    report_set_free(set);
    end_stage(run, STAGE_REPORT, &since);
}

/* NULL as read_whole. */
static GByteArray *find_anew(DriverRun *run, const Part *part, char **error)
{
    GPtrArray *own = g_ptr_array_new_with_free_func(free_module), *modules = whole_modules(run, part, own, error);
    GByteArray *record = modules != NULL ? g_byte_array_new() : NULL;
    if (modules != NULL) {
        analyse(run, part, modules, record);
        g_ptr_array_unref(modules);
    }
    g_ptr_array_unref(own);
    return record;
}

/* --- several at a time --- */

typedef struct Search {
    DriverRun *run;
    GPtrArray *parts; /* Part: those to look into */
    bool is_lost;     /* some module is not what it was */
} Search;

static gint compare_sizes(gconstpointer one, gconstpointer other)
{
    const Part *a = *(const Part *const *)one, *b = *(const Part *const *)other;
    return (a->modules->len < b->modules->len) - (a->modules->len > b->modules->len);
}

/* In another process: no answer where a module is lost, so that this one finds that out and says so. */
static void work_apart(uint32_t index, GByteArray *answer, void *context)
{
    const Search *search = context;
    char *error = NULL;
    GByteArray *record = find_anew(search->run, search->parts->pdata[index], &error);
    if (record != NULL)
        g_byte_array_append(answer, record->data, record->len);
    g_free(error);
    if (record != NULL)
        g_byte_array_unref(record);
}

static void take_record(uint32_t index, const guint8 *answer, size_t length, void *context)
{
    const Search *search = context;
    Part *part = search->parts->pdata[index];
    if (length > 0 && part->record == NULL)
        part->record = g_byte_array_append(g_byte_array_new(), answer, (guint)length);
}

static void find_apart(Search *search)
{
    const DriverOptions *options = search->run->options;
    guint modules = 0;
    for (guint i = 0; i < search->parts->len; i++)
        modules += ((const Part *)search->parts->pdata[i])->modules->len;
    SpreadWork work = {search->parts->len, options->jobs > 0 ? (uint32_t)options->jobs : g_get_num_processors(), options->jobs == 0, work_apart, take_record, search};
    if (search->parts->len < 2 || modules <= FEW_MODULES || work.jobs < 2)
        return;
    gint64 since = g_get_monotonic_time();
    g_ptr_array_sort(search->parts, compare_sizes);
    pipeline_spread(&work);
    end_stage(search->run, STAGE_ANALYSE, &since);
}

static void find_here(Search *search)
{
    char *error = NULL;
    for (guint i = 0; i < search->parts->len && !search->is_lost; i++) {
        Part *part = search->parts->pdata[i];
        if (part->record == NULL)
            part->record = find_anew(search->run, part, &error);
        search->is_lost = part->record == NULL;
    }
    if (error != NULL)
        driver_tell("%s", error);
    g_free(error);
}

/* Fills the parts' records. */
static bool find_all(DriverRun *run, Part *parts, uint32_t count)
{
    Search search = {run, g_ptr_array_new(), false};
    for (uint32_t c = 0; c < count; c++) {
        PipelineRecordUnits units = units_of(run, &parts[c]);
        parts[c].record = may_keep(run) ? pipeline_store_recall_part(run->store, &units) : NULL;
        if (parts[c].record == NULL)
            g_ptr_array_add(search.parts, &parts[c]);
    }
    run->components_analysed += search.parts->len;
    find_apart(&search);
    find_here(&search);
    for (guint i = 0; i < search.parts->len && !search.is_lost && may_keep(run); i++) {
        const Part *part = search.parts->pdata[i];
        PipelineRecordUnits units = units_of(run, part);
        pipeline_store_offer_part(run->store, &units, part->record);
    }
    g_ptr_array_unref(search.parts);
    return !search.is_lost;
}

/* Adds what the records say. One that says nothing can only be the cache's. */
static bool take_records(DriverRun *run, const Part *parts, uint32_t count)
{
    bool good = true;
    for (uint32_t c = 0; c < count && good; c++) {
        AnalysisStats stats = {0};
        good = pipeline_record_read_part(parts[c].record->data, parts[c].record->len, &stats, run->set);
        add_stats(&run->analysed, &stats);
    }
    return good;
}

/* --- parts --- */

/* Per module of the run; of a link, per summary (IR_NONE: it has no module). */
static uint32_t *components_of(const DriverRun *run, uint32_t *count)
{
    uint32_t length = run->summaries != NULL ? run->units.units->len : run->module_count;
    uint32_t *component_of = run->summaries != NULL ? pipeline_summaries_components(run->summaries, count) : link_components(run->modules, length, count);
    for (uint32_t i = 0; i < length && run->profile != NULL; i++)
        component_of[i] = component_of[i] == IR_NONE ? IR_NONE : 0;
    *count = run->profile != NULL ? 1 : *count;
    return component_of;
}

static void add_to_part(Part *part, const IrModule *module, uint32_t unit, bool is_context)
{
    g_ptr_array_add(part->modules, (gpointer)(uintptr_t)module);
    g_array_append_val(part->units, unit);
    g_array_append_val(part->is_context, is_context);
}

static void part_summaries(const DriverRun *run, const uint32_t *component_of, Part *parts)
{
    for (guint i = 0; i < run->units.units->len; i++)
        if (component_of[i] != IR_NONE)
            add_to_part(&parts[component_of[i]], NULL, i, false);
}

static void part_modules(const DriverRun *run, const uint32_t *component_of, Part *parts)
{
    GHashTable *unit_of = g_hash_table_new(NULL, NULL); /* module -> unit */
    for (guint i = 0; i < run->units.units->len; i++)
        g_hash_table_insert(unit_of, run->outcomes[i].result.module, GUINT_TO_POINTER(i));
    for (uint32_t m = 0; m < run->module_count; m++) {
        uint32_t unit = GPOINTER_TO_UINT(g_hash_table_lookup(unit_of, run->modules[m]));
        add_to_part(&parts[component_of[m]], run->modules[m], unit, run->is_context[m]);
    }
    g_hash_table_unref(unit_of);
}

static Part *make_parts(DriverRun *run)
{
    uint32_t *component_of = components_of(run, &run->components);
    Part *parts = g_new0(Part, (gsize)run->components + 1);
    for (uint32_t c = 0; c < run->components; c++)
        parts[c] = (Part){g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(bool)), g_array_new(FALSE, FALSE, sizeof(uint32_t)), NULL};
    if (run->summaries != NULL)
        part_summaries(run, component_of, parts);
    else
        part_modules(run, component_of, parts);
    g_free(component_of);
    return parts;
}

static void clear_part(Part *part)
{
    g_ptr_array_unref(part->modules);
    g_array_unref(part->is_context);
    g_array_unref(part->units);
    if (part->record != NULL)
        g_byte_array_unref(part->record);
}

bool driver_find(DriverRun *run)
{
    Part *parts = make_parts(run);
    bool good = find_all(run, parts, run->components) && take_records(run, parts, run->components);
    for (uint32_t c = 0; c < run->components; c++)
        clear_part(&parts[c]);
    g_free(parts);
    if (good && may_keep(run))
        pipeline_store_remember(run->store, run->outcomes, &run->analysed, run->set);
    return good;
}
