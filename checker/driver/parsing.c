/* parsing.c - units to modules, in worker processes; see parsing.h. */
#include "driver/parsing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/path.h"
#include "driver/diagnostics.h"
#include "driver/output.h"
#include "driver/unmet.h"
#include "frontend/arguments.h"
#include "pipeline/headers.h"
#include "pipeline/workers.h"

typedef struct Parsing {
    DriverRun *run;
    bool is_warned;  /* that Clang's own headers are missing, if they are */
    gint64 started; /* monotonic microseconds */
} Parsing;

static void show_progress(uint32_t done, uint32_t total, const char *source, void *context)
{
    const DriverRun *run = ((const Parsing *)context)->run;
    const char *path = base_path_below(source, run->working_directory);
    size_t length = strlen(path);
    double seconds = (double)(g_get_monotonic_time() - ((const Parsing *)context)->started) / G_USEC_PER_SEC;
    double rate = seconds > 0 ? done / seconds : 0;
    fprintf(stderr, "\r\033[K[%u/%u, %.*f/s, %.0f s left] %s%s", done, total, rate < 10 ? 1 : 0, rate, rate > 0 ? (total - done) / rate : 0,
            length > 60 ? "..." : "", length > 60 ? path + length - 60 : path);
    if (done == total)
        fputs("\r\033[K", stderr);
}

static bool wants_progress(const DriverOptions *options)
{
    const char *terminal = environment_get(ENVIRONMENT_TERM);
    return !options->quiet && !options->verbose && isatty(STDERR_FILENO) && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

/* Whether there is one. */
static bool load_libclang(void)
{
    const char *missing = frontend_load();
    if (missing != NULL)
        driver_tell("%s", missing);
    return missing == NULL;
}

/* Loaded here, libclang is shared by the workers that are forked. A single one loads it for itself, and need not copy what the loader wrote. */
static bool prepare_libclang(Parsing *parsing)
{
    const DriverRun *run = parsing->run;
    if (run->selection.count > 1 && !load_libclang())
        return false;
    if (run->resource_dir == NULL && !parsing->is_warned)
        driver_tell("warning: Clang's own headers (stddef.h, stdarg.h, ...) were not found; install them (Debian: libclang-common-19-dev) or name their "
                    "folder in VTCHECK_RESOURCE_DIR");
    parsing->is_warned = true;
    return true;
}

/* A dump is asked for to see what was made of a file; it shows all of them. */
static PipelineSelectionSettings selection_settings(const DriverRun *run)
{
    return (PipelineSelectionSettings){
        .parse_all = run->options->no_skip || run->options->dump != NULL || run->options->explain_state != NULL,
        .skip_named = run->options->is_summarise, /* as all units of a database are */
        .resource_dir = run->resource_dir,
        .cache = run->cache,
        .working_directory = run->working_directory,
    };
}

/* NULL: no cache. Where the user's own folder cannot be used nothing is said: there may be no home, as in a build's sandbox. */
static Cache *open_cache(const DriverRun *run)
{
    const DriverOptions *options = run->options;
    char *problem = NULL, *folder = run->trusts_no_cache ? NULL : driver_cache_folder(options, run->working_directory);
    if (folder == NULL)
        return NULL;
    Cache *cache = cache_open(folder, PIPELINE_CACHE_BYTES, &problem);
    if (problem != NULL && options->cache_dir != NULL)
        driver_tell("warning: %s; going on without", problem);
    g_free(problem);
    g_free(folder);
    return cache;
}

void driver_end_keeping(DriverRun *run)
{
    if (run->store != NULL)
        pipeline_store_flush(run->store);
    if (run->cache != NULL)
        pipeline_selection_remember(&run->selection);
    if (run->cache != NULL && cache_problem(run->cache) != NULL && run->options->cache_dir != NULL)
        driver_tell("warning: %s", cache_problem(run->cache));
    pipeline_store_free(run->store);
    cache_close(run->cache);
    run->store = NULL;
    run->cache = NULL;
}

static void keep_reply(uint32_t unit, const guint8 *message, size_t length, const PipelineOutcome *outcome, void *context)
{
    const Parsing *parsing = context;
    if (parsing->run->store != NULL)
        pipeline_store_offer(parsing->run->store, unit, message, length, outcome);
}

/* Nothing is asked for but what is found in whole programs: else all modules are needed at a time, and what was found in a part of a program depends on
 * more than the part. */
static bool wants_only_findings(const DriverRun *run)
{
    return run->options->dump == NULL && run->options->explain_state == NULL && run->options->profile == NULL && !run->options->is_summarise && run->context == NULL;
}

/* What is left of the selection. Returns 0, or the signal that ended it. */
static int run_workers(Parsing *parsing, bool dump_ast)
{
    DriverRun *run = parsing->run;
    int jobs = run->options->jobs > 0 ? run->options->jobs : (int)g_get_num_processors();
    PipelineHeaders *headers = NULL;
    if (!run->options->no_shared_headers && !run->options->is_summarise && !dump_ast)
        headers = pipeline_headers_new(&run->units, &run->selection, run->store, jobs);
    run->shared_headers += pipeline_headers_count(headers);
    run->spool = wants_only_findings(run) ? pipeline_spool_new(run->units.units->len) : NULL;
    parsing->started = g_get_monotonic_time();
    WorkerSettings settings = {
        .jobs = jobs,
        .memory = (uint64_t)run->options->max_memory << 20,
        .timeout = run->options->timeout,
        .heeds_make = run->options->jobs == 0,
        .dump_ast = dump_ast,
        .headers = headers,
        .spool = run->spool,
        .resource_dir = run->resource_dir,
        .progress = wants_progress(run->options) ? show_progress : NULL,
        .reply = keep_reply,
        .context = parsing,
        .order = run->selection.order,
        .order_count = run->selection.count,
    };
    int status = pipeline_workers_run(run->units.units, &settings, run->outcomes);
    pipeline_headers_free(headers);
    return status;
}

static void use_store(DriverRun *run)
{
    uint32_t selected = run->selection.count;
    if (run->store == NULL)
        run->store = pipeline_store_new(run->cache, &run->units, &run->selection, run->resource_dir);
    run->is_recalled = wants_only_findings(run) && pipeline_store_recall(run->store, run->outcomes, &run->analysed, run->set);
    run->cached += run->is_recalled ? selected : pipeline_store_load(run->store, wants_only_findings(run), run->outcomes);
}

/* What is selected. Returns as driver_parse. */
static int parse_selected(Parsing *parsing)
{
    DriverRun *run = parsing->run;
    bool dump_ast = run->options->dump != NULL && strcmp(run->options->dump, "ast") == 0;
    if (run->cache != NULL && run->selection.count > 0 && !dump_ast)
        use_store(run);
    run->parsed += run->selection.count;
    if (run->selection.count == 0)
        return 0;
    int status = prepare_libclang(parsing) ? run_workers(parsing, dump_ast) : -1;
    bool may_lack = status == 0 && run->selection.count == 1 && run->outcomes[run->selection.order[0]].result.error != NULL;
    return may_lack && !load_libclang() ? -1 : status;
}

/* --- modules --- */

typedef struct ModuleOfRun {
    const IrModule *module;
    bool is_context;
} ModuleOfRun;

/* By source, whatever the order of the database: so do those who join summary files. */
static gint compare_modules(gconstpointer one, gconstpointer other)
{
    return strcmp(((const ModuleOfRun *)one)->module->source, ((const ModuleOfRun *)other)->module->source);
}

static void gather_modules(DriverRun *run)
{
    guint count = run->units.units->len;
    GArray *all = g_array_new(FALSE, FALSE, sizeof(ModuleOfRun));
    for (guint i = 0; i < count; i++) {
        ModuleOfRun one = {run->outcomes[i].result.module, ((const PipelineUnit *)run->units.units->pdata[i])->is_context};
        if (one.module != NULL)
            g_array_append_val(all, one);
    }
    g_array_sort(all, compare_modules); /* stable */
    run->modules = g_renew(const IrModule *, run->modules, count + 1);
    run->is_context = g_renew(bool, run->is_context, count + 1);
    run->module_count = all->len;
    for (guint i = 0; i < all->len; i++) {
        run->modules[i] = g_array_index(all, ModuleOfRun, i).module;
        run->is_context[i] = g_array_index(all, ModuleOfRun, i).is_context;
    }
    g_array_unref(all);
}

/* Those in which comments and macros are looked for. */
static void note_files(DriverRun *run)
{
    for (uint32_t i = 0; i < run->module_count; i++)
        if (!run->is_context[i])
            pipeline_note_files(run->modules[i], run->set);
}

/* --- the files that are called into --- */

/* A dump shows what was asked for, a summary is of one file. */
static bool wants_context(const DriverRun *run)
{
    return run->options->dump == NULL && !run->options->is_summarise;
}

static bool grow(DriverRun *run)
{
    guint before = run->units.units->len, added = pipeline_context_grow(run->context, &run->selection, run->modules, run->is_context, run->module_count);
    char *warning = NULL, *error = NULL; /* there is none: they are of units that were asked for */
    if (added == 0)
        return false;
    pipeline_judgement_attach(run->judgement, &run->units, &warning, &error);
    g_free(warning);
    g_free(error);
    PipelineSelectionSettings settings = selection_settings(run);
    settings.parse_all = settings.parse_all && run->options->no_skip;
    pipeline_select_more(&run->selection, &run->units, before, &settings);
    run->outcomes = g_renew(PipelineOutcome, run->outcomes, before + added + 1);
    memset(run->outcomes + before, 0, (added + 1) * sizeof *run->outcomes);
    return true;
}

/* Units as they were asked for, then round after round what their modules lead to. */
static int parse_all(DriverRun *run)
{
    Parsing parsing = {.run = run};
    int status = parse_selected(&parsing);
    gather_modules(run);
    while (status == 0 && run->context != NULL && grow(run)) {
        status = parse_selected(&parsing);
        gather_modules(run);
    }
    return status;
}

int driver_parse(DriverRun *run)
{
    run->outcomes = g_new0(PipelineOutcome, run->units.units->len + 1);
    run->resource_dir = frontend_find_resource_dir();
    run->cache = open_cache(run);
    PipelineRequest request = driver_request(run->options, run->working_directory);
    if (wants_context(run))
        run->context = pipeline_context_new(&request, &run->units);
    PipelineSelectionSettings settings = selection_settings(run);
    run->selection = pipeline_select(&run->units, &settings);
    int status = parse_all(run);
    if (status != 0)
        return status;
    note_files(run);
    driver_collect_diagnostics(run);
    driver_note_unmet(run);
    return 0;
}
