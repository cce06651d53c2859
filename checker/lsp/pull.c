/* pull.c - diagnostics for a client that asks for them (textDocument/diagnostic, workspace/diagnostic); see server.h.
 *
 * A client that can ask may never do so: what is found is published until the first request comes, and from then on told of open files
 * only when asked. An answer waits for the check of the text as it is. When a later check says something else (a full one after a
 * quick one, the whole project), the client is told to ask again.
 *
 * Who asks for all files is answered when the whole project was checked. Clients ask again at once, with what they know: as long as that is all
 * there is, the request waits. */
#include <string.h>

#include "lsp/server.h"

enum { NEWS_MILLISECONDS = 300 };

/* `previous` is the result that the client has, or NULL. *text (g_free): what was found. */
static JsonNode *report_of(LspServer *server, const char *path, const char *previous, char **text)
{
    JsonNode *items = lsp_diagnostics(server, path);
    *text = json_to_string(items, FALSE);
    char *result = g_compute_checksum_for_string(G_CHECKSUM_MD5, *text, -1);
    bool is_same = g_strcmp0(previous, result) == 0;
    JsonObject *report = json_object_new();
    json_object_set_string_member(report, "kind", is_same ? "unchanged" : "full");
    json_object_set_string_member(report, "resultId", result);
    if (is_same)
        json_node_unref(items);
    else
        json_object_set_member(report, "items", items);
    g_free(result);
    return lsp_object_node(report);
}

/* The same of an open file; what is said of it is remembered. */
static JsonNode *report_and_remember(LspServer *server, const char *path, const char *previous)
{
    char *text = NULL;
    JsonNode *report = report_of(server, path, previous, &text);
    g_hash_table_insert(server->published, g_strdup(path), text);
    return report;
}

static bool is_known(const LspDocument *document)
{
    return document->trouble != NULL || lsp_set_for(document->server, document->path) != NULL;
}

/* What was published of open files, or of the others, would stand beside what is asked for. */
static void take_published_back(LspServer *server, bool of_open_files)
{
    GHashTableIter iter;
    gpointer path;
    g_hash_table_iter_init(&iter, server->published);
    while (g_hash_table_iter_next(&iter, &path, NULL)) {
        const LspDocument *document = g_hash_table_lookup(server->documents, path);
        if ((document != NULL) != of_open_files)
            continue;
        JsonObject *params = json_object_new();
        char *uri = document != NULL ? g_strdup(document->uri) : lsp_uri_of_path(path);
        json_object_set_string_member(params, "uri", uri);
        json_object_set_array_member(params, "diagnostics", json_array_new());
        lsp_notify(server, "textDocument/publishDiagnostics", params);
        g_hash_table_iter_remove(&iter);
        g_free(uri);
    }
}

static void ask(LspServer *server)
{
    if (!server->is_asked)
        take_published_back(server, true);
    server->is_asked = true;
}

void lsp_pull(LspServer *server, JsonNode *id, JsonNode *params)
{
    char *path = lsp_path_of_uri(lsp_string_at(params, "textDocument.uri"));
    LspDocument *document = path != NULL ? g_hash_table_lookup(server->documents, path) : NULL;
    ask(server);
    if (path == NULL)
        lsp_refuse(server, id, LSP_INVALID_PARAMS, "'textDocument.uri' is no file");
    else if (document != NULL && !is_known(document))
        g_ptr_array_add(document->pulls, json_node_copy(id));
    else
        lsp_reply(server, id, report_and_remember(server, path, lsp_string_at(params, "previousResultId")));
    lsp_forget_texts(server);
    g_free(path);
}

void lsp_answer_pulls(LspDocument *document)
{
    LspServer *server = document->server;
    if (!is_known(document))
        return;
    char *last = g_strdup(g_hash_table_lookup(server->published, document->path));
    JsonNode *report = report_and_remember(server, document->path, NULL);
    bool is_news = g_strcmp0(last, g_hash_table_lookup(server->published, document->path)) != 0;
    for (guint i = 0; i < document->pulls->len; i++)
        lsp_reply(server, document->pulls->pdata[i], json_node_copy(report));
    if (document->pulls->len == 0 && last != NULL && is_news && server->can.refresh)
        lsp_request(server, "workspace/diagnostic/refresh", NULL);
    g_ptr_array_set_size(document->pulls, 0);
    json_node_unref(report);
    g_free(last);
}

void lsp_refuse_pulls(LspDocument *document)
{
    for (guint i = 0; i < document->pulls->len; i++)
        lsp_refuse(document->server, document->pulls->pdata[i], LSP_CONTENT_MODIFIED, "the file was closed");
    g_ptr_array_set_size(document->pulls, 0);
}

bool lsp_cancel_pull(LspDocument *document, JsonNode *id)
{
    for (guint i = 0; i < document->pulls->len; i++)
        if (json_node_equal(document->pulls->pdata[i], id)) {
            lsp_refuse(document->server, id, LSP_REQUEST_CANCELLED, "cancelled");
            g_ptr_array_remove_index(document->pulls, i);
            return true;
        }
    return false;
}

/* --- all files --- */

static void free_pull(LspWorkspacePull *pull)
{
    json_node_unref(pull->id);
    g_hash_table_unref(pull->known);
    g_free(pull);
}

static void add_paths(const ReportSet *set, GHashTable *paths)
{
    for (guint i = 0; set != NULL && i < set->findings->len; i++) {
        const char *path = g_array_index(set->findings, ReportFinding, i).place.path;
        if (path != NULL)
            g_hash_table_add(paths, g_strdup(path));
    }
}

/* Sorted: all files that something may be said about, and those that the client has. */
static GList *paths_for(LspServer *server, const LspWorkspacePull *pull)
{
    GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, server->projects);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        add_paths(((LspProject *)value)->set, paths);
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        add_paths(((LspDocument *)value)->set, paths);
        g_hash_table_add(paths, g_strdup(key));
    }
    g_hash_table_iter_init(&iter, pull->known);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        char *path = lsp_path_of_uri(key);
        if (path != NULL)
            g_hash_table_add(paths, path);
    }
    GList *list = g_list_sort(g_hash_table_get_keys(paths), (GCompareFunc)(void (*)(void))strcmp);
    for (GList *at = list; at != NULL; at = at->next)
        at->data = g_strdup(at->data);
    g_hash_table_unref(paths);
    return list;
}

/* One file's report, or NULL: nothing is said about it and nothing was. */
static JsonNode *file_report(LspServer *server, const LspWorkspacePull *pull, const char *path, bool *is_news)
{
    const LspDocument *document = g_hash_table_lookup(server->documents, path);
    char *uri = document != NULL ? g_strdup(document->uri) : lsp_uri_of_path(path);
    const char *known = g_hash_table_lookup(pull->known, uri);
    char *text = NULL;
    JsonNode *report = report_of(server, path, known, &text);
    JsonObject *object = json_node_get_object(report);
    JsonArray *items = json_object_has_member(object, "items") ? json_object_get_array_member(object, "items") : NULL;
    bool is_empty = items != NULL && json_array_get_length(items) == 0;
    *is_news |= items != NULL && (known != NULL || !is_empty);
    json_object_set_string_member(object, "uri", uri);
    json_object_set_member(object, "version", json_node_new(JSON_NODE_NULL));
    if (document != NULL)
        json_object_set_int_member(object, "version", document->version);
    if (is_empty && known == NULL)
        g_clear_pointer(&report, json_node_unref);
    g_free(text);
    g_free(uri);
    return report;
}

/* Answers it, unless it is to wait. */
static bool answer(LspServer *server, const LspWorkspacePull *pull)
{
    bool is_news = g_hash_table_size(pull->known) == 0;
    if (lsp_projects_are_due(server))
        return false;
    JsonArray *items = json_array_new();
    GList *paths = paths_for(server, pull);
    for (GList *at = paths; at != NULL; at = at->next) {
        const LspDocument *document = g_hash_table_lookup(server->documents, at->data);
        bool is_unclear = document != NULL && !is_known(document); /* its check will be news */
        JsonNode *report = is_unclear ? NULL : file_report(server, pull, at->data, &is_news);
        if (report != NULL)
            json_array_add_element(items, report);
    }
    g_list_free_full(paths, g_free);
    lsp_forget_texts(server);
    JsonObject *result = json_object_new();
    json_object_set_array_member(result, "items", items);
    if (is_news)
        lsp_reply(server, pull->id, lsp_object_node(result));
    else
        json_object_unref(result);
    return is_news;
}

static gboolean on_workspace_news(gpointer data)
{
    LspServer *server = data;
    server->workspace_pause = 0;
    for (guint i = server->workspace_pulls->len; i-- > 0;)
        if (answer(server, server->workspace_pulls->pdata[i]))
            free_pull(g_ptr_array_remove_index(server->workspace_pulls, i));
    return G_SOURCE_REMOVE;
}

void lsp_workspace_news(LspServer *server)
{
    if (server->workspace_pulls->len > 0 && server->workspace_pause == 0)
        server->workspace_pause = g_timeout_add(NEWS_MILLISECONDS, on_workspace_news, server);
}

void lsp_pull_workspace(LspServer *server, JsonNode *id, JsonNode *params)
{
    LspWorkspacePull *pull = g_new0(LspWorkspacePull, 1);
    JsonArray *known = lsp_array_at(params, "previousResultIds");
    pull->id = json_node_copy(id);
    pull->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; known != NULL && i < json_array_get_length(known); i++) {
        JsonNode *entry = json_array_get_element(known, i);
        const char *uri = lsp_string_at(entry, "uri"), *value = lsp_string_at(entry, "value");
        if (uri != NULL && value != NULL)
            g_hash_table_replace(pull->known, g_strdup(uri), g_strdup(value));
    }
    if (!server->is_asked_for_all) {
        take_published_back(server, false);
        lsp_projects_begin(server); /* a client may ask before it says 'initialized' */
    }
    ask(server);
    server->is_asked_for_all = true;
    if (answer(server, pull))
        free_pull(pull);
    else
        g_ptr_array_add(server->workspace_pulls, pull);
}

void lsp_refuse_workspace_pulls(LspServer *server)
{
    if (server->workspace_pause != 0)
        g_source_remove(server->workspace_pause);
    server->workspace_pause = 0;
    for (guint i = 0; i < server->workspace_pulls->len; i++) {
        LspWorkspacePull *pull = server->workspace_pulls->pdata[i];
        lsp_refuse(server, pull->id, LSP_REQUEST_CANCELLED, "the session ends");
        free_pull(pull);
    }
    g_ptr_array_set_size(server->workspace_pulls, 0);
}

bool lsp_cancel_workspace_pull(LspServer *server, JsonNode *id)
{
    for (guint i = 0; id != NULL && i < server->workspace_pulls->len; i++) {
        LspWorkspacePull *pull = server->workspace_pulls->pdata[i];
        if (!json_node_equal(pull->id, id))
            continue;
        lsp_refuse(server, id, LSP_REQUEST_CANCELLED, "cancelled");
        free_pull(g_ptr_array_remove_index(server->workspace_pulls, i));
        return true;
    }
    return false;
}
