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

/* What all mentions of a name say together. Nothing of it is ever taken back, so that a name that is shared stays shared. */
typedef struct Symbol {
    GArray *modules; /* uint32_t: who mentioned it; NULL: it is shared, and they are united */
    uint32_t first;  /* one of these */
    guint words, uses; /* of the first mention */
    bool is_internal, is_defined, is_missed, is_merged, is_disputed, is_used, takes_task;
} Symbol;

struct LinkComponents {
    GArray *parent;      /* uint32_t, per module; its own: it stands for its set */
    GHashTable *symbols; /* kind, linkage and name => Symbol */
    GString *key;
};

static uint32_t find(LinkComponents *all, uint32_t module)
{
    uint32_t *parent = (uint32_t *)(void *)all->parent->data;
    while (parent[module] != module) {
        parent[module] = parent[parent[module]];
        module = parent[module];
    }
    return module;
}

/* The first module stands for its set, so that components are in the order of modules. */
static void unite(LinkComponents *all, uint32_t one, uint32_t other)
{
    one = find(all, one);
    other = find(all, other);
    g_array_index(all->parent, uint32_t, MAX(one, other)) = MIN(one, other);
}

/* --- symbols --- */

typedef struct Mention {
    bool is_definition;
    IrLinkage linkage;
    guint words; /* hash of what a declaration says that counts for all */
    guint uses;  /* how this module uses a function that has to do with tasks; counts for its definition */
    bool takes_task; /* a definition that gets a value task by value */
} Mention;

static void free_symbol(gpointer data)
{
    Symbol *symbol = data;
    if (symbol->modules != NULL)
        g_array_unref(symbol->modules);
    g_free(symbol);
}

static Symbol *symbol_of(LinkComponents *all, char kind, const char *name, uint32_t m, const Mention *mention)
{
    bool is_internal = mention->linkage == IR_LINKAGE_INTERNAL;
    g_string_truncate(all->key, 0);
    g_string_append_c(all->key, kind);
    g_string_append_c(all->key, is_internal ? 's' : 'x');
    g_string_append(all->key, name);
    Symbol *symbol = g_hash_table_lookup(all->symbols, all->key->str);
    if (symbol == NULL) {
        symbol = g_new0(Symbol, 1);
        *symbol = (Symbol){.modules = g_array_new(FALSE, FALSE, sizeof(uint32_t)), .first = m, .words = mention->words, .uses = mention->uses, .is_internal = is_internal};
        g_hash_table_insert(all->symbols, g_strndup(all->key->str, all->key->len), symbol);
    }
    return symbol;
}

static bool is_shared(const Symbol *symbol)
{
    return symbol->is_disputed || (symbol->is_defined && (symbol->is_used || (symbol->is_internal ? symbol->takes_task : symbol->is_missed || symbol->is_merged)));
}

static void mention(LinkComponents *all, char kind, const char *name, uint32_t m, const Mention *mention)
{
    Symbol *symbol = symbol_of(all, kind, name, m, mention);
    symbol->is_defined = symbol->is_defined || mention->is_definition;
    symbol->is_missed = symbol->is_missed || !mention->is_definition;
    symbol->is_merged = symbol->is_merged || mention->linkage == IR_LINKAGE_MERGED;
    symbol->is_disputed = symbol->is_disputed || mention->words != symbol->words;
    symbol->is_used = symbol->is_used || mention->uses != symbol->uses;
    symbol->takes_task = symbol->takes_task || mention->takes_task;
    if (symbol->modules == NULL) {
        unite(all, symbol->first, m);
        return;
    }
    g_array_append_val(symbol->modules, m);
    if (!is_shared(symbol))
        return;
    for (guint i = 0; i < symbol->modules->len; i++)
        unite(all, symbol->first, g_array_index(symbol->modules, uint32_t, i));
    g_array_unref(symbol->modules);
    symbol->modules = NULL;
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
static void mention_home(LinkComponents *all, uint32_t m, const char *name)
{
    mention(all, 'k', name, m, &(Mention){true, IR_LINKAGE_MERGED, 0, 0, false});
}

/* Functions of an API are trusted as declared: their bodies count for nobody. */
void link_components_add(LinkComponents *all, const IrModule *module)
{
    uint32_t m = all->parent->len;
    g_array_append_val(all->parent, m);
    for (uint32_t i = 0; i < module->function_count; i++) {
        const IrFunction *function = &module->functions[i];
        bool is_definition = function->is_defined && !function->is_api;
        Mention one = {is_definition, function->linkage, words_of(function), uses_of(function), is_definition && takes_task(function)};
        mention(all, 'f', function->symbol, m, &one);
    }
    for (uint32_t i = 0; i < module->global_count; i++) {
        const IrGlobal *global = &module->globals[i];
        if (global->linkage != IR_LINKAGE_INTERNAL)
            mention(all, 'g', global->symbol, m, &(Mention){global->is_defined, global->linkage, 0, 0, false});
        if (global->holds_task)
            mention_home(all, m, global->symbol);
    }
    for (uint32_t i = 0; i < module->field_count; i++)
        if (module->fields[i].holds_task) {
            char *name = g_strdup_printf("%s.%s", module->records[module->fields[i].record].name, module->fields[i].name);
            mention_home(all, m, name);
            g_free(name);
        }
}

/* --- the whole --- */

LinkComponents *link_components_new(void)
{
    LinkComponents *all = g_new0(LinkComponents, 1);
    all->parent = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    all->symbols = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_symbol);
    all->key = g_string_new(NULL);
    return all;
}

void link_components_free(LinkComponents *all)
{
    if (all == NULL)
        return;
    g_array_unref(all->parent);
    g_hash_table_unref(all->symbols);
    g_string_free(all->key, TRUE);
    g_free(all);
}

uint32_t link_components_of(LinkComponents *all, uint32_t module)
{
    return find(all, module);
}

uint32_t *link_components(const IrModule *const *modules, uint32_t count, uint32_t *components)
{
    LinkComponents *all = link_components_new();
    uint32_t *component_of = g_new(uint32_t, (gsize)count + 1);
    for (uint32_t m = 0; m < count; m++)
        link_components_add(all, modules[m]);
    *components = 0;
    for (uint32_t m = 0; m < count; m++)
        component_of[m] = find(all, m) == m ? (*components)++ : component_of[find(all, m)];
    link_components_free(all);
    return component_of;
}
