/* helpers.c - the names that code with value tasks uses, and the units that define one; see helpers.h. */
#include "pipeline/helpers.h"

#include <string.h>

#include "scan/mentions.h"

/* What the code of units with value tasks uses. */
typedef struct Uses {
    GPtrArray *sources, *headers; /* paths, each once */
    GHashTable *seen;             /* owns them */
    GHashTable *names;
    const char *resource_dir;
} Uses;

static bool is_system(const Uses *uses, const char *path)
{
    return g_str_has_prefix(path, "/usr/") || (uses->resource_dir != NULL && g_str_has_prefix(path, uses->resource_dir));
}

static void add_file(Uses *uses, GPtrArray *files, const char *path)
{
    if (is_system(uses, path) || g_hash_table_contains(uses->seen, path))
        return;
    char *kept = g_strdup(path);
    g_hash_table_add(uses->seen, kept);
    g_ptr_array_add(files, kept);
}

static void add_unit(Uses *uses, Scanner *scanner, const PipelineUnit *unit)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    scan_list(scanner, &(ScanInput){unit->source, unit->directory, (const char *const *)unit->flags}, paths);
    add_file(uses, uses->sources, unit->source);
    for (guint i = 0; i < paths->len; i++)
        add_file(uses, uses->headers, paths->pdata[i]);
    g_ptr_array_unref(paths);
}

static gint compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_names(Uses *uses, const GPtrArray *files, bool are_headers)
{
    for (guint i = 0; i < files->len; i++) {
        char *text;
        gsize length;
        if (!g_file_get_contents(files->pdata[i], &text, &length, NULL))
            continue;
        scan_mentions_add(text, length, are_headers, uses->names);
        g_free(text);
    }
}

static bool defines_used(const Uses *uses, const PipelineUnit *unit)
{
    char *text;
    gsize length;
    if (!g_file_get_contents(unit->source, &text, &length, NULL))
        return false;
    bool defines = scan_mentions_define_any(text, length, uses->names);
    g_free(text);
    return defines;
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
    cache_key_add_text(builder, "helpers 1");
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

/* A byte a unit: whether it is a helper. NULL: not known, or some file is not as it was. */
static GByteArray *recall(const PipelineSelection *selection, const PipelineUnits *units, const Uses *uses, Cache *cache)
{
    GByteArray *helpers = g_byte_array_new();
    bool is_known = selection->recalled != NULL && selection->recalled->len > 0 && scan_stats(selection->scanner).files == 0 &&
                    cache_get(cache, key_of(selection, units, uses, selection->recalled), helpers) && helpers->len == units->units->len;
    if (is_known)
        return helpers;
    g_byte_array_unref(helpers);
    return NULL;
}

static void remember(const PipelineSelection *selection, const PipelineUnits *units, const Uses *uses, Cache *cache)
{
    GByteArray *written = g_byte_array_new(), *helpers = g_byte_array_new();
    const GByteArray *files = scan_remember(selection->scanner, written) ? written : selection->recalled;
    for (guint i = 0; i < units->units->len; i++)
        g_byte_array_append(helpers, &(guint8){((const PipelineUnit *)units->units->pdata[i])->is_helper}, 1);
    if (files->len > 0)
        cache_put(cache, key_of(selection, units, uses, files), helpers->data, helpers->len);
    g_byte_array_unref(written);
    g_byte_array_unref(helpers);
}

/* --- the answer --- */

static void search(Uses *uses, const PipelineSelection *selection, const PipelineUnits *units, guint first)
{
    read_names(uses, uses->sources, false);
    read_names(uses, uses->headers, true);
    bool is_any_used = g_hash_table_size(uses->names) > 0;
    for (guint i = first; i < units->units->len && is_any_used; i++) {
        PipelineUnit *unit = units->units->pdata[i];
        unit->is_helper = may_be_helper(&selection->answers[i]) && defines_used(uses, unit);
    }
}

void pipeline_find_helpers(PipelineSelection *selection, const PipelineUnits *units, guint first, const PipelineSelectionSettings *settings)
{
    guint count = units->units->len;
    Uses uses = {g_ptr_array_new(), g_ptr_array_new(), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                 g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), settings->resource_dir};
    bool may_be_any = false;
    for (guint i = first; i < count && !may_be_any; i++)
        may_be_any = may_be_helper(&selection->answers[i]);
    for (guint i = 0; i < count && may_be_any; i++)
        if (!may_be_helper(&selection->answers[i]))
            add_unit(&uses, selection->scanner, units->units->pdata[i]);
    g_ptr_array_sort(uses.headers, compare_paths); /* the scan lists them in no order */
    bool is_kept = first == 0 && selection->has_key && settings->cache != NULL;
    if (uses.sources->len > 0) {
        GByteArray *known = is_kept ? recall(selection, units, &uses, settings->cache) : NULL;
        for (guint i = 0; known != NULL && i < count; i++)
            ((PipelineUnit *)units->units->pdata[i])->is_helper = known->data[i] != 0;
        if (known == NULL)
            search(&uses, selection, units, first);
        else
            g_byte_array_unref(known);
        if (known == NULL && is_kept)
            remember(selection, units, &uses, settings->cache);
    }
    for (guint i = first; i < count; i++)
        selection->helpers += ((const PipelineUnit *)units->units->pdata[i])->is_helper;
    g_ptr_array_unref(uses.sources);
    g_ptr_array_unref(uses.headers);
    g_hash_table_unref(uses.seen);
    g_hash_table_unref(uses.names);
}
