/* actions.c - what can be done about a finding: mend it, silence it, have it explained; see server.h. */
#include <string.h>

#include "lsp/server.h"

static const char explain_command[] = "vtcheck.explain";

/* --- edits --- */

/* The text with the line ends that the file has. */
static char *with_line_ends(LspText *text, const char *with)
{
    size_t length = 0;
    const char *line = lsp_text_line(text, 0, &length);
    if (line == NULL || line[length] != '\r')
        return g_strdup(with);
    char **lines = g_strsplit(with, "\n", -1);
    char *joined = g_strjoinv("\r\n", lines);
    g_strfreev(lines);
    return joined;
}

static JsonObject *text_edit(JsonNode *range, const char *with)
{
    JsonObject *edit = json_object_new();
    json_object_set_member(edit, "range", range);
    json_object_set_string_member(edit, "newText", with);
    return edit;
}

/* Adds an edit to {"changes": {uri: [...]}}. */
static void add_edit(LspServer *server, JsonObject *changes, const char *path, JsonObject *edit)
{
    const LspDocument *document = g_hash_table_lookup(server->documents, path);
    char *uri = document != NULL ? g_strdup(document->uri) : lsp_uri_of_path(path);
    if (!json_object_has_member(changes, uri))
        json_object_set_array_member(changes, uri, json_array_new());
    json_array_add_object_element(json_object_get_array_member(changes, uri), edit);
    g_free(uri);
}

static JsonObject *action(LspServer *server, const ReportFinding *finding, const char *title)
{
    JsonObject *object = json_object_new();
    JsonArray *diagnostics = json_array_new();
    json_array_add_object_element(diagnostics, lsp_diagnostic(server, finding));
    json_object_set_string_member(object, "title", title);
    json_object_set_string_member(object, "kind", "quickfix");
    json_object_set_array_member(object, "diagnostics", diagnostics);
    return object;
}

static void set_edit(JsonObject *object, JsonObject *changes)
{
    JsonObject *edit = json_object_new();
    json_object_set_object_member(edit, "changes", changes);
    json_object_set_object_member(object, "edit", edit);
}

static char *as_title(const char *order)
{
    char *title = g_utf8_make_valid(order, -1);
    if (title[0] != '\0')
        title[0] = g_ascii_toupper(title[0]);
    return title;
}

static void add_fix(LspServer *server, const ReportFinding *finding, JsonArray *out)
{
    if (finding->fix.edit_count == 0 || finding->fix.message == NULL)
        return;
    JsonObject *changes = json_object_new();
    for (uint32_t i = 0; i < finding->fix.edit_count; i++) {
        const ReportEdit *edit = &finding->fix.edits[i];
        LspText *text = edit->place.path != NULL ? lsp_text_of(server, edit->place.path) : NULL;
        if (text == NULL) { /* all of the edits or none */
            json_object_unref(changes);
            return;
        }
        ReportPlace place = edit->place;
        if (place.end_line == 0) {
            place.end_line = place.line;
            place.end_column = place.column;
        }
        char *with = with_line_ends(text, edit->text);
        add_edit(server, changes, place.path, text_edit(lsp_place_range(server, &place), with));
        g_free(with);
    }
    char *title = as_title(finding->fix.message);
    JsonObject *object = action(server, finding, title);
    json_object_set_boolean_member(object, "isPreferred", TRUE);
    set_edit(object, changes);
    json_array_add_object_element(out, object);
    g_free(title);
}

/* A comment at the line's end; where the line goes on in the next one, that would take its end away, so there is none. */
static void add_suppression(LspServer *server, const ReportFinding *finding, JsonArray *out)
{
    size_t length = 0;
    LspText *text = lsp_text_of(server, finding->place.path);
    const char *line = text != NULL && finding->place.line > 0 ? lsp_text_line(text, finding->place.line - 1, &length) : NULL;
    if (line == NULL || (length > 0 && line[length - 1] == '\\'))
        return;
    LspPosition at = {finding->place.line - 1, lsp_units(line, length, server->encoding)};
    char *comment = g_strdup_printf("%s// NOLINT(%s)", length > 0 && line[length - 1] == ' ' ? "" : " ", finding->rule->id);
    char *title = g_strdup_printf("Silence %s on this line", finding->rule->id);
    JsonObject *object = action(server, finding, title), *changes = json_object_new();
    add_edit(server, changes, finding->place.path, text_edit(lsp_range_node(at, at), comment));
    set_edit(object, changes);
    json_array_add_object_element(out, object);
    g_free(title);
    g_free(comment);
}

static JsonObject *explain_object(const ReportRule *rule)
{
    JsonObject *command = json_object_new();
    JsonArray *arguments = json_array_new();
    char *title = g_strdup_printf("Explain %s", rule->id);
    json_array_add_string_element(arguments, rule->id);
    json_object_set_string_member(command, "title", title);
    json_object_set_string_member(command, "command", explain_command);
    json_object_set_array_member(command, "arguments", arguments);
    g_free(title);
    return command;
}

static void add_explanation(LspServer *server, const ReportFinding *finding, JsonArray *out)
{
    JsonObject *command = explain_object(finding->rule);
    if (!server->can.action_literals) { /* an old client takes commands only */
        json_array_add_object_element(out, command);
        return;
    }
    JsonObject *object = action(server, finding, json_object_get_string_member(command, "title"));
    json_object_set_object_member(object, "command", command);
    json_array_add_object_element(out, object);
}

/* --- requests --- */

static bool wants_quick_fixes(JsonNode *params)
{
    JsonArray *only = lsp_array_at(params, "context.only");
    for (guint i = 0; only != NULL && i < json_array_get_length(only); i++) {
        const char *kind = lsp_string_at(json_array_get_element(only, i), "");
        if (g_strcmp0(kind, "quickfix") == 0 || g_strcmp0(kind, "") == 0)
            return true;
    }
    return only == NULL || json_array_get_length(only) == 0;
}

static bool is_on_lines(const ReportFinding *finding, uint32_t first, uint32_t last)
{
    uint32_t end = finding->place.end_line > 0 ? finding->place.end_line : finding->place.line;
    return finding->place.line <= last + 1 && end >= first + 1;
}

void lsp_code_action(LspServer *server, JsonNode *id, JsonNode *params)
{
    LspPosition start, end;
    if (!lsp_range_at(params, "range", &start, &end)) {
        lsp_refuse(server, id, LSP_INVALID_PARAMS, "'range' is missing");
        return;
    }
    JsonArray *out = json_array_new();
    const LspDocument *document = lsp_document_at(server, params);
    const ReportSet *set = document != NULL && wants_quick_fixes(params) ? lsp_set_for(server, document->path) : NULL;
    for (guint i = 0; set != NULL && i < set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        if (finding->is_suppressed || finding->rule == &lsp_clang_rule || g_strcmp0(finding->place.path, document->path) != 0 ||
            !is_on_lines(finding, start.line, end.line))
            continue;
        if (server->can.action_literals) {
            add_fix(server, finding, out);
            add_suppression(server, finding, out);
        }
        add_explanation(server, finding, out);
    }
    lsp_forget_texts(server);
    lsp_reply(server, id, lsp_array_node(out));
}

void lsp_execute_command(LspServer *server, JsonNode *id, JsonNode *params)
{
    const char *command = lsp_string_at(params, "command");
    JsonArray *arguments = lsp_array_at(params, "arguments");
    const char *name = arguments != NULL && json_array_get_length(arguments) > 0 ? lsp_string_at(json_array_get_element(arguments, 0), "") : NULL;
    const ReportRule *rule = name != NULL ? lsp_rule_find(name) : NULL;
    if (g_strcmp0(command, explain_command) != 0 || rule == NULL) {
        lsp_refuse(server, id, LSP_INVALID_PARAMS, "the one command is vtcheck.explain, and its argument is a rule");
        return;
    }
    char *page = lsp_page_uri(server, rule);
    if (page != NULL && server->can.show_document) {
        JsonObject *shown = json_object_new();
        json_object_set_string_member(shown, "uri", page);
        json_object_set_boolean_member(shown, "takeFocus", TRUE);
        lsp_request(server, "window/showDocument", shown);
    } else {
        lsp_say(server, LSP_SAY_INFO, "%s", rule->documentation);
    }
    lsp_reply(server, id, NULL);
    g_free(page);
}
