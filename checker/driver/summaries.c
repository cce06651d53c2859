/* summaries.c - summary files written and joined; see summaries.h. */
#include "driver/summaries.h"

#include <string.h>

#include "base/path.h"
#include "driver/commands.h"
#include "driver/diagnostics.h"
#include "driver/output.h"
#include "pipeline/summary_file.h"

static char *root_of(const DriverRun *run)
{
    const char *root = run->options->root;
    return root != NULL ? base_path_absolute(root, run->working_directory) : g_strdup(run->working_directory);
}

/* --- summarise --- */

static void append_escaped(GString *out, const char *path)
{
    for (; *path != '\0'; path++) {
        if (*path == ' ' || *path == '#' || *path == '\\')
            g_string_append_c(out, '\\');
        if (*path == '$')
            g_string_append_c(out, '$');
        g_string_append_c(out, *path);
    }
}

/* The configuration of a source, and those that it goes on from. */
static void add_configurations(const DriverRun *run, const char *source, GPtrArray *files)
{
    const char *last = NULL;
    char *place = g_strdup(source);
    for (bool goes_on = true; goes_on;) {
        char *error = NULL;
        const PipelinePolicy *policy = pipeline_policy(run->judgement, place, &error);
        const char *path = policy != NULL ? policy->config->path : NULL;
        goes_on = path != NULL && g_strcmp0(path, last) != 0; /* one that was named on the command line is that of all places */
        if (goes_on) {
            g_ptr_array_add(files, g_strdup(path));
            char *folder = g_path_get_dirname(path), *parent = g_path_get_dirname(folder);
            g_free(place);
            place = g_build_filename(parent, CONFIG_FILE_NAME, NULL);
            goes_on = policy->config->inherits && strcmp(parent, folder) != 0;
            g_free(folder);
            g_free(parent);
        }
        last = path;
        g_free(error);
    }
    g_free(place);
}

/* The files that a unit may read; of one that was parsed, those that it did. */
static GPtrArray *files_of(const DriverRun *run, const PipelineUnit *unit)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    const IrModule *module = run->outcomes[0].result.module;
    if (module == NULL)
        scan_list(run->selection.scanner, &(ScanInput){unit->source, unit->directory, (const char *const *)unit->flags}, files);
    for (uint32_t i = 0; module != NULL && i < module->file_count; i++)
        g_ptr_array_add(files, g_strdup(module->files[i].path));
    add_configurations(run, unit->source, files);
    return files;
}

/* make and Ninja run in the root. */
static GString *make_depfile(const DriverRun *run, const PipelineUnit *unit, const char *root)
{
    char *output = base_path_absolute(run->options->output, run->working_directory);
    GString *text = g_string_new(NULL);
    GPtrArray *files = files_of(run, unit);
    append_escaped(text, base_path_below(output, root));
    g_string_append_c(text, ':');
    for (guint i = 0; i < files->len; i++) {
        g_string_append(text, " \\\n  ");
        append_escaped(text, base_path_below(files->pdata[i], root));
    }
    g_string_append_c(text, '\n');
    g_ptr_array_unref(files);
    g_free(output);
    return text;
}

static bool write_file(const char *path, const GString *text)
{
    char *error = NULL;
    bool written = driver_output_write(path, text, &error);
    if (error != NULL)
        driver_tell("%s", error);
    g_free(error);
    return written;
}

static bool says_already(const char *path, const GString *text)
{
    char *bytes = NULL;
    gsize length = 0;
    bool same = g_file_get_contents(path, &bytes, &length, NULL) && length == text->len && memcmp(bytes, text->str, length) == 0;
    g_free(bytes);
    return same;
}

int driver_write_summary(DriverRun *run)
{
    if (run->units.units->len != 1) {
        driver_print_problems(run);
        if (run->units.units->len > 1)
            driver_tell("%s is compiled in %u ways; give one of them as 'vtcheck summarise SRC -o FILE -- FLAGS'",
                        base_path_below(((const PipelineUnit *)run->units.units->pdata[0])->source, run->working_directory), run->units.units->len);
        return DRIVER_FAILED;
    }
    const PipelineUnit *unit = run->units.units->pdata[0];
    char *root = root_of(run);
    GString *dependencies = run->options->depfile != NULL ? make_depfile(run, unit, root) : NULL; /* before paths become relative */
    GString *text = g_string_new(NULL);
    pipeline_summary_write(&run->outcomes[0], unit->source, root, driver_version(), text);
    bool written = says_already(run->options->output, text) || write_file(run->options->output, text);
    if (dependencies != NULL) {
        written = written && write_file(run->options->depfile, dependencies);
        g_string_free(dependencies, TRUE);
    }
    g_string_free(text, TRUE);
    g_free(root);
    return written ? DRIVER_CLEAN : DRIVER_FAILED;
}

/* --- link --- */

/* Names of summary files: FILEs, and the lines of @LISTs. */
static GPtrArray *list_files(const DriverRun *run)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < run->options->files->len; i++) {
        const char *name = run->options->files->pdata[i];
        char *text = NULL;
        GError *error = NULL;
        if (name[0] != '@') {
            g_ptr_array_add(files, g_strdup(name));
        } else if (g_file_get_contents(name + 1, &text, NULL, &error)) {
            char **lines = g_strsplit(text, "\n", -1);
            for (char **line = lines; *line != NULL; line++)
                if (*g_strstrip(*line) != '\0')
                    g_ptr_array_add(files, g_strdup(*line));
            g_strfreev(lines);
            g_free(text);
        } else {
            driver_tell("%s", error->message);
            g_error_free(error);
            g_ptr_array_unref(files);
            return NULL;
        }
    }
    return files;
}

/* A dump shows bodies; findings have them read when they are looked for. */
static bool make_whole(DriverRun *run, guint index)
{
    FrontendResult *result = &run->outcomes[index].result;
    char *error = NULL;
    if (run->options->dump == NULL || !pipeline_summaries_has_module(run->summaries, index))
        return true;
    ir_module_free(result->module);
    result->module = pipeline_summaries_module(run->summaries, index, &error);
    if (error != NULL)
        driver_tell("%s", error);
    g_free(error);
    return result->module != NULL;
}

/* In which comments and macros are looked for. */
static void note_texts(DriverRun *run, const PipelineSummary *summary)
{
    for (guint i = 0; i < summary->texts->len && summary->has_comments; i++)
        report_set_add_file(run->set, g_array_index(summary->texts, PipelineSummaryText, i).path);
}

static bool take_summaries(DriverRun *run)
{
    guint count = pipeline_summaries_count(run->summaries);
    bool good = count > 0;
    run->outcomes = g_new0(PipelineOutcome, count + 1);
    run->modules = g_new0(const IrModule *, count + 1);
    run->units = pipeline_units_new();
    if (!good)
        driver_tell("no summary files to link");
    for (guint i = 0; i < count && good; i++) {
        PipelineSummary *summary = pipeline_summaries_get(run->summaries, i);
        pipeline_units_add(&run->units, summary->source, run->working_directory);
        run->outcomes[i] = summary->outcome;
        summary->outcome = (PipelineOutcome){0}; /* which is the run's now */
        note_texts(run, summary);
        good = make_whole(run, i);
        if (run->outcomes[i].result.module != NULL)
            run->modules[run->module_count++] = run->outcomes[i].result.module;
    }
    return good;
}

bool driver_load_summaries(DriverRun *run)
{
    GPtrArray *files = list_files(run);
    char *root = root_of(run), *error = NULL;
    run->summaries = pipeline_summaries_new(root, driver_version());
    report_sources_read_by(run->sources, pipeline_summaries_text, run->summaries);
    bool good = files != NULL;
    for (guint i = 0; good && i < files->len; i++)
        good = pipeline_summaries_add(run->summaries, files->pdata[i], &error);
    if (error != NULL)
        driver_tell("%s", error);
    pipeline_summaries_sort(run->summaries);
    good = good && take_summaries(run);
    g_free(error);
    g_free(root);
    if (files != NULL)
        g_ptr_array_unref(files);
    return good;
}
