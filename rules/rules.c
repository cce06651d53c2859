/* rules.c - the registry, and selection by globs. */
#include "rules.h"

#include <string.h>

#include "fix.h"
#include "macros.h"
#include "wording.h"

#define RULE(identifier) extern const Rule rule_##identifier;
#include "rules.def"
#undef RULE

static const Rule *const rules[] = {
#define RULE(identifier) &rule_##identifier,
#include "rules.def"
#undef RULE
};

const Rule *const *rules_all(size_t *count)
{
    *count = G_N_ELEMENTS(rules);
    return rules;
}

const Rule *rules_find(const char *id)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
        if (strcmp(rules[i]->info.id, id) == 0)
            return rules[i];
    return NULL;
}

bool rules_select(const char *globs, bool *enabled, char **bad)
{
    bool is_first_positive = true;
    *bad = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
        enabled[i] = true;
    if (globs == NULL || globs[0] == '\0')
        return true;
    char **parts = g_strsplit(globs, ",", -1);
    for (size_t p = 0; parts[p] != NULL && *bad == NULL; p++) {
        char *glob = g_strstrip(parts[p]);
        bool on = glob[0] != '-', matches = false;
        glob += !on;
        if (glob[0] == '\0')
            continue;
        /* A list that begins by naming rules means just these. */
        if (on && p == 0 && is_first_positive)
            memset(enabled, false, sizeof(bool) * G_N_ELEMENTS(rules));
        is_first_positive = false;
        for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
            if (g_pattern_match_simple(glob, rules[i]->info.id)) {
                enabled[i] = on;
                matches = true;
            }
        if (!matches && strcmp(glob, "*") != 0)
            *bad = g_strdup(glob);
    }
    g_strfreev(parts);
    return *bad == NULL;
}

void rules_report(const bool *enabled, const AnalysisEvent *event, FixContext *fixes, ReportSet *set)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
        if (!enabled[i] || !(rules[i]->events & (1u << event->kind)))
            continue;
        guint before = set->findings->len;
        rules[i]->report(rules[i], event, set);
        for (guint f = before; f < set->findings->len && fixes != NULL; f++)
            macros_tell(fixes, event, &g_array_index(set->findings, ReportFinding, f), set);
        if (fixes != NULL && rules[i]->fix != NULL && set->findings->len > before)
            fix_make(fixes, rules[i]->fix, event, set);
    }
}
