/* diagnostics.c - Clang's errors and other trouble with files, for people; see diagnostics.h. */
#include "driver/diagnostics.h"

#include <stdio.h>
#include <string.h>

#include "base/path.h"

/* Errors printed for one file: past this many, they follow from the first ones. */
enum { MOST_ERRORS = 20, MOST_NAMES = 5 };

static bool is_error(const FrontendDiagnostic *diagnostic)
{
    return diagnostic->severity >= FRONTEND_ERROR;
}

static void print_line(const char *text)
{
    GString *line = g_string_new(NULL);
    report_append_visible(line, text, strlen(text));
    fprintf(stderr, "%s\n", line->str);
    g_string_free(line, TRUE);
}

static char *diagnostic_line(const DriverRun *run, const PipelineUnit *unit, const FrontendDiagnostic *diagnostic)
{
    const char *severity = diagnostic->severity == FRONTEND_FATAL ? "fatal error" : "error";
    const char *path = base_path_below(diagnostic->path != NULL ? diagnostic->path : unit->source, run->working_directory);
    if (diagnostic->line == 0)
        return g_strdup_printf("%s: %s: %s", path, severity, diagnostic->message);
    return g_strdup_printf("%s:%u:%u: %s: %s", path, diagnostic->line, diagnostic->column, severity, diagnostic->message);
}

/* An error in a header is told once, however many files include it. Returns the number of this unit's errors. */
static uint32_t print_errors(const DriverRun *run, const PipelineUnit *unit, const FrontendResult *result, GHashTable *printed)
{
    uint32_t errors = 0, lines = 0;
    for (uint32_t i = 0; i < result->diagnostic_count; i++) {
        if (!is_error(&result->diagnostics[i]))
            continue;
        errors++;
        char *line = diagnostic_line(run, unit, &result->diagnostics[i]);
        if (lines < MOST_ERRORS && !g_hash_table_contains(printed, line)) {
            print_line(line);
            lines++;
            g_hash_table_add(printed, line);
        } else {
            g_free(line);
        }
    }
    return errors;
}

/* Whether an error stands in a file, not in what a flag names (-include, -D). */
static bool has_place(const FrontendResult *result)
{
    bool has = false;
    for (uint32_t i = 0; i < result->diagnostic_count && !has; i++)
        has = is_error(&result->diagnostics[i]) && result->diagnostics[i].line > 0;
    return has;
}

/* "; 'f' and 'g' were analysed only in part", or what else the errors mean. */
static void append_degraded(const IrModule *module, GString *out)
{
    uint32_t count = 0;
    GString *names = g_string_new(NULL);
    for (uint32_t i = 0; i < module->function_count; i++) {
        const IrFunction *function = &module->functions[i];
        if (!function->is_defined || function->degraded == NULL)
            continue;
        if (count < MOST_NAMES)
            g_string_append_printf(names, "%s'%s'", count > 0 ? ", " : "", function->name);
        count++;
    }
    if (count == 0)
        g_string_append(out, "; what stands there was not analysed");
    else if (count == 1)
        g_string_append_printf(out, "; the function %s was analysed only in part", names->str);
    else if (count <= MOST_NAMES)
        g_string_append_printf(out, "; the functions %s were analysed only in part", names->str);
    else
        g_string_append_printf(out, "; %u functions (%s, ...) were analysed only in part", count, names->str);
    g_string_free(names, TRUE);
}

static void add_problem(DriverRun *run, ReportSeverity severity, const char *path, const char *message)
{
    ReportProblem problem = {severity, {path, 0, 0, 0, 0}, message};
    report_set_add_problem(run->set, &problem);
}

/* The frontend's words begin with the file's name, which every printed problem has before it anyway. */
static const char *without_path(const char *message, const char *path)
{
    size_t length = strlen(path);
    return strncmp(message, path, length) == 0 && strncmp(message + length, ": ", 2) == 0 ? message + length + 2 : message;
}

static void collect_unit(DriverRun *run, const PipelineUnit *unit, const PipelineOutcome *outcome, GHashTable *printed, GHashTable *failed, GHashTable *partial)
{
    const FrontendResult *result = &outcome->result;
    uint32_t errors = print_errors(run, unit, result, printed);
    if (result->error != NULL) {
        add_problem(run, REPORT_ERROR, unit->source, without_path(result->error, unit->source));
        g_hash_table_add(failed, unit->source);
    } else if (errors > 0) {
        GString *message = g_string_new(NULL);
        g_string_append_printf(message, "%u error%s", errors, errors == 1 ? "" : "s");
        if (result->module != NULL && !has_place(result))
            g_string_append(message, errors == 1 ? "; the file was read without that" : "; the file was read without these");
        else if (result->module != NULL)
            append_degraded(result->module, message);
        add_problem(run, REPORT_WARNING, unit->source, message->str);
        g_string_free(message, TRUE);
        g_hash_table_add(partial, unit->source);
    }
    run->counts.functions += result->stats.functions;
    run->counts.degraded_functions += result->stats.degraded_functions;
}

static gboolean is_in(gpointer key, gpointer value, gpointer table)
{
    (void)value;
    return g_hash_table_contains(table, key);
}

/* Files of the program that were not read although something that was read leads to them. */
static void collect_unread(DriverRun *run)
{
    if (run->selection.is_cut)
        add_problem(run, REPORT_NOTE, NULL, "code with value tasks leads through others to more files than are read; what the furthest do counts as not seen");
    if (pipeline_context_is_cut(run->context))
        add_problem(run, REPORT_NOTE, NULL, "the files that were asked for call into more others than are read; what the furthest do counts as not seen");
}

void driver_collect_diagnostics(DriverRun *run)
{
    GHashTable *printed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTable *sources = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTable *failed = g_hash_table_new(g_str_hash, g_str_equal), *partial = g_hash_table_new(g_str_hash, g_str_equal);
    /* Files that never became a unit, or whose flags are not all known, are problems already. */
    for (guint i = 0; i < run->set->problems->len; i++) {
        const ReportProblem *problem = &g_array_index(run->set->problems, ReportProblem, i);
        if (problem->place.path != NULL) {
            g_hash_table_add(sources, (gpointer)(uintptr_t)problem->place.path);
            g_hash_table_add(problem->severity == REPORT_ERROR ? failed : partial, (gpointer)(uintptr_t)problem->place.path);
        }
    }
    for (guint i = 0; i < run->units.units->len; i++) {
        const PipelineUnit *unit = run->units.units->pdata[i];
        if (unit->is_context)
            continue;
        g_hash_table_add(sources, unit->source);
        collect_unit(run, unit, &run->outcomes[i], printed, failed, partial);
    }
    run->counts.files = g_hash_table_size(sources);
    run->counts.failed_files = g_hash_table_size(failed);
    g_hash_table_foreach_remove(partial, is_in, failed); /* a file may be parsed more than once */
    run->counts.partial_files = g_hash_table_size(partial);
    collect_unread(run);
    g_hash_table_unref(printed);
    g_hash_table_unref(sources);
    g_hash_table_unref(failed);
    g_hash_table_unref(partial);
}

void driver_print_problems(const DriverRun *run)
{
    for (guint i = 0; i < run->set->problems->len; i++) {
        const ReportProblem *problem = &g_array_index(run->set->problems, ReportProblem, i);
        const ReportPlace *place = &problem->place;
        char *line;
        if (place->path == NULL) {
            line = g_strdup_printf("vtcheck: %s", problem->message);
        } else {
            const char *path = base_path_below(place->path, run->working_directory);
            line = place->line > 0 ? g_strdup_printf("%s:%u:%u: warning: %s", path, place->line, place->column, problem->message)
                                   : g_strdup_printf("vtcheck: %s: %s", path, problem->message);
        }
        print_line(line);
        g_free(line);
    }
}
