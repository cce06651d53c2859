/* publish.c - findings as the protocol's diagnostics, and which of them are shown for a file; see server.h. */
#include <string.h>

#include "lsp/server.h"

/* --- one finding --- */

/* The identifier, or one character, at a place that has no end. */
static uint32_t end_of_word(LspText *text, uint32_t line, uint32_t column)
{
    size_t length = 0, at = column > 0 ? column - 1 : 0;
    const char *bytes = line > 0 ? lsp_text_line(text, line - 1, &length) : NULL;
    size_t end = at;
    while (bytes != NULL && end < length && (g_ascii_isalnum(bytes[end]) || bytes[end] == '_'))
        end++;
    return (uint32_t)(end > at ? end : at + 1) + 1;
}

JsonNode *lsp_place_range(LspServer *server, const ReportPlace *place)
{
    LspText *text = place->path != NULL ? lsp_text_of(server, place->path) : NULL;
    LspPosition start = {place->line > 0 ? place->line - 1 : 0, place->column > 0 ? place->column - 1 : 0}, end = start;
    if (text != NULL) {
        bool is_point = place->end_line == 0;
        start = lsp_text_position(text, place->line, place->column, server->encoding);
        end = lsp_text_position(text, is_point ? place->line : place->end_line,
                                is_point ? end_of_word(text, place->line, place->column) : place->end_column, server->encoding);
    }
    return lsp_range_node(start, end);
}

/* The client's own spelling where the file is open. */
static char *uri_of(LspServer *server, const char *path)
{
    const LspDocument *document = g_hash_table_lookup(server->documents, path);
    return document != NULL ? g_strdup(document->uri) : lsp_uri_of_path(path);
}

static JsonArray *related_information(LspServer *server, const ReportFinding *finding)
{
    JsonArray *array = json_array_new();
    for (uint32_t i = 0; i < finding->note_count; i++) {
        const ReportNote *note = &finding->notes[i];
        ReportPlace place = note->place.path != NULL ? note->place : finding->place;
        JsonObject *location = json_object_new(), *related = json_object_new();
        char *uri = uri_of(server, place.path), *message = g_utf8_make_valid(note->message, -1);
        json_object_set_string_member(location, "uri", uri);
        json_object_set_member(location, "range", lsp_place_range(server, &place));
        json_object_set_object_member(related, "location", location);
        json_object_set_string_member(related, "message", message);
        json_array_add_object_element(array, related);
        g_free(message);
        g_free(uri);
    }
    return array;
}

static int severity_of(const ReportFinding *finding)
{
    static const int severities[] = {[REPORT_NOTE] = 3, [REPORT_WARNING] = 2, [REPORT_ERROR] = 1};
    return severities[finding->severity];
}

JsonObject *lsp_diagnostic(LspServer *server, const ReportFinding *finding)
{
    JsonObject *diagnostic = json_object_new();
    bool is_clang = finding->rule == &lsp_clang_rule;
    char *message = g_utf8_make_valid(finding->message, -1);
    char *text = is_clang ? g_strdup_printf("not analysed past this: %s", message) : g_strdup(message);
    json_object_set_member(diagnostic, "range", lsp_place_range(server, &finding->place));
    json_object_set_int_member(diagnostic, "severity", severity_of(finding));
    json_object_set_string_member(diagnostic, "code", finding->rule->id);
    json_object_set_string_member(diagnostic, "source", "vtcheck");
    json_object_set_string_member(diagnostic, "message", text);
    char *page = server->can.code_description ? lsp_page_uri(server, finding->rule) : NULL;
    if (page != NULL) {
        JsonObject *description = json_object_new();
        json_object_set_string_member(description, "href", page);
        json_object_set_object_member(diagnostic, "codeDescription", description);
    }
    if (server->can.related_information && finding->note_count > 0)
        json_object_set_array_member(diagnostic, "relatedInformation", related_information(server, finding));
    g_free(page);
    g_free(text);
    g_free(message);
    return diagnostic;
}

/* --- one file --- */

/* The project's findings have seen all callers; but an open file's text may be another than theirs. */
const ReportSet *lsp_set_for(LspServer *server, const char *path)
{
    const LspDocument *document = g_hash_table_lookup(server->documents, path);
    const LspProject *project = lsp_project_of(server, path);
    if (project != NULL && project->set != NULL && (document == NULL || document->project_version == document->version))
        return project->set;
    return document != NULL && document->set_version == document->version ? document->set : NULL;
}

static void add_findings(LspServer *server, const ReportSet *set, const char *path, GHashTable *seen, JsonArray *array)
{
    for (guint i = 0; set != NULL && i < set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        if (finding->is_suppressed || g_strcmp0(finding->place.path, path) != 0)
            continue;
        char *key = g_strdup_printf("%u:%u:%s:%s", finding->place.line, finding->place.column, finding->rule->id, finding->message);
        if (g_hash_table_add(seen, key))
            json_array_add_object_element(array, lsp_diagnostic(server, finding));
    }
}

/* A header that is not open is spoken for by what includes it, until the whole project was checked. */
static void add_of_includers(LspServer *server, const char *path, GHashTable *seen, JsonArray *array)
{
    GHashTableIter iter;
    gpointer document;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &document))
        add_findings(server, ((LspDocument *)document)->set, path, seen, array);
}

static void add_trouble(LspServer *server, const LspDocument *document, JsonArray *array)
{
    if (document == NULL || document->trouble == NULL)
        return;
    ReportFinding finding = {.rule = &lsp_clang_rule, .severity = REPORT_NOTE, .place = {document->path, 1, 1, 0, 0}, .message = document->trouble};
    JsonObject *diagnostic = lsp_diagnostic(server, &finding);
    char *valid = g_utf8_make_valid(document->trouble, -1);
    json_object_set_string_member(diagnostic, "code", "not-checked");
    json_object_set_string_member(diagnostic, "message", valid);
    json_array_add_object_element(array, diagnostic);
    g_free(valid);
}

/* The editor has the file open by another name, with a symbolic link in it. */
static bool is_open_by_link(LspServer *server, const char *path)
{
    GHashTableIter iter;
    gpointer document;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &document))
        if (g_strcmp0(((LspDocument *)document)->real_path, path) == 0)
            return true;
    return false;
}

JsonNode *lsp_diagnostics(LspServer *server, const char *path)
{
    const LspDocument *document = g_hash_table_lookup(server->documents, path);
    const ReportSet *set = lsp_set_for(server, path);
    JsonArray *array = json_array_new();
    if (document == NULL && is_open_by_link(server, path))
        return lsp_array_node(array); /* all is said there */
    GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_trouble(server, document, array);
    if (set != NULL || document != NULL)
        add_findings(server, set, path, seen, array);
    else
        add_of_includers(server, path, seen, array);
    g_hash_table_unref(seen);
    return lsp_array_node(array);
}

void lsp_publish(LspServer *server, const char *path)
{
    LspDocument *document = g_hash_table_lookup(server->documents, path);
    lsp_workspace_news(server);
    if (document != NULL && server->is_asked)
        lsp_answer_pulls(document);
    if (document != NULL ? server->is_asked : server->is_asked_for_all)
        return;
    JsonNode *node = lsp_diagnostics(server, path);
    JsonObject *params = json_object_new();
    char *uri = uri_of(server, path);
    json_object_set_string_member(params, "uri", uri);
    if (document != NULL && server->can.version_support)
        json_object_set_int_member(params, "version", document->version);
    bool is_empty = json_array_get_length(json_node_get_array(node)) == 0;
    char *text = json_to_string(node, FALSE);
    const char *last = g_hash_table_lookup(server->published, path);
    bool is_news = document != NULL || (is_empty ? last != NULL : g_strcmp0(last, text) != 0);
    json_object_set_member(params, "diagnostics", node);
    if (is_empty)
        g_hash_table_remove(server->published, path);
    else
        g_hash_table_insert(server->published, g_strdup(path), g_strdup(text));
    if (is_news)
        lsp_notify(server, "textDocument/publishDiagnostics", params);
    else
        json_object_unref(params);
    g_free(text);
    g_free(uri);
}

static void collect_paths(const ReportSet *set, GHashTable *paths)
{
    for (guint i = 0; set != NULL && i < set->findings->len; i++) {
        const char *path = g_array_index(set->findings, ReportFinding, i).place.path;
        if (path != NULL)
            g_hash_table_add(paths, g_strdup(path));
    }
}

void lsp_publish_all(LspServer *server, const ReportSet *before, const ReportSet *now)
{
    GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    collect_paths(before, paths);
    collect_paths(now, paths);
    GList *list = g_list_sort(g_hash_table_get_keys(paths), (GCompareFunc)(void (*)(void))strcmp);
    for (GList *at = list; at != NULL; at = at->next)
        if (!g_hash_table_contains(server->documents, at->data)) /* open files have checks of their own */
            lsp_publish(server, at->data);
    g_list_free(list);
    g_hash_table_unref(paths);
}
