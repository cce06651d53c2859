/* pages.c - the rules' pages as files, so that a diagnostic can link to one: in the user's cache, one folder a version.
 *
 * They are what `vtcheck explain` prints. Where they cannot be written there are no links, and nothing else is lost. */
#include <string.h>

#include <glib/gstdio.h>

#include "lsp/server.h"
#include "report/suppress.h"
#include "rules/rules.h"

static bool holds(const char *path, const char *text)
{
    char *there = NULL;
    bool same = g_file_get_contents(path, &there, NULL, NULL) && strcmp(there, text) == 0;
    g_free(there);
    return same;
}

/* The i-th rule that has a page; NULL: there are no more. The last one is the report's own. */
static const ReportRule *page_at(size_t i)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    return i < count ? &rules[i]->info : i == count ? &report_rule_unused_suppression : NULL;
}

const ReportRule *lsp_rule_find(const char *id)
{
    const ReportRule *rule = NULL;
    for (size_t i = 0; (rule = page_at(i)) != NULL; i++)
        if (strcmp(rule->id, id) == 0)
            break;
    return rule;
}

void lsp_pages_prepare(LspServer *server)
{
    const ReportRule *rule = NULL;
    char *folder = g_build_filename(g_get_user_cache_dir(), "vtcheck", "rules", server->options->version, NULL);
    bool good = g_mkdir_with_parents(folder, 0700) == 0;
    for (size_t i = 0; good && (rule = page_at(i)) != NULL; i++) {
        char *name = g_strconcat(rule->id, ".md", NULL), *path = g_build_filename(folder, name, NULL);
        good = holds(path, rule->documentation) || g_file_set_contents(path, rule->documentation, -1, NULL);
        g_free(path);
        g_free(name);
    }
    server->pages = good ? g_steal_pointer(&folder) : NULL;
    g_free(folder);
}

char *lsp_page_uri(const LspServer *server, const ReportRule *rule)
{
    if (server->pages == NULL || lsp_rule_find(rule->id) == NULL)
        return NULL;
    char *name = g_strconcat(rule->id, ".md", NULL), *path = g_build_filename(server->pages, name, NULL);
    char *uri = lsp_uri_of_path(path);
    g_free(path);
    g_free(name);
    return uri;
}
