/* project_check.c - the batch driver's stages over a whole database, for the server; see project_check.h.
 *
 * Files are read from disk: what is typed and not saved is the business of the open files' own checks. As in the driver, those in which there can
 * be no value task are not parsed; modules of those that did not change, and what was found in the components of the program that did not, come from the
 * cache, which is the driver's: whoever ran vtcheck before opening the editor has paid already. */
#define _DEFAULT_SOURCE /* nice */
#include "lsp/project_check.h"

#include <unistd.h>

#include "ir/binary.h"
#include "link/components.h"
#include "link/join.h"
#include "link/missing.h"
#include "lsp/worker.h"
#include "pipeline/findings.h"
#include "pipeline/store.h"
#include "pipeline/workers.h"

enum { POLITENESS = 10 };

typedef struct Project {
    const LspProjectInput *input;
    int replies;
    PipelineUnits units;
    PipelineJudgement *judgement;
    PipelineOutcome *outcomes;
    Cache *cache;         /* NULL: nothing is kept, and the next two are empty */
    PipelineStore *store;
    PipelineSelection selection;
    ReportSet *set;
    gint64 told; /* when progress was */
} Project;

static void show_progress(uint32_t done, uint32_t total, const char *source, void *context)
{
    (void)source;
    Project *project = context;
    gint64 now = g_get_monotonic_time();
    if (now - project->told < G_USEC_PER_SEC / 5)
        return;
    project->told = now;
    char *text = g_strdup_printf("%u/%u", done, total);
    lsp_worker_write(project->replies, lsp_reply_write(LSP_REPLY_PROGRESS, 0, NULL, text, NULL, NULL));
    g_free(text);
}

static bool collect(Project *project, char **error)
{
    GPtrArray *none = g_ptr_array_new();
    PipelineRequest request = project->input->options->request;
    char *warning = NULL;
    request.files = none;
    request.compiler_flags = NULL;
    request.database = project->input->database;
    project->set = report_set_new();
    bool good = pipeline_units_collect(&project->units, &request, project->set, error);
    project->judgement = good ? pipeline_judgement_new(&project->input->options->wishes, error) : NULL;
    good = project->judgement != NULL && pipeline_judgement_attach(project->judgement, &project->units, &warning, error);
    g_free(warning);
    g_ptr_array_unref(none);
    return good;
}

static void keep_reply(uint32_t unit, const guint8 *message, size_t length, const PipelineOutcome *outcome, void *context)
{
    const Project *project = context;
    if (project->store != NULL)
        pipeline_store_offer(project->store, unit, message, length, outcome);
}

/* NULL: none. An editor's user is not told of a cache that cannot be used. */
static Cache *open_cache(const Project *project)
{
    char *problem = NULL;
    const char *folder = project->input->options->cache_folder;
    Cache *cache = folder != NULL ? cache_open(folder, PIPELINE_CACHE_BYTES, &problem) : NULL;
    g_free(problem);
    return cache;
}

static bool run_workers(Project *project)
{
    int jobs = project->input->options->jobs;
    const PipelineSelection *selection = &project->selection;
    WorkerSettings settings = {
        .jobs = jobs > 0 ? jobs : (int)g_get_num_processors(), .timeout = 120, .resource_dir = project->input->resource_dir,
        .progress = show_progress, .reply = keep_reply, .context = project, .order = selection->order, .order_count = selection->count,
    };
    return selection->count == 0 || pipeline_workers_run(project->units.units, &settings, project->outcomes) == 0;
}

static bool parse(Project *project)
{
    project->cache = open_cache(project);
    PipelineSelectionSettings settings = {.resource_dir = project->input->resource_dir, .cache = project->cache,
                                          .working_directory = project->input->options->request.working_directory};
    project->selection = pipeline_select(&project->units, &settings);
    project->outcomes = g_new0(PipelineOutcome, project->units.units->len + 1);
    if (project->cache != NULL && project->selection.count > 0)
        project->store = pipeline_store_new(project->cache, &project->units, &project->selection, project->input->resource_dir);
    if (project->store != NULL)
        pipeline_store_load(project->store, false, project->outcomes);
    bool good = run_workers(project);
    if (project->store != NULL)
        pipeline_store_flush(project->store);
    return good;
}

static void end_keeping(Project *project)
{
    if (project->store != NULL)
        pipeline_store_remember(project->store, project->outcomes, NULL, NULL);
    if (project->cache != NULL)
        pipeline_selection_remember(&project->selection);
    pipeline_store_free(project->store);
    pipeline_selection_clear(&project->selection);
    cache_close(project->cache);
}

/* Where something was not analysed, nobody can say which comments silence nothing. */
static void note_incomplete(Project *project, const FrontendResult *result)
{
    bool is_whole = result->error == NULL;
    for (uint32_t i = 0; i < result->diagnostic_count; i++)
        is_whole = is_whole && result->diagnostics[i].severity < FRONTEND_ERROR;
    if (!is_whole)
        report_set_add_problem(project->set, &(ReportProblem){.severity = REPORT_WARNING, .message = "in part"});
}

/* The units that have modules, in their order. */
static GArray *units_with_modules(Project *project, GPtrArray *modules)
{
    GArray *units = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint i = 0; i < project->units.units->len; i++) {
        const FrontendResult *result = &project->outcomes[i].result;
        note_incomplete(project, result);
        if (result->module == NULL)
            continue;
        pipeline_note_files(result->module, project->set);
        g_ptr_array_add(modules, result->module);
        g_array_append_val(units, i);
    }
    return units;
}

/* What was found in a component when it was as it is. */
static bool recall_part(Project *project, const PipelineRecordUnits *units)
{
    AnalysisStats stats;
    GByteArray *record = project->store != NULL ? pipeline_store_recall_part(project->store, units) : NULL;
    bool good = record != NULL && pipeline_record_read_part(record->data, record->len, &stats, project->set);
    if (record != NULL)
        g_byte_array_unref(record);
    return good;
}

/* Adds what is found in a component, of which `part` has the units. */
static void find_in_part(Project *project, ReportSources *sources, const GArray *part)
{
    PipelineRecordUnits units = {&project->units, (const uint32_t *)(const void *)part->data, part->len};
    if (recall_part(project, &units))
        return;
    GPtrArray *modules = g_ptr_array_new();
    for (guint i = 0; i < part->len; i++)
        g_ptr_array_add(modules, project->outcomes[g_array_index(part, uint32_t, i)].result.module);
    AnalysisProgram *program = link_join((const IrModule *const *)modules->pdata, modules->len, NULL);
    AnalysisResult *analysis = analysis_run(program);
    ReportSet *set = report_set_new();
    GByteArray *record = g_byte_array_new();
    pipeline_find(analysis, NULL, &project->units, sources, set);
    pipeline_record_write_part(&analysis->stats, set, record);
    if (project->store != NULL)
        pipeline_store_offer_part(project->store, &units, record);
    report_set_append(project->set, set);
    g_byte_array_unref(record);
    report_set_free(set);
    analysis_result_free(analysis);
    link_program_free(program);
    g_ptr_array_unref(modules);
}

/* The units of each component of the program, for as many as *count. */
static GArray **components_of(Project *project, uint32_t *count)
{
    GPtrArray *modules = g_ptr_array_new();
    GArray *units = units_with_modules(project, modules);
    uint32_t *component_of = link_components((const IrModule *const *)modules->pdata, modules->len, count);
    GArray **components = g_new0(GArray *, (gsize)*count + 1);
    for (uint32_t i = 0; i < *count; i++)
        components[i] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint i = 0; i < units->len; i++)
        g_array_append_val(components[component_of[i]], g_array_index(units, uint32_t, i));
    g_free(component_of);
    g_array_unref(units);
    g_ptr_array_unref(modules);
    return components;
}

/* A component at a time, as the driver does: what was found in one that did not change is there. */
static bool judge(Project *project, char **error)
{
    ReportSources *sources = report_sources_new();
    uint32_t count = 0;
    GArray **components = components_of(project, &count);
    for (uint32_t i = 0; i < count; i++) {
        find_in_part(project, sources, components[i]);
        g_array_unref(components[i]);
    }
    bool good = pipeline_weigh(project->judgement, &project->units, sources, project->set, error);
    g_free(components);
    report_sources_free(sources);
    end_keeping(project);
    return good;
}

/* --- modules, for the open files' checks --- */

static void add_module(GVariantBuilder *out, const char *source, const FrontendResult *result)
{
    const IrModule *module = result->module;
    GPtrArray *offers = link_offers(module), *files = g_ptr_array_new();
    GByteArray *ir = g_byte_array_new();
    for (uint32_t i = 0; i < module->file_count; i++)
        g_ptr_array_add(files, (gpointer)(uintptr_t)module->files[i].path);
    if (offers->len > 0)
        ir_write(module, ir);
    g_ptr_array_add(offers, NULL);
    g_ptr_array_add(files, NULL);
    GVariant *bytes = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, ir->data, ir->len, 1);
    g_variant_builder_add(out, "(^ay^aay@ay^aay)", source, offers->pdata, bytes, files->pdata);
    g_byte_array_unref(ir);
    g_ptr_array_unref(offers);
    g_ptr_array_unref(files);
}

static GVariant *modules_of(const Project *project)
{
    GVariantBuilder out;
    g_variant_builder_init(&out, G_VARIANT_TYPE(LSP_MODULES));
    for (guint i = 0; i < project->units.units->len; i++)
        if (project->outcomes[i].result.module != NULL)
            add_module(&out, ((PipelineUnit *)project->units.units->pdata[i])->source, &project->outcomes[i].result);
    return g_variant_builder_end(&out);
}

void lsp_serve_project(int requests, int replies, void *data)
{
    (void)requests; /* there are none: this check ends, or is ended */
    Project project = {.input = data, .replies = replies};
    char *error = NULL;
    (void)!nice(POLITENESS);
    bool good = collect(&project, &error) && parse(&project) && judge(&project, &error);
    if (good)
        lsp_worker_write(replies, lsp_reply_write(LSP_REPLY_PROJECT, 0, project.set, NULL, NULL, modules_of(&project)));
    else
        lsp_worker_write(replies, lsp_reply_write(LSP_REPLY_FAILED, 0, NULL, error != NULL ? error : "it was ended", NULL, NULL));
    g_free(error); /* the process ends: the rest goes with it */
}
