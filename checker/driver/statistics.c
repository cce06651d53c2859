/* statistics.c - the text of --stats; see statistics.h. For people: the format is not fixed. */
#include "driver/statistics.h"

#include <string.h>

#include "base/path.h"

typedef struct Count {
    const char *name;
    uint64_t count;
} Count;

/* Most first; by name among equals. */
static gint compare_counts(gconstpointer left, gconstpointer right)
{
    const Count *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return strcmp(a->name, b->name);
}

static void append_unknowns(const DriverRun *run, GString *out)
{
    GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
    GArray *counts = g_array_new(FALSE, FALSE, sizeof(Count));
    for (uint32_t i = 0; i < run->module_count; i++)
        for (uint32_t k = 0; k < run->modules[i]->unknown_count; k++) {
            const IrUnknown *unknown = &run->modules[i]->unknowns[k];
            gpointer at = g_hash_table_lookup(index, unknown->name);
            if (at == NULL) {
                Count fresh = {unknown->name, 0};
                g_array_append_val(counts, fresh);
                at = GUINT_TO_POINTER(counts->len); /* one more than the index: NULL is "absent" */
                g_hash_table_insert(index, (gpointer)(uintptr_t)unknown->name, at);
            }
            g_array_index(counts, Count, GPOINTER_TO_UINT(at) - 1).count += unknown->count;
        }
    g_array_sort(counts, compare_counts);
    g_string_append_printf(out, "  kinds of code that are not modelled: %u\n", counts->len);
    for (guint i = 0; i < counts->len; i++)
        g_string_append_printf(out, "    %8" G_GUINT64_FORMAT " %s\n", (guint64)g_array_index(counts, Count, i).count, g_array_index(counts, Count, i).name);
    g_array_unref(counts);
    g_hash_table_unref(index);
}

static void append_degraded(const DriverRun *run, GString *out)
{
    g_string_append_printf(out, "  functions with an error inside: %u\n", run->counts.degraded_functions);
    for (uint32_t i = 0; i < run->module_count; i++)
        for (uint32_t k = 0; k < run->modules[i]->function_count; k++) {
            const IrFunction *function = &run->modules[i]->functions[k];
            if (function->is_defined && function->degraded != NULL)
                g_string_append_printf(out, "    %s in %s: %s\n", function->name, base_path_below(run->modules[i]->source, run->working_directory), function->degraded);
        }
}

static guint append_limits_with(const DriverRun *run, bool has_tasks, GString *out)
{
    guint count = 0;
    for (guint i = 0; i < run->set->limits->len; i++) {
        const ReportLimit *limit = &g_array_index(run->set->limits, ReportLimit, i);
        if (limit->has_tasks != has_tasks)
            continue;
        const char *path = limit->place.path != NULL ? base_path_below(limit->place.path, run->working_directory) : "?";
        g_string_append_printf(out, "    %s at %s:%u: %s\n", limit->function, path, limit->place.line, limit->reason);
        count++;
    }
    return count;
}

static void append_limits(const DriverRun *run, GString *out)
{
    GString *with_tasks = g_string_new(NULL), *others = g_string_new(NULL);
    guint count = append_limits_with(run, true, with_tasks);
    g_string_append_printf(out, "  functions cut short: %u, of these with value tasks: %u\n%s", run->set->limits->len, count, with_tasks->str);
    if (append_limits_with(run, false, others) > 0)
        g_string_append_printf(out, "  the others, of which their callers know less:\n%s", others->str);
    g_string_free(with_tasks, TRUE);
    g_string_free(others, TRUE);
}

static void append_seconds(const DriverRun *run, GString *out)
{
    static const char *const names[STAGE_COUNT] = {"collect", "parse", "join", "analyse", "report"};
    double parsing = 0, lowering = 0;
    for (guint i = 0; i < run->units.units->len; i++) {
        parsing += run->outcomes[i].result.stats.parse_seconds;
        lowering += run->outcomes[i].result.stats.lower_seconds;
    }
    g_string_append(out, "  seconds:");
    for (int i = 0; i < STAGE_COUNT; i++)
        g_string_append_printf(out, " %s %.3f%s", names[i], run->seconds[i], i + 1 < STAGE_COUNT ? "," : "\n");
    g_string_append_printf(out, "  processor seconds in the workers, summed: libclang %.3f, lowering %.3f\n", parsing, lowering);
}

static uint32_t context_files(const DriverRun *run)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < run->module_count; i++)
        count += run->is_context[i];
    return count;
}

void driver_append_statistics(const DriverRun *run, GString *out)
{
    uint32_t with_tasks = 0, with_header = 0, instructions = 0;
    for (guint i = 0; i < run->units.units->len; i++) {
        with_tasks += run->outcomes[i].result.stats.has_value_tasks;
        with_header += run->outcomes[i].result.stats.has_header;
        instructions += run->outcomes[i].result.stats.instructions;
    }
    g_string_append(out, "statistics:\n");
    g_string_append_printf(out, "  files: %u; not analysed: %u, only in part: %u\n", run->counts.files, run->counts.failed_files, run->counts.partial_files);
    g_string_append_printf(out, "  parses: %u, of these with value tasks: %u; entries skipped (not C, internal): %u\n", run->parsed, with_tasks, run->units.skipped);
    g_string_append_printf(out, "  not parsed, as nothing changed since an earlier run: %u%s\n", run->cached,
                           run->is_recalled ? "; nor analysed" : "");
    g_string_append_printf(out, "  not parsed, as no value task can be in them: %u%s; looked at for this: %u files, %.1f MB\n", run->selection.skipped,
                           run->selection.is_cut ? ", some of which code with value tasks leads to through others" : "", run->selection.scanned.files,
                           (double)run->selection.scanned.bytes / 1e6);
    g_string_append_printf(out, "  precompiled headers: %u; files parsed with one: %u\n", run->shared_headers, with_header);
    if (run->context != NULL)
        g_string_append_printf(out, "  files that were not asked for, but are called into: %u%s\n", context_files(run),
                               pipeline_context_is_cut(run->context) ? "; there are more, which count as not seen" : "");
    g_string_append_printf(out, "  functions lowered: %u, instructions: %u\n", run->counts.functions, instructions);
    if (run->options->dump == NULL) {
        const AnalysisStats *stats = &run->analysed;
        if (!run->is_recalled)
            g_string_append_printf(out, "  parts of the program that have nothing to do with each other: %u, of these analysed: %u\n", run->components, run->components_analysed);
        g_string_append_printf(out, "  functions analysed: %u, in %u runs; most worlds at one point: %u\n", stats->functions, stats->runs, stats->worlds);
        g_string_append_printf(out, "  tasks followed: %u, given up on some path: %u\n", stats->tasks, stats->escaped);
    }
    append_unknowns(run, out);
    append_degraded(run, out);
    append_limits(run, out);
    append_seconds(run, out);
}
