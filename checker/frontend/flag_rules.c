/* flag_rules.c - see flag_rules.h. */
#include "frontend/flag_rules.h"

#include <glib.h>
#include <string.h>

static const FlagRule flag_rules[] = {
#define COMPILER_FLAG(name, shape, fate) {name, shape, fate},
#include "frontend/compiler_flags.def"
#undef COMPILER_FLAG
};

static bool rule_fits(const FlagRule *rule, const char *word, size_t length)
{
    if (!g_str_has_prefix(word, rule->name))
        return false;
    char next = word[length];
    switch (rule->shape) {
    case ALONE:
    case SEPARATE: return next == '\0';
    case JOINED: return next != '\0';
    case EITHER: return true;
    case EQUALS: return next == '\0' || next == '=';
    }
    return false;
}

/* The rules by the second characters of their names, each list in the order of the table: databases have millions of words. 0: the end, else
 * one more than an index. */
typedef struct RuleIndex {
    guint16 first[256], next[G_N_ELEMENTS(flag_rules)];
} RuleIndex;

static gpointer index_rules(gpointer unused)
{
    (void)unused;
    RuleIndex *index = g_new0(RuleIndex, 1);
    for (size_t i = G_N_ELEMENTS(flag_rules); i-- > 0;) {
        guint16 *first = &index->first[(guint8)flag_rules[i].name[1]];
        index->next[i] = *first;
        *first = (guint16)(i + 1);
    }
    return index;
}

/* The rule with the longest name that fits, of those that begin as said and are longer than `best`; else `best`. */
static const FlagRule *find_longest(const char *word, char second, const FlagRule *best)
{
    static GOnce once = G_ONCE_INIT;
    const RuleIndex *index = g_once(&once, index_rules, NULL);
    size_t best_length = best != NULL ? strlen(best->name) : 0;
    for (guint16 at = index->first[(guint8)second]; at != 0; at = index->next[at - 1]) {
        const FlagRule *rule = &flag_rules[at - 1];
        size_t length = strlen(rule->name);
        if (length > best_length && rule_fits(rule, word, length)) {
            best = rule;
            best_length = length;
        }
    }
    return best;
}

const FlagRule *frontend_find_flag(const char *word, const char **value, bool *takes_next)
{
    *value = NULL;
    *takes_next = false;
    if (word[0] != '-' || word[1] == '\0')
        return NULL;
    const FlagRule *best = find_longest(word, '\0', find_longest(word, word[1], NULL));
    size_t best_length = best != NULL ? strlen(best->name) : 0;
    if (best == NULL)
        return NULL;
    const char *rest = word + best_length;
    if (*rest != '\0')
        *value = best->shape == EQUALS ? rest + 1 : rest;
    else
        *takes_next = best->shape == SEPARATE || best->shape == EITHER || best->shape == EQUALS;
    return best;
}
