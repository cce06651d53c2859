/* server.c - the life of a session: messages in, the table of methods, messages out; see server.h. */
#include "lsp/server.h"

#include <math.h>
#include <string.h>

enum { MOST_WAITING = 256 * 1024 * 1024, DRAIN_MILLISECONDS = 5000, LOOK_MILLISECONDS = 20, LAST_CHECKS_SECONDS = 120 };

/* --- messages out --- */

static void send_object(LspServer *server, JsonObject *message)
{
    json_object_set_string_member(message, "jsonrpc", "2.0");
    JsonNode *node = lsp_object_node(message);
    GByteArray *bytes = g_byte_array_new();
    lsp_frame_append(bytes, node);
    lsp_channel_send(server->client, bytes->data, bytes->len);
    g_byte_array_unref(bytes);
    json_node_unref(node);
    if (lsp_channel_waiting(server->client) > MOST_WAITING) /* nobody reads */
        g_main_loop_quit(server->loop);
}

static JsonNode *id_or_null(JsonNode *id)
{
    return id != NULL ? json_node_copy(id) : json_node_new(JSON_NODE_NULL);
}

void lsp_reply(LspServer *server, JsonNode *id, JsonNode *result)
{
    JsonObject *message = json_object_new();
    json_object_set_member(message, "id", id_or_null(id));
    json_object_set_member(message, "result", result != NULL ? result : json_node_new(JSON_NODE_NULL));
    send_object(server, message);
}

void lsp_refuse(LspServer *server, JsonNode *id, int code, const char *text)
{
    JsonObject *message = json_object_new(), *error = json_object_new();
    json_object_set_int_member(error, "code", code);
    json_object_set_string_member(error, "message", text);
    json_object_set_member(message, "id", id_or_null(id));
    json_object_set_object_member(message, "error", error);
    send_object(server, message);
}

void lsp_notify(LspServer *server, const char *method, JsonObject *params)
{
    JsonObject *message = json_object_new();
    json_object_set_string_member(message, "method", method);
    json_object_set_object_member(message, "params", params);
    send_object(server, message);
}

void lsp_request(LspServer *server, const char *method, JsonObject *params)
{
    JsonObject *message = json_object_new();
    char *id = g_strdup_printf("vtcheck-%" G_GINT64_FORMAT, ++server->next_id);
    json_object_set_string_member(message, "id", id);
    json_object_set_string_member(message, "method", method);
    if (params != NULL)
        json_object_set_object_member(message, "params", params);
    send_object(server, message);
    g_free(id);
}

static void tell(LspServer *server, const char *method, LspMessageType type, const char *text)
{
    JsonObject *params = json_object_new();
    json_object_set_int_member(params, "type", type);
    json_object_set_string_member(params, "message", text);
    lsp_notify(server, method, params);
}

void lsp_say(LspServer *server, LspMessageType type, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    tell(server, "window/showMessage", type, text);
    g_free(text);
}

void lsp_log(LspServer *server, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    tell(server, "window/logMessage", LSP_SAY_LOG, text);
    g_free(text);
}

/* --- the session --- */

static void read_client(LspServer *server, JsonNode *params)
{
    JsonArray *encodings = lsp_array_at(params, "capabilities.general.positionEncodings");
    for (guint i = 0; encodings != NULL && i < json_array_get_length(encodings); i++) {
        const char *name = lsp_string_at(json_array_get_element(encodings, i), "");
        if (g_strcmp0(name, "utf-8") == 0)
            server->encoding = LSP_UTF8;
    }
    JsonArray *formats = lsp_array_at(params, "capabilities.textDocument.hover.contentFormat");
    for (guint i = 0; formats != NULL && i < json_array_get_length(formats); i++)
        server->can.markdown |= g_strcmp0(lsp_string_at(json_array_get_element(formats, i), ""), "markdown") == 0;
    server->can.related_information = lsp_bool_at(params, "capabilities.textDocument.publishDiagnostics.relatedInformation");
    server->can.code_description = lsp_bool_at(params, "capabilities.textDocument.publishDiagnostics.codeDescriptionSupport");
    server->can.version_support = lsp_bool_at(params, "capabilities.textDocument.publishDiagnostics.versionSupport");
    server->can.action_literals = lsp_node_at(params, "capabilities.textDocument.codeAction.codeActionLiteralSupport") != NULL;
    server->can.pull = lsp_node_at(params, "capabilities.textDocument.diagnostic") != NULL;
    server->can.refresh = lsp_bool_at(params, "capabilities.workspace.diagnostics.refreshSupport") ||
                          lsp_bool_at(params, "capabilities.workspace.diagnostic.refreshSupport"); /* as some write it */
    server->can.progress = lsp_bool_at(params, "capabilities.window.workDoneProgress");
    server->can.show_document = lsp_bool_at(params, "capabilities.window.showDocument.support");
    server->can.watch_files = lsp_bool_at(params, "capabilities.workspace.didChangeWatchedFiles.dynamicRegistration");
}

static const char capabilities[] =
    "{\"textDocumentSync\":{\"openClose\":true,\"change\":2,\"save\":{\"includeText\":false}},"
    "\"codeActionProvider\":{\"codeActionKinds\":[\"quickfix\"]},"
    "\"hoverProvider\":true,"
    "\"executeCommandProvider\":{\"commands\":[\"vtcheck.explain\"]},"
    "\"workspace\":{\"workspaceFolders\":{\"supported\":true,\"changeNotifications\":true}}}";

static const char pull_capability[] = "{\"identifier\":\"vtcheck\",\"interFileDependencies\":true,\"workspaceDiagnostics\":true}";

static void initialize(LspServer *server, JsonNode *id, JsonNode *params)
{
    read_client(server, params);
    lsp_folders_init(server, params);
    JsonNode *whole = lsp_node_at(params, "initializationOptions.wholeProject");
    server->is_single = whole != NULL && !lsp_bool_at(whole, "");
    lsp_pages_prepare(server);
    server->state = LSP_RUNNING;
    JsonNode *can = json_from_string(capabilities, NULL);
    json_object_set_string_member(json_node_get_object(can), "positionEncoding", server->encoding == LSP_UTF8 ? "utf-8" : "utf-16");
    if (server->can.pull)
        json_object_set_member(json_node_get_object(can), "diagnosticProvider", json_from_string(pull_capability, NULL));
    JsonObject *result = json_object_new(), *info = json_object_new();
    json_object_set_string_member(info, "name", "vtcheck");
    json_object_set_string_member(info, "version", server->options->version);
    json_object_set_member(result, "capabilities", can);
    json_object_set_object_member(result, "serverInfo", info);
    lsp_reply(server, id, lsp_object_node(result));
}

static void initialized(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    (void)params;
    lsp_watch_files(server);
    lsp_projects_begin(server);
}

static void shut_down(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)params;
    server->state = LSP_SHUT_DOWN;
    g_hash_table_remove_all(server->documents); /* their processes end */
    g_hash_table_remove_all(server->projects);
    lsp_refuse_workspace_pulls(server);
    lsp_reply(server, id, NULL);
}

static void leave(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    (void)params;
    server->status = server->state == LSP_SHUT_DOWN ? 0 : 1;
    server->has_exit = true;
    g_main_loop_quit(server->loop);
}

static bool is_same_id(JsonNode *a, JsonNode *b)
{
    return a != NULL && b != NULL && json_node_equal(a, b);
}

/* Overtakes what waits: its request may be among that. */
static const char cancel_method[] = "$/cancelRequest";

static void cancel(LspServer *server, JsonNode *cancelled)
{
    for (GList *at = server->messages->head; at != NULL; at = at->next) {
        JsonNode *message = at->data;
        if (lsp_string_at(message, "method") == NULL || !is_same_id(lsp_node_at(message, "id"), cancelled))
            continue;
        lsp_refuse(server, cancelled, LSP_REQUEST_CANCELLED, "cancelled");
        g_queue_delete_link(server->messages, at);
        json_node_unref(message);
        return;
    }
    if (!lsp_cancel_workspace_pull(server, cancelled))
        lsp_cancel_question(server, cancelled);
}

/* --- the methods --- */

typedef struct Method {
    const char *name;
    LspHandler handle;
    bool is_request;
} Method;

static const Method methods[] = {
    {"initialize", initialize, true},
    {"initialized", initialized, false},
    {"shutdown", shut_down, true},
    {"exit", leave, false},
    {"textDocument/didOpen", lsp_did_open, false},
    {"textDocument/didChange", lsp_did_change, false},
    {"textDocument/didSave", lsp_did_save, false},
    {"textDocument/didClose", lsp_did_close, false},
    {"textDocument/codeAction", lsp_code_action, true},
    {"textDocument/hover", lsp_hover, true},
    {"textDocument/diagnostic", lsp_pull, true},
    {"workspace/diagnostic", lsp_pull_workspace, true},
    {"workspace/executeCommand", lsp_execute_command, true},
    {"workspace/didChangeWorkspaceFolders", lsp_did_change_folders, false},
    {"workspace/didChangeWatchedFiles", lsp_did_change_watched_files, false},
    {"window/workDoneProgress/cancel", lsp_cancel_progress, false},
};

static const Method *find_method(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
        if (strcmp(methods[i].name, name) == 0)
            return &methods[i];
    return NULL;
}

/* Why a request is not answered now; 0: it is. */
static int refusal(const LspServer *server, const Method *method, const char **why)
{
    bool is_initialize = method != NULL && method->handle == initialize;
    if (server->state == LSP_FRESH && !is_initialize) {
        *why = "the first request must be 'initialize'";
        return LSP_NOT_INITIALIZED;
    }
    if (server->state == LSP_SHUT_DOWN || (server->state == LSP_RUNNING && is_initialize)) {
        *why = is_initialize ? "'initialize' was sent before" : "after 'shutdown' only 'exit' may follow";
        return LSP_INVALID_REQUEST;
    }
    if (method == NULL) {
        *why = "vtcheck does not know this method";
        return LSP_METHOD_NOT_FOUND;
    }
    *why = "this is a notification and takes no id";
    return method->is_request ? 0 : LSP_INVALID_REQUEST;
}

static void handle_request(LspServer *server, const Method *method, JsonNode *id, JsonNode *params)
{
    const char *why = NULL;
    int code = refusal(server, method, &why);
    if (code != 0)
        lsp_refuse(server, id, code, why);
    else
        method->handle(server, id, params);
}

/* A notification is never answered; what comes at the wrong time is dropped. */
static void handle_notification(LspServer *server, const Method *method, JsonNode *params)
{
    bool is_exit = method != NULL && method->handle == leave;
    if (method != NULL && !method->is_request && (server->state == LSP_RUNNING || is_exit))
        method->handle(server, NULL, params);
}

/* With an exponent json-glib writes what is no JSON (1e+40.0), so an answer could not name it. */
static bool is_written_plainly(double number)
{
    return number == 0 || (fabs(number) >= 1e-4 && fabs(number) < 1e15);
}

static bool is_id(JsonNode *id)
{
    if (id == NULL || !JSON_NODE_HOLDS_VALUE(id))
        return false;
    GType type = json_node_get_value_type(id);
    return type == G_TYPE_STRING || type == G_TYPE_INT64 || (type == G_TYPE_DOUBLE && is_written_plainly(json_node_get_double(id)));
}

static void handle_message(LspServer *server, JsonNode *message)
{
    const char *name = lsp_string_at(message, "method");
    JsonNode *id = lsp_node_at(message, "id"), *params = lsp_node_at(message, "params");
    bool is_response = name == NULL && id != NULL && (lsp_node_at(message, "result") != NULL || lsp_node_at(message, "error") != NULL);
    if (is_response)
        return; /* to a request of ours: nothing hangs on it */
    if (name == NULL || (id != NULL && !is_id(id)))
        lsp_refuse(server, is_id(id) ? id : NULL, LSP_INVALID_REQUEST, "this is no request: an object with a 'method' is needed, and its 'id' is a string or an integer of 64 bits");
    else if (id != NULL)
        handle_request(server, find_method(name), id, params);
    else
        handle_notification(server, find_method(name), params);
}

/* --- messages in --- */

static gboolean handle_next(gpointer data);

static void handle_soon(LspServer *server)
{
    if (server->handling == 0)
        server->handling = g_idle_add_full(G_PRIORITY_DEFAULT + 1, handle_next, server, NULL);
}

/* Who has closed the stream cannot be kept waiting by an answer: `cat session | vtcheck lsp` is to hear what its files come to before its farewell
 * ends their checks. */
static bool lets_checks_end(LspServer *server)
{
    JsonNode *next = g_queue_peek_head(server->messages);
    const char *method = next != NULL ? lsp_string_at(next, "method") : NULL;
    bool is_farewell = next == NULL || g_strcmp0(method, "shutdown") == 0 || g_strcmp0(method, "exit") == 0;
    bool is_patient = server->ended != 0 && g_get_monotonic_time() - server->ended < LAST_CHECKS_SECONDS * G_USEC_PER_SEC && !lsp_channel_is_broken(server->client);
    return is_patient && is_farewell && server->state == LSP_RUNNING && lsp_documents_are_busy(server);
}

static gboolean handle_next(gpointer data)
{
    LspServer *server = data;
    server->handling = 0;
    if (!server->has_exit && lets_checks_end(server)) {
        server->handling = g_timeout_add(LOOK_MILLISECONDS, handle_next, server);
        return G_SOURCE_REMOVE;
    }
    JsonNode *message = server->has_exit ? NULL : g_queue_pop_head(server->messages);
    if (message != NULL) {
        handle_message(server, message);
        json_node_unref(message);
    }
    if (!server->has_exit && (server->ended != 0 || !g_queue_is_empty(server->messages)))
        handle_soon(server);
    if (message == NULL && server->ended != 0)
        g_main_loop_quit(server->loop);
    return G_SOURCE_REMOVE;
}

/* All that has come in is read before any of it is handled; a cancellation is handled at once. */
static void on_received(const guint8 *bytes, size_t size, void *context)
{
    LspServer *server = context;
    lsp_framer_feed(&server->framer, bytes, size);
    for (;;) {
        LspFrame frame = lsp_framer_next(&server->framer);
        if (frame.kind == LSP_FRAME_MORE)
            break;
        if (frame.kind == LSP_FRAME_MESSAGE && g_strcmp0(lsp_string_at(frame.node, "method"), cancel_method) == 0) {
            cancel(server, lsp_node_at(frame.node, "params.id"));
            json_node_unref(frame.node);
        } else if (frame.kind == LSP_FRAME_MESSAGE) {
            g_queue_push_tail(server->messages, frame.node);
        } else {
            lsp_refuse(server, NULL, LSP_PARSE_ERROR, frame.problem);
        }
        g_free(frame.problem);
    }
    if (!g_queue_is_empty(server->messages))
        handle_soon(server);
}

/* The client went away: what it said before still counts, above all an exit. */
static void on_ended(void *context)
{
    LspServer *server = context;
    server->ended = g_get_monotonic_time();
    handle_soon(server);
}

/* --- the whole --- */

static void free_text(gpointer data)
{
    lsp_text_clear(data);
    g_free(data);
}

static void begin(LspServer *server, const LspOptions *options)
{
    *server = (LspServer){.options = options, .status = 1};
    server->loop = g_main_loop_new(NULL, FALSE);
    server->messages = g_queue_new();
    server->folders = g_ptr_array_new_with_free_func(g_free);
    server->documents = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, lsp_document_free);
    server->databases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    server->projects = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, lsp_project_free);
    server->stamps = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    server->published = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    server->loaded = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_text);
    server->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    server->workspace_pulls = g_ptr_array_new();
    lsp_framer_init(&server->framer);
}

static void finish(LspServer *server)
{
    if (server->handling != 0)
        g_source_remove(server->handling);
    g_hash_table_unref(server->documents);
    g_hash_table_unref(server->projects);
    g_hash_table_unref(server->databases);
    g_hash_table_unref(server->stamps);
    lsp_refuse_workspace_pulls(server);
    g_ptr_array_unref(server->workspace_pulls);
    lsp_channel_drain(server->client, DRAIN_MILLISECONDS);
    lsp_channel_free(server->client);
    g_queue_free_full(server->messages, (GDestroyNotify)json_node_unref);
    g_ptr_array_unref(server->folders);
    g_hash_table_unref(server->published);
    g_hash_table_unref(server->loaded);
    g_hash_table_unref(server->told);
    lsp_framer_clear(&server->framer);
    g_free(server->resource_dir);
    g_free(server->pages);
    g_main_loop_unref(server->loop);
}

int lsp_serve(const LspOptions *options, int in, int out)
{
    LspServer server;
    begin(&server, options);
    server.client = lsp_channel_new(in, out, &(LspChannelEvents){on_received, on_ended, &server});
    g_main_loop_run(server.loop);
    finish(&server);
    return server.status;
}
