/* helpers.c - the names that code with value tasks uses, and the units that this leads to; see helpers.h. */
#include "pipeline/helpers.h"

#include <string.h>

#include "scan/mentions.h"

enum { MOST_FURTHER = 96 }; /* as many as a run over one file brings in */

/* The files of units with value tasks. */
typedef struct Uses {
    GPtrArray *sources, *headers; /* paths, each once */
    GHashTable *seen;             /* owns them */
} Uses;

static void add_file(Uses *uses, GPtrArray *files, const char *path)
{
    if (g_hash_table_contains(uses->seen, path))
        return;
    char *kept = g_strdup(path);
    g_hash_table_add(uses->seen, kept);
    g_ptr_array_add(files, kept);
}

/* The new ones among those that a unit may read. */
static void add_headers(Uses *uses, GPtrArray *headers, const PipelineSelection *selection, const PipelineUnit *unit)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    scan_list(selection->scanner, &(ScanInput){unit->source, unit->directory, (const char *const *)unit->flags}, paths);
    for (guint i = 0; i < paths->len; i++)
        if (!pipeline_selection_is_library(selection, paths->pdata[i]))
            add_file(uses, headers, paths->pdata[i]);
    g_ptr_array_unref(paths);
}

static void add_unit(Uses *uses, const PipelineSelection *selection, const PipelineUnit *unit)
{
    add_file(uses, uses->sources, unit->source);
    add_headers(uses, uses->headers, selection, unit);
}

static gint compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Where files are not all known it may have value tasks, or none. */
static bool may_be_helper(const ScanAnswer *answer)
{
    return !answer->may_hold_tasks || answer->unclear != NULL;
}

/* --- what is kept --- */

/* `files`: what is kept of all files that the scan read. */
static CacheKey key_of(const PipelineSelection *selection, const PipelineUnits *units, const Uses *uses, const GByteArray *files)
{
    CacheKeyBuilder *builder = cache_key_new();
    cache_key_add_text(builder, "helpers 3");
    cache_key_add(builder, &selection->key, sizeof selection->key);
    cache_key_add(builder, files->data, files->len);
    for (guint i = 0; i < units->units->len; i++) {
        cache_key_add_text(builder, ((const PipelineUnit *)units->units->pdata[i])->source);
        cache_key_add_text(builder, may_be_helper(&selection->answers[i]) ? "without" : "with");
    }
    for (guint i = 0; i < uses->sources->len; i++)
        cache_key_add_text(builder, uses->sources->pdata[i]);
    cache_key_add_text(builder, NULL);
    for (guint i = 0; i < uses->headers->len; i++)
        cache_key_add_text(builder, uses->headers->pdata[i]);
    return cache_key_end(builder);
}

/* A byte a unit: whether it is a helper; one more: whether there were more than are parsed. NULL: not known, or some file is not as it was. */
static GByteArray *recall(const PipelineSelection *selection, const PipelineUnits *units, const Uses *uses, Cache *cache)
{
    GByteArray *helpers = g_byte_array_new();
    bool is_known = selection->recalled != NULL && selection->recalled->len > 0 && scan_stats(selection->scanner).files == 0 &&
                    cache_get(cache, key_of(selection, units, uses, selection->recalled), helpers) && helpers->len == units->units->len + 1;
    if (is_known)
        return helpers;
    g_byte_array_unref(helpers);
    return NULL;
}

static void remember(const PipelineSelection *selection, const PipelineUnits *units, const Uses *uses, Cache *cache)
{
    if (scan_vocabulary_is_torn(selection->vocabulary))
        return;
    GByteArray *written = g_byte_array_new(), *helpers = g_byte_array_new();
    const GByteArray *files = scan_remember(selection->scanner, written) ? written : selection->recalled;
    for (guint i = 0; i < units->units->len; i++)
        g_byte_array_append(helpers, &(guint8){((const PipelineUnit *)units->units->pdata[i])->is_helper}, 1);
    g_byte_array_append(helpers, &(guint8){selection->is_cut}, 1);
    if (files->len > 0)
        cache_put(cache, key_of(selection, units, uses, files), helpers->data, helpers->len);
    g_byte_array_unref(written);
    g_byte_array_unref(helpers);
}

/* --- the answer --- */

typedef struct Search {
    PipelineSelection *selection;
    const PipelineUnits *units;
    guint first;   /* of the units that are asked about */
    guint further; /* helpers that no code with value tasks names itself */
} Search;

static void read_used(const Search *search, ScanMentions *mentions, const GPtrArray *files, bool are_headers)
{
    for (guint i = 0; i < files->len; i++) {
        const ScanWords *words = pipeline_selection_words(search->selection, files->pdata[i]);
        if (words != NULL)
            scan_mentions_use(mentions, words, are_headers);
    }
}

static void read_definitions(const Search *search, ScanMentions *mentions, const char *path, gint file)
{
    const ScanWords *words = pipeline_selection_words(search->selection, path);
    if (words != NULL)
        scan_mentions_add(mentions, words, file);
}

/* What a helper calls may be a macro or an inline function. */
static void read_headers(const Search *search, ScanMentions *mentions, Uses *uses, const PipelineUnit *unit)
{
    GPtrArray *headers = g_ptr_array_new();
    add_headers(uses, headers, search->selection, unit);
    g_ptr_array_sort(headers, compare_paths); /* the scan lists them in no order */
    for (guint i = 0; i < headers->len; i++)
        read_definitions(search, mentions, headers->pdata[i], SCAN_HEADER);
    g_ptr_array_unref(headers);
}

/* A unit that is parsed for what it does, if it may be one: the near ones, and as many of the others as there is room for. */
static void take(Search *search, guint number, bool is_near)
{
    PipelineUnit *unit = search->units->units->pdata[number];
    if (number < search->first || unit->is_helper || !may_be_helper(&search->selection->answers[number]))
        return;
    if (!is_near && search->further == MOST_FURTHER) {
        search->selection->is_cut = true;
        return;
    }
    search->further += !is_near;
    unit->is_helper = true;
}

static void take_definers(Search *search, ScanMentions *mentions, Uses *uses)
{
    gint number;
    for (bool is_near; scan_mentions_next(mentions, &number, &is_near);) {
        take(search, (guint)number, is_near);
        if (is_near || search->further < MOST_FURTHER)
            read_headers(search, mentions, uses, search->units->units->pdata[number]);
    }
}

static bool writes_any(const ScanWords *words, const GArray *names)
{
    return scan_words_use_any(words, (const ScanName *)(const void *)names->data, names->len, SCAN_WRITES);
}

/* Whoever sets a flag that code with value tasks tests need not be called from there. */
static void take_writers(Search *search, const ScanMentions *mentions)
{
    GArray *near = g_array_new(FALSE, FALSE, sizeof(ScanName)), *further = g_array_new(FALSE, FALSE, sizeof(ScanName));
    scan_mentions_variables(mentions, near, further);
    for (guint i = search->first; i < search->units->units->len && near->len + further->len > 0; i++) {
        const PipelineUnit *unit = search->units->units->pdata[i];
        if (unit->is_helper || !may_be_helper(&search->selection->answers[i]))
            continue;
        const ScanWords *words = pipeline_selection_words(search->selection, unit->source);
        bool is_near = words != NULL && writes_any(words, near);
        if (is_near || (words != NULL && writes_any(words, further)))
            take(search, i, is_near);
    }
    g_array_unref(near);
    g_array_unref(further);
}

static void search(Uses *uses, PipelineSelection *selection, const PipelineUnits *units, guint first)
{
    Search search = {selection, units, first, 0};
    ScanMentions *mentions = scan_mentions_new();
    for (guint i = 0; i < units->units->len; i++)
        read_definitions(&search, mentions, ((const PipelineUnit *)units->units->pdata[i])->source, (gint)i);
    read_used(&search, mentions, uses->sources, false);
    read_used(&search, mentions, uses->headers, true);
    take_definers(&search, mentions, uses);
    take_writers(&search, mentions);
    scan_mentions_free(mentions);
}

void pipeline_find_helpers(PipelineSelection *selection, const PipelineUnits *units, guint first, const PipelineSelectionSettings *settings)
{
    guint count = units->units->len;
    Uses uses = {g_ptr_array_new(), g_ptr_array_new(), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    bool may_be_any = false;
    for (guint i = first; i < count && !may_be_any; i++)
        may_be_any = may_be_helper(&selection->answers[i]);
    for (guint i = 0; i < count && may_be_any; i++)
        if (!may_be_helper(&selection->answers[i]))
            add_unit(&uses, selection, units->units->pdata[i]);
    g_ptr_array_sort(uses.headers, compare_paths);
    bool is_kept = first == 0 && selection->has_key && settings->cache != NULL;
    if (uses.sources->len > 0) {
        GByteArray *known = is_kept ? recall(selection, units, &uses, settings->cache) : NULL;
        for (guint i = 0; known != NULL && i < count; i++)
            ((PipelineUnit *)units->units->pdata[i])->is_helper = known->data[i] != 0;
        selection->is_cut = selection->is_cut || (known != NULL && known->data[count] != 0);
        if (known != NULL) {
            g_byte_array_unref(known);
        } else {
            search(&uses, selection, units, first);
            if (is_kept)
                remember(selection, units, &uses, settings->cache);
        }
    }
    for (guint i = first; i < count; i++)
        selection->helpers += ((const PipelineUnit *)units->units->pdata[i])->is_helper;
    g_ptr_array_unref(uses.sources);
    g_ptr_array_unref(uses.headers);
    g_hash_table_unref(uses.seen);
}
