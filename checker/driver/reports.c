/* reports.c - see reports.h. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "driver/reports.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/environment.h"
#include "driver/output.h"

static char *unknown_format(const char *name, size_t length)
{
    size_t count = 0;
    const ReportWriter *writers = report_writers(&count);
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "--format=%.*s is not available; the formats are: ", (int)MIN(length, 60), name);
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", writers[i].name);
    return g_string_free(text, FALSE);
}

static bool add_report(GArray *reports, const char *format, const char *output, char **error)
{
    size_t length = strcspn(format, ":");
    char *name = g_strndup(format, length);
    DriverReport report = {report_writer_find(name), format[length] == ':' ? format + length + 1 : output};
    g_free(name);
    if (report.writer == NULL)
        *error = unknown_format(format, length);
    else if (report.path != NULL && *report.path == '\0')
        *error = g_strdup_printf("--format=%s names no file after the colon", format);
    for (guint i = 0; *error == NULL && i < reports->len; i++)
        if (g_strcmp0(g_array_index(reports, DriverReport, i).path, report.path) == 0)
            *error = g_strdup_printf("two reports go to %s; --format=FORMAT:FILE gives each a file of its own", report.path != NULL ? report.path : "standard output");
    g_array_append_val(reports, report);
    return *error == NULL && driver_output_check(report.path, error);
}

GArray *driver_reports_choose(const DriverOptions *options, char **error)
{
    *error = NULL;
    GArray *reports = g_array_new(FALSE, FALSE, sizeof(DriverReport));
    bool good = true, is_output_used = options->output == NULL;
    for (guint i = 0; good && i < options->formats->len; i++) {
        const char *format = options->formats->pdata[i];
        good = add_report(reports, format, options->output, error);
        is_output_used = is_output_used || strchr(format, ':') == NULL;
    }
    if (good && options->formats->len == 0)
        good = add_report(reports, "text", options->output, error);
    else if (good && !is_output_used) {
        *error = g_strdup("--output names a file, but each --format has one of its own");
        good = false;
    }
    if (!good)
        g_clear_pointer(&reports, g_array_unref);
    return reports;
}

void driver_reports_keep_files(GArray *reports, const DriverOptions *options)
{
    for (guint i = reports->len; i-- > 0;)
        if (g_strcmp0(g_array_index(reports, DriverReport, i).path, options->output) == 0)
            g_array_remove_index(reports, i);
}

static bool wants_color(const DriverOptions *options, const DriverReport *report)
{
    const char *forced = environment_get(ENVIRONMENT_CLICOLOR_FORCE), *terminal = environment_get(ENVIRONMENT_TERM);
    if (strcmp(options->color, "auto") != 0)
        return strcmp(options->color, "always") == 0;
    if (report->path != NULL || environment_get(ENVIRONMENT_NO_COLOR) != NULL)
        return false;
    if (forced != NULL && strcmp(forced, "0") != 0)
        return true;
    return isatty(STDOUT_FILENO) && (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

bool driver_reports_write(const GArray *reports, const DriverOptions *options, ReportRun run)
{
    bool good = true;
    for (guint i = 0; i < reports->len; i++) {
        const DriverReport *report = &g_array_index(reports, DriverReport, i);
        char *error = NULL;
        GString *text = g_string_new(NULL);
        run.color = wants_color(options, report);
        report->writer->write(&run, text);
        good = driver_output_write(report->path, text, &error) && good;
        if (error != NULL)
            driver_tell("%s", error);
        g_free(error);
        g_string_free(text, TRUE);
    }
    return good;
}

char *driver_repository_root(const char *folder)
{
    char *real = realpath(folder, NULL), *start = g_strdup(real != NULL ? real : folder), *at = g_strdup(start);
    free(real);
    for (;;) {
        char *mark = g_build_filename(at, ".git", NULL); /* a folder, or in a worktree a file */
        bool is_root = g_file_test(mark, G_FILE_TEST_EXISTS);
        g_free(mark);
        if (is_root) {
            g_free(start);
            return at;
        }
        char *parent = g_path_get_dirname(at);
        bool is_top = strcmp(parent, at) == 0;
        g_free(at);
        at = parent;
        if (is_top)
            break;
    }
    g_free(at);
    return start;
}
