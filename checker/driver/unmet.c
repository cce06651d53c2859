/* unmet.c - see unmet.h.
 *
 * A description counts for many files, and may reach them through several configurations that inherit it: what is met is gathered by its place. Files that
 * were skipped hold no value task, so that they meet nothing. */
#include "driver/unmet.h"

#include <string.h>

#include "base/api.h"
#include "base/path.h"
#include "report/source_tokens.h"

typedef struct Entry {
    const ConfigApi *api;
    GByteArray *met; /* FrontendMet per name, as base_api_names orders them */
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

/* --- what a name is, when it is not what it was described as --- */

/* Where a file says something, and what that is called. */
typedef struct Sighting {
    const char *format; /* of a regular expression, with the name */
    const char *what;
} Sighting;

static const Sighting sightings[] = {
    {"^[ \\t]*#[ \\t]*define[ \\t]+%s\\b", "a macro"},
    {"\\([ \\t]*\\*[ \\t]*(?:const[ \\t]+)?%s[ \\t]*\\)[ \\t]*\\(", "a pointer to a function"},
};

/* The line on which a file says it; 0: it does not. */
static uint32_t line_of(const Sighting *sighting, const char *name, const ReportSource *source)
{
    char *plain = g_regex_escape_string(name, -1), *pattern = g_strdup_printf(sighting->format, plain);
    GRegex *regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
    GMatchInfo *match = NULL;
    gint start = 0;
    uint32_t line = 0, column = 0;
    if (g_regex_match_full(regex, source->text, (gssize)source->length, 0, 0, &match, NULL) && g_match_info_fetch_pos(match, 0, &start, NULL))
        report_source_place(source, (size_t)start, &line, &column);
    g_match_info_free(match);
    g_regex_unref(regex);
    g_free(pattern);
    g_free(plain);
    return line;
}

/* "is a macro (ticket.h:12)", of the first file by name; NULL: no file that was read says what it is. */
static char *seen_as(DriverRun *run, const char *name)
{
    const char *first = NULL, *what = NULL;
    uint32_t line = 0;
    for (guint i = 0; i < run->set->files->len; i++) {
        const char *path = run->set->files->pdata[i];
        if ((first != NULL && strcmp(path, first) > 0) || !report_sources_mention(run->sources, path, name))
            continue;
        for (size_t k = 0; k < G_N_ELEMENTS(sightings); k++) {
            uint32_t at = line_of(&sightings[k], name, report_sources_get(run->sources, path));
            if (at == 0)
                continue;
            first = path;
            what = sightings[k].what;
            line = at;
            break;
        }
    }
    return first != NULL ? g_strdup_printf("is %s (%s:%u)", what, base_path_below(first, run->working_directory), line) : NULL;
}

/* NULL: nothing declares it as anything. */
static char *tell_other(DriverRun *run, const BaseApiName *name, guint8 met)
{
    if (name->is_type)
        return (met & FRONTEND_MET_OTHER_TYPE) != 0
            ? g_strdup_printf("'%s' is no struct or union, so that it is not followed: a pointer or a number as a handle cannot be", name->pattern) : NULL;
    char *seen = seen_as(run, name->pattern);
    if (seen == NULL && (met & FRONTEND_MET_VARIABLE) != 0)
        seen = g_strdup("is a variable");
    if (seen == NULL && (met & FRONTEND_MET_OTHER_TYPE) != 0)
        seen = g_strdup("is a type");
    if (seen == NULL)
        return NULL;
    bool is_macro = strstr(seen, "macro") != NULL, is_type = (met & FRONTEND_MET_OTHER_TYPE) != 0;
    char *words = g_strdup_printf("'%s' %s: only functions can be described here%s", name->pattern, seen,
                                  is_macro ? "; name those that it calls" : is_type ? "" : "; what is called through a pointer consumes what it is given by value");
    g_free(seen);
    return words;
}

static char *tell_unmet(DriverRun *run, const BaseApiName *name, guint8 met)
{
    bool is_pattern = strpbrk(name->pattern, "*?") != NULL;
    char *words = is_pattern ? NULL : tell_other(run, name, met);
    return words != NULL ? words : g_strdup_printf("nothing that was checked declares a %s%s '%s'%s", name->is_type ? "struct or union" : "function",
                                                   is_pattern ? " that fits" : "", name->pattern, name->is_type ? ", so that no such value task is followed" : "");
}

static void note(DriverRun *run, const Entry *entry, guint index, const BaseApiName *name)
{
    const ConfigPlace *at = &g_array_index(entry->api->places, ConfigPlace, index);
    char *message = tell_unmet(run, name, entry->met->data[index]);
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
    bool has_type = (entry->met->data[0] & FRONTEND_MET) != 0;
    for (guint i = 0; i < (has_type ? names->len : 1); i++)
        if ((entry->met->data[i] & FRONTEND_MET) == 0)
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
