/* pull.c - diagnostics for a client that asks for them (textDocument/diagnostic); see server.h.
 *
 * A client that can ask may never do so: what is found is published until the first request comes, and from then on told of open files
 * only when asked. An answer waits for the check of the text as it is. When a later check says something else (a full one after a
 * quick one, the whole project), the client is told to ask again. */
#include <string.h>

#include "lsp/server.h"

static JsonNode *report_of(LspServer *server, const char *path, const char *previous)
{
    JsonNode *items = lsp_diagnostics(server, path);
    char *text = json_to_string(items, FALSE), *result = g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);
    bool is_same = g_strcmp0(previous, result) == 0;
    JsonObject *report = json_object_new();
    json_object_set_string_member(report, "kind", is_same ? "unchanged" : "full");
    json_object_set_string_member(report, "resultId", result);
    if (is_same)
        json_node_unref(items);
    else
        json_object_set_member(report, "items", items);
    g_hash_table_insert(server->published, g_strdup(path), text);
    g_free(result);
    return lsp_object_node(report);
}

static bool is_known(const LspDocument *document)
{
    return document->trouble != NULL || lsp_set_for(document->server, document->path) != NULL;
}

/* What was published of open files would stand beside what is asked for. */
static void take_published_back(LspServer *server)
{
    GHashTableIter iter;
    gpointer path, document;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, &path, &document)) {
        if (!g_hash_table_remove(server->published, path))
            continue;
        JsonObject *params = json_object_new();
        json_object_set_string_member(params, "uri", ((LspDocument *)document)->uri);
        json_object_set_array_member(params, "diagnostics", json_array_new());
        lsp_notify(server, "textDocument/publishDiagnostics", params);
    }
}

void lsp_pull(LspServer *server, JsonNode *id, JsonNode *params)
{
    char *path = lsp_path_of_uri(lsp_string_at(params, "textDocument.uri"));
    LspDocument *document = path != NULL ? g_hash_table_lookup(server->documents, path) : NULL;
    if (!server->is_asked)
        take_published_back(server);
    server->is_asked = true;
    if (path == NULL)
        lsp_refuse(server, id, LSP_INVALID_PARAMS, "'textDocument.uri' is no file");
    else if (document != NULL && !is_known(document))
        g_ptr_array_add(document->pulls, json_node_copy(id));
    else
        lsp_reply(server, id, report_of(server, path, lsp_string_at(params, "previousResultId")));
    lsp_forget_texts(server);
    g_free(path);
}

void lsp_answer_pulls(LspDocument *document)
{
    LspServer *server = document->server;
    if (!is_known(document))
        return;
    char *last = g_strdup(g_hash_table_lookup(server->published, document->path));
    JsonNode *report = report_of(server, document->path, NULL);
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
