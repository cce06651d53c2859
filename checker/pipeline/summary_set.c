/* summary_set.c - see summary_set.h. */
#include "pipeline/summary_set.h"

#include <string.h>

#include "link/components.h"

typedef struct Entry {
    char *name;      /* of the file */
    PipelineSummary summary;
    uint32_t module; /* its number among those of the components; IR_NONE: it has none */
} Entry;

/* Where a text is. */
typedef struct Text {
    guint entry, index;
} Text;

struct PipelineSummaries {
    char *root, *version;
    GArray *entries;   /* Entry */
    GHashTable *texts; /* path (of an entry) => Text */
    LinkComponents *components;
    uint32_t module_count;
};

static void clear_entry(gpointer data)
{
    Entry *entry = data;
    pipeline_summary_clear(&entry->summary);
    g_free(entry->name);
}

PipelineSummaries *pipeline_summaries_new(const char *root, const char *version)
{
    PipelineSummaries *summaries = g_new0(PipelineSummaries, 1);
    summaries->root = g_strdup(root);
    summaries->version = g_strdup(version);
    summaries->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(summaries->entries, clear_entry);
    summaries->texts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    summaries->components = link_components_new();
    return summaries;
}

void pipeline_summaries_free(PipelineSummaries *summaries)
{
    if (summaries == NULL)
        return;
    g_hash_table_unref(summaries->texts);
    link_components_free(summaries->components);
    g_array_unref(summaries->entries);
    g_free(summaries->root);
    g_free(summaries->version);
    g_free(summaries);
}

static char *read_file(const char *name, gsize *length, char **error)
{
    char *bytes = NULL;
    GError *fault = NULL;
    if (g_file_get_contents(name, &bytes, length, &fault))
        return bytes;
    *error = g_strdup(fault->message); /* which names the file */
    g_error_free(fault);
    return NULL;
}

/* A report tells of it by itself. */
static bool has_remarks(const IrModule *module)
{
    bool has = module->unknown_count > 0;
    for (uint32_t i = 0; i < module->function_count && !has; i++)
        has = module->functions[i].is_defined && module->functions[i].degraded != NULL;
    return has;
}

/* What the module declares has a place in the components; few have more to say. */
static void take_head(PipelineSummaries *summaries, Entry *entry)
{
    FrontendResult *result = &entry->summary.outcome.result;
    entry->module = IR_NONE;
    if (result->module == NULL)
        return;
    link_components_add(summaries->components, result->module);
    entry->module = summaries->module_count++;
    if (!has_remarks(result->module)) {
        ir_module_free(result->module);
        result->module = NULL;
    }
}

bool pipeline_summaries_add(PipelineSummaries *summaries, const char *name, char **error)
{
    Entry entry = {.name = NULL};
    char *fault = NULL;
    gsize length = 0;
    char *bytes = read_file(name, &length, error);
    bool is_good = bytes != NULL && pipeline_summary_read(bytes, length, summaries->root, summaries->version, &entry.summary, &fault);
    if (is_good) {
        entry.name = g_strdup(name);
        take_head(summaries, &entry);
        g_array_append_val(summaries->entries, entry);
    } else if (fault != NULL) {
        *error = g_strdup_printf("%s: %s", name, fault);
    }
    g_free(fault);
    g_free(bytes);
    return is_good;
}

/* By source, and two of one source by what they hold. */
static gint compare(gconstpointer one, gconstpointer other)
{
    const PipelineSummary *a = &((const Entry *)one)->summary, *b = &((const Entry *)other)->summary;
    int order = strcmp(a->source, b->source);
    return order != 0 ? order : memcmp(&a->check, &b->check, sizeof a->check);
}

void pipeline_summaries_sort(PipelineSummaries *summaries)
{
    g_array_sort(summaries->entries, compare);
    for (guint e = 0; e < summaries->entries->len; e++) {
        const GArray *texts = g_array_index(summaries->entries, Entry, e).summary.texts;
        for (guint i = 0; i < texts->len; i++) {
            const Text text = {e, i};
            const char *path = g_array_index(texts, PipelineSummaryText, i).path;
            if (!g_hash_table_contains(summaries->texts, path))
                g_hash_table_insert(summaries->texts, (gpointer)(uintptr_t)path, g_memdup2(&text, sizeof text));
        }
    }
}

guint pipeline_summaries_count(const PipelineSummaries *summaries)
{
    return summaries->entries->len;
}

PipelineSummary *pipeline_summaries_get(PipelineSummaries *summaries, guint index)
{
    return &g_array_index(summaries->entries, Entry, index).summary;
}

bool pipeline_summaries_has_module(const PipelineSummaries *summaries, guint index)
{
    return g_array_index(summaries->entries, Entry, index).module != IR_NONE;
}

uint32_t *pipeline_summaries_components(const PipelineSummaries *summaries, uint32_t *count)
{
    uint32_t *number = g_new(uint32_t, (gsize)summaries->module_count + 1); /* of a component, by the module that stands for it */
    uint32_t *component_of = g_new(uint32_t, (gsize)summaries->entries->len + 1);
    memset(number, 0xff, sizeof *number * ((gsize)summaries->module_count + 1)); /* IR_NONE */
    *count = 0;
    for (guint e = 0; e < summaries->entries->len; e++) {
        uint32_t module = g_array_index(summaries->entries, Entry, e).module;
        uint32_t first = module != IR_NONE ? link_components_of(summaries->components, module) : IR_NONE;
        if (first != IR_NONE && number[first] == IR_NONE)
            number[first] = (*count)++;
        component_of[e] = first != IR_NONE ? number[first] : IR_NONE;
    }
    g_free(number);
    return component_of;
}

/* --- reading once more --- */

/* The bytes of an entry's file, as they were. */
static char *read_again(const Entry *entry, char **error)
{
    gsize length = 0;
    char *bytes = read_file(entry->name, &length, error);
    if (bytes != NULL && !pipeline_summary_is(&entry->summary, bytes, length)) {
        *error = g_strdup_printf("%s: it changed while it was linked; link again", entry->name);
        g_clear_pointer(&bytes, g_free);
    }
    return bytes;
}

IrModule *pipeline_summaries_module(PipelineSummaries *summaries, guint index, char **error)
{
    const Entry *entry = &g_array_index(summaries->entries, Entry, index);
    char *fault = NULL, *bytes = read_again(entry, error);
    IrModule *module = bytes != NULL ? pipeline_summary_module(&entry->summary, bytes, summaries->root, &fault) : NULL;
    if (fault != NULL)
        *error = g_strdup_printf("%s: %s", entry->name, fault);
    g_free(fault);
    g_free(bytes);
    return module;
}

/* A text that cannot be read any more is not quoted; whoever needs the module of its file says why. */
char *pipeline_summaries_text(const char *path, size_t *length, void *context)
{
    const PipelineSummaries *summaries = context;
    const Text *known = g_hash_table_lookup(summaries->texts, path);
    char *error = NULL, *text = NULL;
    if (known == NULL)
        return report_read_text(path, length, NULL);
    const Entry *entry = &g_array_index(summaries->entries, Entry, known->entry);
    char *bytes = read_again(entry, &error);
    if (bytes != NULL) {
        const PipelineSummaryText *place = &g_array_index(entry->summary.texts, PipelineSummaryText, known->index);
        text = g_malloc(place->length + 1); /* any bytes, NUL among them */
        memcpy(text, bytes + place->at, place->length);
        text[place->length] = '\0';
        *length = place->length;
    }
    g_free(bytes);
    g_free(error);
    return text;
}
