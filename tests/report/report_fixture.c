/* report_fixture.c - see report_fixture.h. */
#include "report_fixture.h"

#include <glib/gstdio.h>

const ReportRule rule_double = {"vt-double-await", REPORT_ERROR, "a task is consumed twice", "# vt-double-await\n", {"correctness", "external/cwe/cwe-675"}};
const ReportRule rule_use = {"vt-use-after-await", REPORT_WARNING, "a consumed task is looked at", "# vt-use-after-await\n", {NULL}};

char *fixture_folder;
ReportSet *fixture_set;
ReportSources *fixture_sources;
const char *fixture_pages;
static GPtrArray *paths;

int fixture_setup(void **state)
{
    (void)state;
    fixture_folder = g_dir_make_tmp("vtcheck-report-XXXXXX", NULL);
    fixture_set = report_set_new();
    fixture_sources = report_sources_new();
    paths = g_ptr_array_new_with_free_func(g_free);
    return fixture_folder == NULL;
}

int fixture_teardown(void **state)
{
    (void)state;
    for (guint i = 0; i < paths->len; i++)
        g_remove(paths->pdata[i]);
    g_rmdir(fixture_folder);
    g_ptr_array_unref(paths);
    g_clear_pointer(&fixture_folder, g_free);
    report_set_free(fixture_set);
    report_sources_free(fixture_sources);
    return 0;
}

const char *fixture_file(const char *name, const char *text, gssize length)
{
    char *path = g_build_filename(fixture_folder, name, NULL);
    if (!g_file_set_contents(path, text, length, NULL))
        g_error("cannot write %s", path);
    g_ptr_array_add(paths, path);
    return path;
}

void fixture_find(const ReportRule *rule, const char *path, uint32_t line, uint32_t column, uint32_t end)
{
    ReportFinding finding = {.rule = rule, .severity = rule->severity, .place = {path, line, column, line, end}, .message = "'t' is awaited a second time", .function = "f"};
    report_set_add(fixture_set, &finding);
}

char *fixture_write(void (*write)(const ReportRun *run, GString *out), bool color)
{
    ReportRun run = {.set = fixture_set, .sources = fixture_sources, .working_directory = fixture_folder, .tool_version = "1.2.3",
                     .clang_version = "clang version 19", .counts = {.files = 2}, .color = color, .pages = fixture_pages};
    GString *out = g_string_new(NULL);
    report_set_finish(fixture_set);
    write(&run, out);
    return g_string_free(out, FALSE);
}
