/* context.c - from what modules miss to entries of the database, round by round; see context.h.
 *
 * Each round joins what is there and asks for what is missing, so that a file is parsed only when something that was parsed leads to it. The
 * number of rounds is the length of the longest chain of calls from file to file, and bounded with the number of files. */
#include "pipeline/context.h"

#include <string.h>

#include "link/join.h"
#include "link/missing.h"

enum { MOST_FILES = 96 };

struct PipelineContext {
    PipelineRequest request;
    PipelineUnits *units;
    const ScanWords **words; /* per entry of the database: what its file says, or NULL: nothing that matters; NULL: nothing was missing so far */
    bool *is_taken;          /* per entry */
    GHashTable *looked_up;   /* names that were looked for, each behind its use */
    guint files;
    bool is_cut;
};

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* Checked files by their names without folders. */
static GHashTable *checked_names(const PipelineUnits *units)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < units->units->len; i++) {
        char *source = ((const PipelineUnit *)units->units->pdata[i])->source;
        GPtrArray *same = g_hash_table_lookup(names, name_of(source));
        if (same == NULL) {
            same = g_ptr_array_new();
            g_hash_table_insert(names, (gpointer)(uintptr_t)name_of(source), same);
        }
        g_ptr_array_add(same, source);
    }
    return names;
}

static bool is_checked(GHashTable *names, const char *path)
{
    const GPtrArray *same = g_hash_table_lookup(names, name_of(path));
    bool found = false;
    for (guint i = 0; same != NULL && i < same->len && !found; i++)
        found = pipeline_is_same_file(path, same->pdata[i]);
    return found;
}

PipelineContext *pipeline_context_new(const PipelineRequest *request, PipelineUnits *units)
{
    if (units->database == NULL || units->is_whole)
        return NULL;
    PipelineContext *context = g_new0(PipelineContext, 1);
    const GPtrArray *commands = units->database->commands;
    context->request = *request;
    context->units = units;
    context->is_taken = g_new0(bool, commands->len + 1);
    context->looked_up = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTable *checked = checked_names(units);
    for (guint i = 0; i < commands->len; i++)
        context->is_taken[i] = is_checked(checked, ((const PipelineCommand *)commands->pdata[i])->file);
    g_hash_table_unref(checked);
    return context;
}

void pipeline_context_free(PipelineContext *context)
{
    if (context == NULL)
        return;
    g_free(context->words);
    g_hash_table_unref(context->looked_up);
    g_free(context->is_taken);
    g_free(context);
}

static void take(PipelineContext *context, guint entry)
{
    if (context->files == MOST_FILES) {
        context->is_cut = true;
        return;
    }
    context->is_taken[entry] = true;
    context->files += pipeline_units_add_context(context->units, &context->request, context->units->database->commands->pdata[entry]);
}

static void read_sources(PipelineContext *context, PipelineSelection *selection)
{
    const GPtrArray *commands = context->units->database->commands;
    context->words = g_new0(const ScanWords *, (gsize)commands->len + 1);
    for (guint i = 0; i < commands->len; i++)
        if (!context->is_taken[i])
            context->words[i] = pipeline_selection_words(selection, ((const PipelineCommand *)commands->pdata[i])->file);
}

/* Takes the entries that may use one of the names so. */
static void look_up(PipelineContext *context, PipelineSelection *selection, const GPtrArray *names, ScanUse use)
{
    for (guint i = 0; i < names->len; i++) {
        char *key = g_strdup_printf("%d%s", (int)use, (const char *)names->pdata[i]);
        if (!g_hash_table_add(context->looked_up, key))
            continue;
        if (context->words == NULL)
            read_sources(context, selection);
        ScanName name = scan_name(names->pdata[i]);
        for (guint k = 0; k < context->units->database->commands->len; k++)
            if (!context->is_taken[k] && context->words[k] != NULL && scan_words_use(context->words[k], name, use))
                take(context, k);
    }
}

guint pipeline_context_grow(PipelineContext *context, PipelineSelection *selection, const IrModule *const *modules, const bool *is_context, uint32_t count)
{
    guint before = context->units->units->len;
    AnalysisProgram *program = link_join(modules, count, is_context);
    LinkMissing *missing = link_missing(program);
    look_up(context, selection, missing->definitions, SCAN_DEFINES);
    look_up(context, selection, missing->keepers, SCAN_KEEPS);
    look_up(context, selection, missing->writers, SCAN_WRITES);
    link_missing_free(missing);
    link_program_free(program);
    return context->units->units->len - before;
}

bool pipeline_context_is_cut(const PipelineContext *context)
{
    return context != NULL && context->is_cut;
}
