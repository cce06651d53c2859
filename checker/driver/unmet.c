/* unmet.c - see unmet.h.
 *
 * A description counts for many files, and may reach them through several configurations that inherit it: what is met is gathered by its place. Files that
 * were skipped hold no value task, so that they meet nothing. */
#include "driver/unmet.h"

#include <string.h>

#include "base/api.h"

typedef struct Entry {
    const ConfigApi *api;
    GByteArray *met; /* per name, as base_api_names orders them */
} Entry;

static gboolean is_same_place(gconstpointer one, gconstpointer other)
{
    const ConfigValue *a = &((const Entry *)one)->api->type, *b = &((const Entry *)other)->api->type;
    return strcmp(a->path, b->path) == 0 && a->line == b->line && a->column == b->column;
}

static void free_entry(gpointer data)
{
    Entry *entry = data;
    g_byte_array_unref(entry->met);
    g_free(entry);
}

static Entry *entry_of(GPtrArray *entries, const ConfigApi *api)
{
    Entry new_entry = {api, NULL};
    guint found = 0;
    if (g_ptr_array_find_with_equal_func(entries, &new_entry, is_same_place, &found))
        return entries->pdata[found];
    new_entry.met = g_byte_array_set_size(g_byte_array_new(), api->places->len);
    memset(new_entry.met->data, 0, new_entry.met->len);
    g_ptr_array_add(entries, g_memdup2(&new_entry, sizeof new_entry));
    return entries->pdata[entries->len - 1];
}

/* What one file meets of what its configuration describes; `met` NULL: nothing. */
static void gather(GPtrArray *entries, const Config *config, const GByteArray *met)
{
    guint name = 0;
    for (guint i = 0; i < config->apis->len; i++) {
        Entry *entry = entry_of(entries, config->apis->pdata[i]);
        for (guint k = 0; k < entry->met->len; k++, name++)
            if (met != NULL && name < met->len)
                entry->met->data[k] |= met->data[name];
    }
}

static void note(DriverRun *run, const Entry *entry, guint index, const BaseApiName *name)
{
    const ConfigPlace *at = &g_array_index(entry->api->places, ConfigPlace, index);
    bool is_pattern = strpbrk(name->pattern, "*?") != NULL;
    char *message = g_strdup_printf("nothing that was checked declares a %s%s '%s'%s", name->is_type ? "struct or union" : "function",
                                    is_pattern ? " that fits" : "", name->pattern, name->is_type ? ", so that no such value task is followed" : "");
    ReportProblem problem = {REPORT_NOTE, {entry->api->type.path, at->line, at->column, 0, 0}, message};
    report_set_add_problem(run->set, &problem);
    g_free(message);
}

/* Where there is no such type, of its functions nothing is said. */
static void note_entry(DriverRun *run, const Entry *entry)
{
    BaseApi *api = entry->api->api;
    GPtrArray one = {(gpointer *)&api, 1};
    GArray *names = base_api_names(&one);
    bool has_type = entry->met->data[0] != 0;
    for (guint i = 0; i < (has_type ? names->len : 1); i++)
        if (entry->met->data[i] == 0)
            note(run, entry, i, &g_array_index(names, BaseApiName, i));
    g_array_unref(names);
}

void driver_note_unmet(DriverRun *run)
{
    if (!run->units.is_whole || run->options->dump != NULL || run->counts.failed_files + run->counts.partial_files > 0)
        return;
    GPtrArray *entries = g_ptr_array_new_with_free_func(free_entry);
    for (guint i = 0; i < run->units.units->len; i++) {
        const PipelineUnit *unit = run->units.units->pdata[i];
        char *error = NULL; /* there is none: this one was read before */
        const PipelinePolicy *policy = unit->apis != NULL ? pipeline_policy(run->judgement, unit->source, &error) : NULL;
        if (policy != NULL)
            gather(entries, policy->config, run->outcomes[i].result.met);
        g_free(error);
    }
    for (guint i = 0; i < entries->len; i++)
        note_entry(run, entries->pdata[i]);
    g_ptr_array_unref(entries);
}
