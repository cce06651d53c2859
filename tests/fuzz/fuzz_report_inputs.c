/* fuzz_report_inputs.c - any bytes as a patch, as a baseline and as a source with comments: read or refused, never a crash. */
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "report/baseline.h"
#include "report/patch.h"
#include "report/fingerprint.h"
#include "report/suppress_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *folders[] = {"/nowhere", NULL};
    char *error = NULL;
    ReportPatch *changes = report_patch_new();
    if (report_patch_read(changes, (const char *)data, size, folders, &error) != (error == NULL))
        g_error("neither read nor refused");
    g_clear_pointer(&error, g_free);
    report_patch_free(changes);

    ReportSet *set = report_set_new();
    ReportSources *sources = report_sources_new();
    if (report_baseline_apply(set, sources, "/", (const char *)data, size, &error) != (error == NULL))
        g_error("neither read nor refused");
    g_free(error);
    report_sources_free(sources);
    report_set_free(set);

    char *text = g_malloc(size + 1);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)data[i];
    text[size] = '\0';
    size_t start = 0;
    ReportSource source = {text, size, &start, 1};
    GArray *marks = suppress_marks_new(), *defines = suppress_defines_new();
    suppress_scan(&source, marks, defines);
    g_array_unref(marks);
    g_array_unref(defines);
    g_strfreev(report_line_hashes(&source));
    g_free(text);
    return 0;
}
