/* pages.c - the rules' pages as files, so that a diagnostic can link to one: in the user's cache, one folder a version.
 *
 * They are what `vtcheck explain` prints. Where they cannot be written there are no links, and nothing else is lost. */
#include <string.h>

#include <glib/gstdio.h>

#include "lsp/server.h"
#include "rules/rules.h"

static bool holds(const char *path, const char *text)
{
    char *there = NULL;
    bool same = g_file_get_contents(path, &there, NULL, NULL) && strcmp(there, text) == 0;
    g_free(there);
    return same;
}

void lsp_pages_prepare(LspServer *server)
{
    size_t count = 0;
    const Rule *const *rules = rules_all(&count);
    char *folder = g_build_filename(g_get_user_cache_dir(), "vtcheck", "rules", server->options->version, NULL);
    bool good = g_mkdir_with_parents(folder, 0700) == 0;
    for (size_t i = 0; i < count && good; i++) {
        char *name = g_strconcat(rules[i]->info.id, ".md", NULL), *path = g_build_filename(folder, name, NULL);
        good = holds(path, rules[i]->info.documentation) || g_file_set_contents(path, rules[i]->info.documentation, -1, NULL);
        g_free(path);
        g_free(name);
    }
    server->pages = good ? g_steal_pointer(&folder) : NULL;
    g_free(folder);
}

char *lsp_page_uri(const LspServer *server, const ReportRule *rule)
{
    if (server->pages == NULL || rules_find(rule->id) == NULL)
        return NULL;
    char *name = g_strconcat(rule->id, ".md", NULL), *path = g_build_filename(server->pages, name, NULL);
    char *uri = lsp_uri_of_path(path);
    g_free(path);
    g_free(name);
    return uri;
}
