/* components.c - disjoint sets of modules, united by what they share; see components.h. Sets are a forest whose paths are halved on the way
 * (Tarjan and van Leeuwen, 1984); near-linear in the number of declarations.
 *
 * Two modules are united where joining them can tell the analysis of one something about the other:
 * - one names a function or global of external linkage that the other defines, and does not define it itself (who defines it means its own);
 * - both name a merged one (inline, weak, common) that somebody defines: its definitions are one;
 * - both declare a function, and say different things of it: the strongest word of all declarations counts (join.c), and so does whether its
 *   address is taken; for internal ones of one header, too;
 * - both have a header's function that gets a value task by value: where it is consumed on some paths only, all of its callers are asked;
 * - both name a field or global that keeps a value task: where it is kept is said once, with all stores. */
#include "link/components.h"

#include <glib.h>
#include <string.h>

typedef struct Sets {
    uint32_t *parent; /* per module; its own: it stands for its set */
} Sets;

static uint32_t find(Sets *sets, uint32_t module)
{
    while (sets->parent[module] != module) {
        sets->parent[module] = sets->parent[sets->parent[module]];
        module = sets->parent[module];
    }
    return module;
}

/* The first module stands for its set, so that components are in the order of modules. */
static void unite(Sets *sets, uint32_t one, uint32_t other)
{
    one = find(sets, one);
    other = find(sets, other);
    sets->parent[MAX(one, other)] = MIN(one, other);
}

/* --- symbols --- */

typedef struct Mention {
    uint32_t module;
    bool is_definition;
    IrLinkage linkage;
    guint words; /* hash of what a declaration says that counts for all */
    guint uses;  /* how this module uses a function that has to do with tasks; counts for its definition */
    bool takes_task; /* a definition that gets a value task by value */
} Mention;

static void mention(GHashTable *symbols, char kind, IrLinkage linkage, const char *symbol, const Mention *mention)
{
    char *key = g_strdup_printf("%c%c%s", kind, linkage == IR_LINKAGE_INTERNAL ? 's' : 'x', symbol);
    GArray *mentions = g_hash_table_lookup(symbols, key);
    if (mentions == NULL) {
        mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
        g_hash_table_insert(symbols, g_strdup(key), mentions);
    }
    g_array_append_val(mentions, *mention);
    g_free(key);
}

static guint words_of(const IrFunction *function)
{
    guint words = (guint)function->completion;
    for (uint32_t i = 0; i < function->param_count; i++)
        words = words * 31 + (guint)function->params[i].effect;
    return words;
}

static guint uses_of(const IrFunction *function)
{
    bool has_task = function->return_type.kind == IR_TYPE_TASK;
    for (uint32_t i = 0; i < function->param_count; i++)
        has_task = has_task || function->params[i].type.kind == IR_TYPE_TASK || function->params[i].points_to_task;
    return has_task ? (function->is_table_target ? 2u : 0) + (function->is_address_taken ? 1u : 0) : 0;
}

static bool takes_task(const IrFunction *function)
{
    bool takes = false;
    for (uint32_t i = 0; i < function->param_count; i++)
        takes = takes || function->params[i].type.kind == IR_TYPE_TASK;
    return takes;
}

/* Where tasks are kept. */
static void mention_home(GHashTable *symbols, uint32_t m, const char *name)
{
    mention(symbols, 'k', IR_LINKAGE_MERGED, name, &(Mention){m, true, IR_LINKAGE_MERGED, 0, 0, false});
}

/* Functions of an API are trusted as declared: their bodies count for nobody. */
static void mention_all(GHashTable *symbols, const IrModule *module, uint32_t m)
{
    for (uint32_t i = 0; i < module->function_count; i++) {
        const IrFunction *function = &module->functions[i];
        bool is_definition = function->is_defined && !function->is_api;
        Mention one = {m, is_definition, function->linkage, words_of(function), uses_of(function), is_definition && takes_task(function)};
        mention(symbols, 'f', function->linkage, function->symbol, &one);
    }
    for (uint32_t i = 0; i < module->global_count; i++) {
        const IrGlobal *global = &module->globals[i];
        if (global->linkage != IR_LINKAGE_INTERNAL)
            mention(symbols, 'g', global->linkage, global->symbol, &(Mention){m, global->is_defined, global->linkage, 0, 0, false});
        if (global->holds_task)
            mention_home(symbols, m, global->symbol);
    }
    for (uint32_t i = 0; i < module->field_count; i++)
        if (module->fields[i].holds_task) {
            char *name = g_strdup_printf("%s.%s", module->records[module->fields[i].record].name, module->fields[i].name);
            mention_home(symbols, m, name);
            g_free(name);
        }
}

static bool is_shared(const GArray *mentions)
{
    bool is_defined = false, is_missed = false, is_merged = false, is_disputed = false, is_used = false, is_internal = false;
    bool takes = false;
    const Mention *first = &g_array_index(mentions, Mention, 0);
    for (guint i = 0; i < mentions->len; i++) {
        const Mention *one = &g_array_index(mentions, Mention, i);
        is_defined = is_defined || one->is_definition;
        is_missed = is_missed || !one->is_definition;
        is_merged = is_merged || one->linkage == IR_LINKAGE_MERGED;
        is_internal = is_internal || one->linkage == IR_LINKAGE_INTERNAL;
        is_disputed = is_disputed || one->words != first->words;
        is_used = is_used || one->uses != first->uses;
        takes = takes || one->takes_task;
    }
    return is_disputed || (is_defined && (is_used || (is_internal ? takes : is_missed || is_merged)));
}

uint32_t *link_components(const IrModule *const *modules, uint32_t count, uint32_t *components)
{
    Sets sets = {g_new(uint32_t, (gsize)count + 1)};
    GHashTable *symbols = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    for (uint32_t m = 0; m < count; m++) {
        sets.parent[m] = m;
        mention_all(symbols, modules[m], m);
    }
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, symbols);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const GArray *mentions = value;
        for (guint i = 1; i < mentions->len && is_shared(mentions); i++)
            unite(&sets, g_array_index(mentions, Mention, 0).module, g_array_index(mentions, Mention, i).module);
    }
    g_hash_table_unref(symbols);
    *components = 0;
    uint32_t *component_of = g_new(uint32_t, (gsize)count + 1);
    for (uint32_t m = 0; m < count; m++)
        component_of[m] = find(&sets, m) == m ? (*components)++ : component_of[find(&sets, m)];
    g_free(sets.parent);
    return component_of;
}
