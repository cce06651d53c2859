/* aliases.c - files that a run reached by several names; see finding.h.
 *
 * A link to a folder gives all that lies in it another name, and one compilation database may use both: a header's finding would be told once for each. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "report/finding.h"

typedef struct Names {
    const char *directory;
    GHashTable *by_real; /* real path, owned => the name that stands for it */
    GHashTable *real;    /* name => real path, as above; the name itself where there is no such file */
    bool has_aliases;
} Names;

/* A name below the directory is shown shorter; which of several counts must not depend on their order. */
static bool is_better(const Names *names, const char *name, const char *other)
{
    const bool is_below = base_path_below(name, names->directory) != name, other_is_below = base_path_below(other, names->directory) != other;
    return is_below != other_is_below ? is_below : strcmp(name, other) < 0;
}

static void add_name(Names *names, const char *name)
{
    if (name == NULL || g_hash_table_contains(names->real, name))
        return;
    char *resolved = realpath(name, NULL), *real = g_strdup(resolved != NULL ? resolved : name);
    gpointer known = NULL, chosen = NULL;
    free(resolved);
    if (!g_hash_table_lookup_extended(names->by_real, real, &known, &chosen)) {
        g_hash_table_insert(names->by_real, real, (gpointer)(uintptr_t)name);
    } else {
        g_free(real);
        real = known;
        names->has_aliases = true;
        if (is_better(names, name, chosen)) { /* the key stays the same one */
            g_hash_table_steal(names->by_real, real);
            g_hash_table_insert(names->by_real, real, (gpointer)(uintptr_t)name);
        }
    }
    g_hash_table_insert(names->real, (gpointer)(uintptr_t)name, real);
}

typedef void (*PlaceVisitor)(Names *names, ReportPlace *place);

static void add_place(Names *names, ReportPlace *place)
{
    add_name(names, place->path);
}

static void rename_place(Names *names, ReportPlace *place)
{
    if (place->path != NULL)
        place->path = g_hash_table_lookup(names->by_real, g_hash_table_lookup(names->real, place->path));
}

static void visit_places(ReportSet *set, Names *names, PlaceVisitor visit)
{
    for (guint i = 0; i < set->findings->len; i++) {
        ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        visit(names, &finding->place);
        for (uint32_t k = 0; k < finding->note_count; k++)
            visit(names, &finding->notes[k].place);
        for (uint32_t k = 0; k < finding->fix.edit_count; k++)
            visit(names, &finding->fix.edits[k].place);
    }
}

void report_set_join_aliases(ReportSet *set, const char *directory)
{
    Names names = {directory, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), g_hash_table_new(g_str_hash, g_str_equal), false};
    visit_places(set, &names, add_place);
    if (names.has_aliases)
        visit_places(set, &names, rename_place);
    g_hash_table_unref(names.real);
    g_hash_table_unref(names.by_real);
}
