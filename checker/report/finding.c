/* finding.c - the set of what a run found; see finding.h. */
#include "report/finding.h"

#include <string.h>

ReportSet *report_set_new(void)
{
    ReportSet *set = g_new0(ReportSet, 1);
    set->strings = g_string_chunk_new(4096);
    set->owned = g_ptr_array_new_with_free_func(g_free);
    set->findings = g_array_new(FALSE, TRUE, sizeof(ReportFinding));
    set->problems = g_array_new(FALSE, TRUE, sizeof(ReportProblem));
    set->limits = g_array_new(FALSE, TRUE, sizeof(ReportLimit));
    set->files = g_ptr_array_new();
    set->file_set = g_hash_table_new(g_str_hash, g_str_equal);
    return set;
}

void report_set_free(ReportSet *set)
{
    if (set == NULL)
        return;
    g_string_chunk_free(set->strings);
    g_ptr_array_unref(set->owned);
    g_array_unref(set->findings);
    g_array_unref(set->problems);
    g_array_unref(set->limits);
    g_ptr_array_unref(set->files);
    g_hash_table_unref(set->file_set);
    g_free(set);
}

static const char *keep(ReportSet *set, const char *text)
{
    return text != NULL ? g_string_chunk_insert_const(set->strings, text) : NULL;
}

static ReportPlace keep_place(ReportSet *set, ReportPlace place)
{
    place.path = keep(set, place.path);
    return place;
}

static ReportFix keep_fix(ReportSet *set, const ReportFix *fix)
{
    if (fix->edit_count == 0)
        return (ReportFix){0};
    ReportFix copy = {keep(set, fix->message), g_new(ReportEdit, fix->edit_count), fix->edit_count};
    g_ptr_array_add(set->owned, copy.edits);
    for (uint32_t i = 0; i < fix->edit_count; i++)
        copy.edits[i] = (ReportEdit){keep_place(set, fix->edits[i].place), keep(set, fix->edits[i].text)};
    return copy;
}

void report_set_add(ReportSet *set, const ReportFinding *finding)
{
    ReportFinding copy = *finding;
    copy.place = keep_place(set, finding->place);
    copy.message = keep(set, finding->message);
    copy.function = keep(set, finding->function);
    copy.reason = keep(set, finding->reason);
    copy.notes = NULL;
    copy.fix = keep_fix(set, &finding->fix);
    if (finding->note_count > 0) {
        copy.notes = g_new(ReportNote, finding->note_count);
        g_ptr_array_add(set->owned, copy.notes);
        for (uint32_t i = 0; i < finding->note_count; i++) {
            copy.notes[i].place = keep_place(set, finding->notes[i].place);
            copy.notes[i].message = keep(set, finding->notes[i].message);
        }
    }
    g_array_append_val(set->findings, copy);
}

void report_set_add_fix(ReportSet *set, const ReportFix *fix)
{
    g_assert(set->findings->len > 0);
    g_array_index(set->findings, ReportFinding, set->findings->len - 1).fix = keep_fix(set, fix);
}

void report_set_add_file(ReportSet *set, const char *path)
{
    if (g_hash_table_contains(set->file_set, path))
        return;
    char *kept = g_string_chunk_insert_const(set->strings, path);
    g_hash_table_add(set->file_set, kept);
    g_ptr_array_add(set->files, kept);
}

void report_set_add_problem(ReportSet *set, const ReportProblem *problem)
{
    ReportProblem copy = *problem;
    copy.place = keep_place(set, problem->place);
    copy.message = keep(set, problem->message);
    g_array_append_val(set->problems, copy);
}

void report_set_add_limit(ReportSet *set, const ReportLimit *limit)
{
    ReportLimit copy = *limit;
    copy.place = keep_place(set, limit->place);
    copy.function = keep(set, limit->function);
    copy.reason = keep(set, limit->reason);
    g_array_append_val(set->limits, copy);
}

void report_set_append(ReportSet *set, const ReportSet *more)
{
    for (guint i = 0; i < more->findings->len; i++)
        report_set_add(set, &g_array_index(more->findings, ReportFinding, i));
    for (guint i = 0; i < more->limits->len; i++)
        report_set_add_limit(set, &g_array_index(more->limits, ReportLimit, i));
    for (guint i = 0; i < more->files->len; i++)
        report_set_add_file(set, more->files->pdata[i]);
}

/* --- order --- */

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_starts(const ReportPlace *a, const ReportPlace *b)
{
    int order = g_strcmp0(a->path, b->path);
    if (order == 0)
        order = compare_numbers(a->line, b->line);
    if (order == 0)
        order = compare_numbers(a->column, b->column);
    return order;
}

static int compare_places(const ReportPlace *a, const ReportPlace *b)
{
    int order = compare_starts(a, b);
    if (order == 0)
        order = compare_numbers(a->end_line, b->end_line);
    if (order == 0)
        order = compare_numbers(a->end_column, b->end_column);
    return order;
}

/* Equal in what a reader would call the same finding. */
static int compare_identity(const ReportFinding *a, const ReportFinding *b)
{
    int order = compare_starts(&a->place, &b->place);
    if (order == 0)
        order = g_strcmp0(a->rule->id, b->rule->id);
    if (order == 0)
        order = g_strcmp0(a->message, b->message);
    return order;
}

static int compare_fixes(const ReportFix *a, const ReportFix *b)
{
    int order = compare_numbers(a->edit_count, b->edit_count);
    for (uint32_t i = 0; order == 0 && i < a->edit_count; i++) {
        order = compare_places(&a->edits[i].place, &b->edits[i].place);
        if (order == 0)
            order = g_strcmp0(a->edits[i].text, b->edits[i].text);
    }
    return order != 0 ? order : g_strcmp0(a->message, b->message);
}

/* The rest, so that which one of several equal findings stays depends on nothing but their contents. */
static gint compare_findings(gconstpointer left, gconstpointer right)
{
    const ReportFinding *a = left, *b = right;
    int order = compare_identity(a, b);
    if (order == 0)
        order = compare_numbers(a->note_count, b->note_count);
    for (uint32_t i = 0; order == 0 && i < a->note_count; i++) {
        order = compare_places(&a->notes[i].place, &b->notes[i].place);
        if (order == 0)
            order = g_strcmp0(a->notes[i].message, b->notes[i].message);
    }
    if (order == 0)
        order = compare_places(&a->place, &b->place);
    if (order == 0)
        order = g_strcmp0(a->function, b->function);
    if (order == 0)
        order = (int)b->severity - (int)a->severity;
    return order != 0 ? order : compare_fixes(&a->fix, &b->fix);
}

bool report_starts_together(const ReportPlace *a, const ReportPlace *b)
{
    return compare_starts(a, b) == 0;
}

bool report_note_is_step(const ReportFinding *finding, uint32_t index)
{
    const ReportPlace *place = &finding->notes[index].place;
    if (place->path == NULL || place->line == 0)
        return false;
    return index + 1 < finding->note_count || compare_places(place, &finding->place) != 0;
}

static gint compare_problems(gconstpointer left, gconstpointer right)
{
    const ReportProblem *a = left, *b = right;
    int order = compare_places(&a->place, &b->place);
    if (order == 0)
        order = (int)b->severity - (int)a->severity;
    return order != 0 ? order : g_strcmp0(a->message, b->message);
}

static gint compare_limits(gconstpointer left, gconstpointer right)
{
    const ReportLimit *a = left, *b = right;
    int order = compare_places(&a->place, &b->place);
    if (order == 0)
        order = g_strcmp0(a->function, b->function);
    return order != 0 ? order : g_strcmp0(a->reason, b->reason);
}

/* Of a sorted array, keeps the first of each run of entries that `compare` calls equal. */
static void drop_repeated(GArray *array, guint size, GCompareFunc compare)
{
    guint kept = 0;
    for (guint i = 0; i < array->len; i++) {
        char *entry = array->data + (gsize)i * size;
        if (kept > 0 && compare(array->data + (gsize)(kept - 1) * size, entry) == 0)
            continue;
        memmove(array->data + (gsize)kept * size, entry, size);
        kept++;
    }
    g_array_set_size(array, kept);
}

static void merge_findings(GArray *findings)
{
    guint kept = 0;
    for (guint i = 0; i < findings->len; i++) {
        ReportFinding *finding = &g_array_index(findings, ReportFinding, i);
        ReportFinding *last = kept > 0 ? &g_array_index(findings, ReportFinding, kept - 1) : NULL;
        if (last != NULL && compare_identity(last, finding) == 0) {
            last->is_suppressed = last->is_suppressed && finding->is_suppressed;
            last->reason = last->is_suppressed ? last->reason : NULL;
            if (finding->severity > last->severity)
                last->severity = finding->severity;
            if (compare_fixes(&last->fix, &finding->fix) != 0)
                last->fix = (ReportFix){0}; /* what one unit of a header proves does not hold in the other */
        } else {
            g_array_index(findings, ReportFinding, kept++) = *finding;
        }
    }
    g_array_set_size(findings, kept);
}

void report_set_finish(ReportSet *set)
{
    g_array_sort(set->findings, compare_findings);
    merge_findings(set->findings);
    g_array_sort(set->problems, compare_problems);
    drop_repeated(set->problems, sizeof(ReportProblem), compare_problems);
    g_array_sort(set->limits, compare_limits);
    drop_repeated(set->limits, sizeof(ReportLimit), compare_limits);
}
