/* selection.c - scans units and puts those that must be parsed in order; see selection.h. */
#include "pipeline/selection.h"

#include <string.h>

#include "base/api.h"
#include "base/path.h"
#include "pipeline/helpers.h"

/* What <valuetask/annotations.h> writes; the frontend looks for the same. */
static const char annotation[] = "vt::value_task";

typedef struct Candidate {
    uint32_t index;
    uint64_t bytes;
} Candidate;

/* By size, then by place: the order must not depend on the sort. */
static gint compare(gconstpointer one, gconstpointer other)
{
    const Candidate *a = one, *b = other;
    if (a->bytes != b->bytes)
        return a->bytes < b->bytes ? 1 : -1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static bool is_pattern(const char *type)
{
    return strpbrk(type, "*?") != NULL;
}

/* The types that configurations make value tasks, of all units: one unit's may cost another a parse, no more. */
static GPtrArray *task_names(const PipelineUnits *units)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < units->units->len; i++) {
        const GPtrArray *apis = ((const PipelineUnit *)units->units->pdata[i])->apis;
        for (guint k = 0; apis != NULL && k < apis->len; k++) {
            char *type = ((const BaseApi *)apis->pdata[k])->type;
            if (!is_pattern(type) && !g_ptr_array_find_with_equal_func(names, type, g_str_equal, NULL))
                g_ptr_array_add(names, type);
        }
    }
    g_ptr_array_add(names, NULL);
    return names;
}

/* What a scan cannot look for. */
static bool has_pattern(const PipelineUnit *unit)
{
    for (guint i = 0; unit->apis != NULL && i < unit->apis->len; i++)
        if (is_pattern(((const BaseApi *)unit->apis->pdata[i])->type))
            return true;
    return false;
}

/* --- what is kept of files --- */

/* `names` of types; NULL: it does not depend on them. */
static CacheKey key_of(const char *what, const PipelineSelectionSettings *settings, const GPtrArray *names, bool *has_key)
{
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add_text(builder, what);
    *has_key = cache_key_add_program(builder);
    cache_key_add_text(builder, settings->working_directory);
    for (guint i = 0; names != NULL && i < names->len; i++)
        cache_key_add_text(builder, names->pdata[i]);
    return cache_key_end(builder);
}

static void recall(PipelineSelection *selection, const PipelineSelectionSettings *settings, const GPtrArray *names)
{
    selection->cache = settings->cache;
    selection->key = key_of("files 1", settings, names, &selection->has_key);
    selection->words_key = key_of("words 1", settings, NULL, &selection->has_key);
    GByteArray *bytes = g_byte_array_new();
    if (selection->has_key && cache_get(settings->cache, selection->key, bytes))
        scan_recall(selection->scanner, bytes->data, bytes->len);
    selection->recalled = bytes;
}

const ScanWords *pipeline_selection_words(PipelineSelection *selection, const char *path)
{
    if (selection->vocabulary == NULL) {
        GByteArray *bytes = g_byte_array_new();
        selection->vocabulary = scan_vocabulary_new();
        if (selection->has_key && cache_get(selection->cache, selection->words_key, bytes))
            scan_vocabulary_recall(selection->vocabulary, bytes);
        g_byte_array_unref(bytes);
    }
    return scan_vocabulary_of(selection->vocabulary, path, scan_hash_of(selection->scanner, path));
}

bool pipeline_selection_is_library(const PipelineSelection *selection, const char *path)
{
    bool is_system = g_str_has_prefix(path, "/usr/") && !g_str_has_prefix(path, "/usr/local/") && !g_str_has_prefix(path, "/usr/src/"); /* of a cross compiler, too */
    return is_system || (selection->resource_dir != NULL && base_path_below(path, selection->resource_dir) != path);
}

void pipeline_selection_remember(PipelineSelection *selection)
{
    GByteArray *bytes = g_byte_array_new();
    if (selection->has_key && scan_remember(selection->scanner, bytes))
        cache_put(selection->cache, selection->key, bytes->data, bytes->len);
    g_byte_array_set_size(bytes, 0);
    if (selection->has_key && selection->vocabulary != NULL && scan_vocabulary_remember(selection->vocabulary, bytes))
        cache_put(selection->cache, selection->words_key, bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    selection->cache = NULL;
    selection->has_key = false;
}

/* --- the selection --- */

/* `first` > 0: these came later, and the types that their configurations describe may not be looked for. */
static bool must_parse(const PipelineUnit *unit, const ScanAnswer *answer, guint first, const PipelineSelectionSettings *settings)
{
    bool is_asked_for = settings->parse_all || (unit->is_named && !settings->skip_named);
    return is_asked_for || unit->is_helper || has_pattern(unit) || (first > 0 && unit->apis != NULL) || answer->may_hold_tasks || answer->looks_broken;
}

void pipeline_select_more(PipelineSelection *selection, const PipelineUnits *units, guint first, const PipelineSelectionSettings *settings)
{
    guint count = units->units->len;
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    selection->answers = g_renew(ScanAnswer, selection->answers, count + 1);
    for (guint i = first; i < count; i++) {
        const PipelineUnit *unit = units->units->pdata[i];
        selection->answers[i] = scan_unit(selection->scanner, &(ScanInput){unit->source, unit->directory, (const char *const *)unit->flags});
        selection->unclear += selection->answers[i].unclear != NULL;
    }
    pipeline_find_helpers(selection, units, first, settings);
    for (guint i = first; i < count; i++) {
        Candidate candidate = {i, selection->answers[i].bytes};
        if (must_parse(units->units->pdata[i], &selection->answers[i], first, settings))
            g_array_append_val(candidates, candidate);
        else
            selection->skipped++;
    }
    g_array_sort(candidates, compare);
    selection->count = candidates->len;
    selection->order = g_renew(uint32_t, selection->order, candidates->len + 1);
    for (guint i = 0; i < candidates->len; i++)
        selection->order[i] = g_array_index(candidates, Candidate, i).index;
    g_array_unref(candidates);
    selection->scanned = scan_stats(selection->scanner);
}

PipelineSelection pipeline_select(const PipelineUnits *units, const PipelineSelectionSettings *settings)
{
    PipelineSelection selection = {.resource_dir = g_strdup(settings->resource_dir)};
    GPtrArray *names = task_names(units);
    ScanSettings scan_settings = {annotation, "vt-", (const char *const *)names->pdata, settings->resource_dir};
    selection.scanner = scan_new(&scan_settings);
    if (settings->cache != NULL)
        recall(&selection, settings, names);
    g_ptr_array_unref(names);
    pipeline_select_more(&selection, units, 0, settings);
    return selection;
}

void pipeline_selection_clear(PipelineSelection *selection)
{
    g_free(selection->order);
    g_free(selection->answers);
    scan_free(selection->scanner);
    scan_vocabulary_free(selection->vocabulary);
    g_free(selection->resource_dir);
    if (selection->recalled != NULL)
        g_byte_array_unref(selection->recalled);
    *selection = (PipelineSelection){0};
}
