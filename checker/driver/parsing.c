/* parsing.c - units to modules, in worker processes; see parsing.h. */
#include "driver/parsing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/diagnostics.h"
#include "driver/output.h"
#include "frontend/arguments.h"
#include "pipeline/workers.h"

static void show_progress(uint32_t done, uint32_t total, const char *source, void *context)
{
    const DriverRun *run = context;
    const char *path = base_path_below(source, run->working_directory);
    size_t length = strlen(path);
    fprintf(stderr, "\r\033[K[%u/%u] %s%s", done, total, length > 60 ? "..." : "", length > 60 ? path + length - 60 : path);
    if (done == total)
        fputs("\r\033[K", stderr);
}

static bool wants_progress(const DriverOptions *options)
{
    const char *terminal = getenv("TERM");
    return !options->quiet && !options->verbose && isatty(STDERR_FILENO) && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

/* Loaded here, libclang is shared by the workers that are forked. */
static bool load_libclang(DriverRun *run)
{
    const char *missing = frontend_load();
    if (missing != NULL) {
        driver_tell("%s", missing);
        return false;
    }
    if (run->resource_dir == NULL)
        driver_tell("warning: Clang's own headers (stddef.h, stdarg.h, ...) were not found; install them (Debian: libclang-common-19-dev) or name their "
                    "folder in VTCHECK_RESOURCE_DIR");
    return true;
}

/* A dump is asked for to see what was made of a file; it shows all of them. */
static void select_units(DriverRun *run)
{
    PipelineSelectionSettings settings = {
        .parse_all = run->options->no_skip || run->options->dump != NULL || run->options->explain_state != NULL,
        .resource_dir = run->resource_dir,
    };
    run->selection = pipeline_select(&run->units, &settings);
}

int driver_parse(DriverRun *run)
{
    guint count = run->units.units->len;
    run->outcomes = g_new0(PipelineOutcome, count + 1);
    run->modules = g_new0(const IrModule *, count + 1);
    run->resource_dir = frontend_find_resource_dir();
    select_units(run);
    if (run->selection.count > 0 && !load_libclang(run))
        return -1;
    WorkerSettings settings = {
        .jobs = run->options->jobs > 0 ? run->options->jobs : (int)g_get_num_processors(),
        .timeout = run->options->timeout,
        .dump_ast = run->options->dump != NULL && strcmp(run->options->dump, "ast") == 0,
        .resource_dir = run->resource_dir,
        .progress = wants_progress(run->options) ? show_progress : NULL,
        .context = run,
        .order = run->selection.order,
        .order_count = run->selection.count,
    };
    int interrupted = pipeline_workers_run(run->units.units, &settings, run->outcomes);
    if (interrupted != 0)
        return interrupted;
    for (guint i = 0; i < count; i++)
        if (run->outcomes[i].result.module != NULL)
            run->modules[run->module_count++] = run->outcomes[i].result.module;
    driver_collect_diagnostics(run);
    return 0;
}
