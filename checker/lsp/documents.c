/* documents.c - open files: their text, and when they are checked; see server.h.
 *
 * At most one check of a file is under way. What is typed meanwhile is checked together when it is done, so a burst of keystrokes
 * costs one check or two. Only a full check is overtaken: its process sees the newer request and stops. What a
 * check says of a version that is no more is dropped.
 *
 * Of a thousand open files few are looked at: there are MOST_PROCESSES at a time, and a file that waits for one gets that of the file which
 * was not touched for the longest time and has nothing to do. Those that wait come in the order in which they were touched, the last one first. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <stdlib.h>
#include <string.h>

#include "frontend/arguments.h"
#include "frontend/frontend.h"
#include "lsp/serve.h"
#include "lsp/server.h"

enum { PAUSE_MILLISECONDS = 400, CHECK_SECONDS = 60, MOST_PROCESSES = 12 };

/* --- texts --- */

LspText *lsp_text_of(LspServer *server, const char *path)
{
    LspDocument *document = g_hash_table_lookup(server->documents, path);
    if (document != NULL)
        return &document->text;
    LspText *text = g_hash_table_lookup(server->loaded, path);
    char *bytes = NULL;
    gsize length = 0;
    if (text == NULL && g_file_test(path, G_FILE_TEST_IS_REGULAR) && g_file_get_contents(path, &bytes, &length, NULL)) {
        text = g_new0(LspText, 1);
        lsp_text_init(text, bytes, length);
        g_hash_table_insert(server->loaded, g_strdup(path), text);
    }
    g_free(bytes);
    return text;
}

void lsp_forget_texts(LspServer *server)
{
    g_hash_table_remove_all(server->loaded);
}

/* --- checks --- */

static void pump(LspDocument *document);
static void pump_waiting(LspServer *server);

static gboolean on_pause(gpointer data)
{
    LspDocument *document = data;
    document->pause = 0;
    lsp_look_for_settings(document->server, document->path);
    document->want = LSP_WANT_FULL;
    pump(document);
    return G_SOURCE_REMOVE;
}

static void restart_pause(LspDocument *document)
{
    if (document->pause != 0)
        g_source_remove(document->pause);
    document->pause = g_timeout_add(PAUSE_MILLISECONDS, on_pause, document);
}

/* Findings of a version that is there; everything that shows them is told. */
static void take_findings(LspDocument *document, ReportSet *set)
{
    ReportSet *before = document->set;
    document->set = set;
    document->set_version = document->asked_version;
    lsp_publish(document->server, document->path);
    lsp_publish_all(document->server, before, set);
    report_set_free(before);
    lsp_forget_texts(document->server);
}

/* A header that its unit does not include after all: the next candidate, at last the header itself. */
static bool try_next_includer(LspDocument *document)
{
    bool has_it = document->files == NULL || g_strv_contains((const char *const *)document->files, document->path);
    if (has_it || document->includers == NULL || document->next_includer > document->includers->len)
        return false;
    lsp_document_recheck(document, true);
    return true;
}

static void show_trouble(LspDocument *document, const char *text)
{
    g_free(document->trouble);
    document->trouble = g_strdup(text);
    take_findings(document, NULL);
}

static void answer_question(LspDocument *document, const LspReply *reply)
{
    LspServer *server = document->server;
    JsonNode *id = g_hash_table_lookup(document->questions, &reply->number);
    if (id == NULL)
        return; /* cancelled */
    JsonNode *result = NULL;
    if (*reply->text != '\0') {
        JsonObject *contents = json_object_new(), *hover = json_object_new();
        char *valid = g_utf8_make_valid(reply->text, -1);
        char *text = server->can.markdown ? g_strdup_printf("```text\n%s```", valid) : g_strdup(valid);
        json_object_set_string_member(contents, "kind", server->can.markdown ? "markdown" : "plaintext");
        json_object_set_string_member(contents, "value", text);
        json_object_set_object_member(hover, "contents", contents);
        result = lsp_object_node(hover);
        g_free(text);
        g_free(valid);
    }
    lsp_reply(server, id, result);
    g_hash_table_remove(document->questions, &reply->number);
}

static void take_check(LspDocument *document, LspReply *reply)
{
    bool is_current = document->asked_version == document->version;
    document->checked_number = 0;
    if (reply->kind == LSP_REPLY_STOPPED)
        document->want = MAX(document->want, document->is_full_under_way ? LSP_WANT_FULL : LSP_WANT_QUICK);
    if (reply->kind == LSP_REPLY_FINDINGS && reply->files[0] != NULL) {
        g_strfreev(document->files);
        document->files = g_steal_pointer(&reply->files);
    }
    if (reply->kind == LSP_REPLY_FINDINGS && is_current && !(document->is_header && try_next_includer(document))) {
        g_clear_pointer(&document->trouble, g_free);
        take_findings(document, g_steal_pointer(&reply->set));
    } else if (reply->kind == LSP_REPLY_FAILED && is_current) {
        show_trouble(document, reply->text);
    }
}

static void on_reply(LspReply *reply, void *context)
{
    LspDocument *document = context;
    if (reply->kind == LSP_REPLY_EXPLAINED)
        answer_question(document, reply);
    else if (reply->number == document->checked_number)
        take_check(document, reply);
    pump(document);
    pump_waiting(document->server);
}

static void refuse_questions(LspDocument *document, const char *why)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, document->questions);
    while (g_hash_table_iter_next(&iter, NULL, &id))
        lsp_refuse(document->server, id, LSP_REQUEST_FAILED, why);
    g_hash_table_remove_all(document->questions);
}

/* The next change starts another process. */
static void on_death(const char *why, void *context)
{
    LspDocument *document = context;
    char *text = g_strdup_printf("this file's check came to no end: %s; vtcheck tries again with the next change", why);
    lsp_worker_free(g_steal_pointer(&document->worker));
    lsp_log(document->server, "%s: %s", document->path, text);
    refuse_questions(document, text);
    bool was_asked = document->checked_number != 0;
    document->checked_number = 0;
    if (document->asked_version != document->version && was_asked)
        pump(document); /* that was another text */
    else if (was_asked)
        show_trouble(document, text);
    pump_waiting(document->server);
    g_free(text);
}

bool lsp_prepare_clang(LspServer *server)
{
    if (frontend_load() != NULL)
        return false;
    if (server->resource_dir == NULL)
        server->resource_dir = frontend_find_resource_dir();
    return true;
}

/* Is there room for one more process? One that has nothing to do makes room. */
static bool make_room(LspServer *server)
{
    guint count = 0, busy = 0, most_busy = server->options->jobs > 0 ? (guint)server->options->jobs : MAX(g_get_num_processors(), 2);
    LspDocument *idle = NULL;
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        LspDocument *document = value;
        if (document->worker == NULL)
            continue;
        count++;
        if (document->checked_number != 0 || g_hash_table_size(document->questions) > 0)
            busy++;
        else if (idle == NULL || document->touched < idle->touched)
            idle = document;
    }
    if (busy >= most_busy)
        return false;
    if (count >= MOST_PROCESSES && idle != NULL)
        lsp_worker_free(g_steal_pointer(&idle->worker));
    return count < MOST_PROCESSES || idle != NULL;
}

/* What a process needs. False: there is nothing to be done, and why is shown. */
static bool prepare(LspDocument *document)
{
    bool has_clang = lsp_prepare_clang(document->server), was_looked_for = document->units.units != NULL;
    if (has_clang && (was_looked_for || lsp_find_unit(document)) && document->units.units->len > 0)
        return true;
    document->want = LSP_WANT_NOTHING;
    if (!has_clang)
        show_trouble(document, frontend_load());
    else if (!was_looked_for)
        take_findings(document, NULL);
    return false;
}

/* False: there is no room for one now, or as prepare says. */
static bool start_worker(LspDocument *document)
{
    LspServer *server = document->server;
    if (document->worker != NULL)
        return true;
    if (!make_room(server) || !prepare(document))
        return false;
    document->input = (LspCheckInput){&document->units, document->path, &server->options->wishes, server->resource_dir, false, NULL, NULL};
    LspProject *project = lsp_project_of(server, document->path);
    document->input.awaits_program = project != NULL && project->modules == NULL && !project->has_failed && !server->is_single;
    document->worker = lsp_worker_start(lsp_serve_check, &document->input, &(LspWorkerEvents){on_reply, on_death, document});
    if (document->worker != NULL && project != NULL && project->modules != NULL)
        lsp_worker_send(document->worker, lsp_request_write(&(LspRequest){.kind = LSP_REQUEST_PROGRAM, .modules = project->modules}), 0);
    return document->worker != NULL;
}

static void pump(LspDocument *document)
{
    bool is_overtaking = document->is_full_under_way && document->want == LSP_WANT_QUICK;
    if (document->want == LSP_WANT_NOTHING || (document->checked_number != 0 && !is_overtaking) || !start_worker(document))
        return;
    LspRequest request = {
        .kind = document->want == LSP_WANT_FULL ? LSP_REQUEST_CHECK : LSP_REQUEST_QUICK, .number = ++document->number,
        .text = document->text.bytes->str, .length = document->text.bytes->len,
    };
    document->checked_number = request.number;
    document->asked_version = document->version;
    document->is_full_under_way = document->want == LSP_WANT_FULL;
    document->want = LSP_WANT_NOTHING;
    lsp_worker_send(document->worker, lsp_request_write(&request), CHECK_SECONDS);
}

/* The one that was touched last among those that wait for a process; NULL: none does. */
static LspDocument *first_waiting(LspServer *server)
{
    LspDocument *first = NULL;
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        LspDocument *document = value;
        if (document->want != LSP_WANT_NOTHING && document->worker == NULL && (first == NULL || document->touched > first->touched))
            first = document;
    }
    return first;
}

/* A process may be free for them. */
static void pump_waiting(LspServer *server)
{
    for (LspDocument *next; (next = first_waiting(server)) != NULL;) {
        pump(next);
        if (next->worker == NULL && next->want != LSP_WANT_NOTHING)
            return;
    }
}

void lsp_document_recheck(LspDocument *document, bool anew)
{
    if (anew) {
        refuse_questions(document, "the file is checked anew");
        lsp_worker_free(g_steal_pointer(&document->worker));
        document->checked_number = 0;
        pipeline_units_clear(&document->units);
        g_clear_pointer(&document->files, g_strfreev);
    }
    document->want = LSP_WANT_FULL;
    pump(document);
}

bool lsp_documents_are_busy(LspServer *server)
{
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const LspDocument *document = value;
        if (document->want != LSP_WANT_NOTHING || document->checked_number != 0 || document->pause != 0 || g_hash_table_size(document->questions) > 0)
            return true;
    }
    return false;
}

/* --- the protocol's side --- */

void lsp_document_free(gpointer data)
{
    LspDocument *document = data;
    if (document->pause != 0)
        g_source_remove(document->pause);
    refuse_questions(document, "the file was closed");
    lsp_worker_free(document->worker);
    pipeline_units_clear(&document->units);
    if (document->includers != NULL)
        g_ptr_array_unref(document->includers);
    g_hash_table_unref(document->questions);
    lsp_refuse_pulls(document);
    g_ptr_array_unref(document->pulls);
    report_set_free(document->set);
    g_strfreev(document->files);
    g_free(document->trouble);
    lsp_text_clear(&document->text);
    g_free(document->path);
    g_free(document->real_path);
    g_free(document->uri);
    g_free(document);
}

LspDocument *lsp_document_at(LspServer *server, JsonNode *params)
{
    char *path = lsp_path_of_uri(lsp_string_at(params, "textDocument.uri"));
    LspDocument *document = path != NULL ? g_hash_table_lookup(server->documents, path) : NULL;
    g_free(path);
    return document;
}

/* Where a path leads by symbolic links, if there are any in it (g_free). */
static char *other_path(const char *path)
{
    char *real = realpath(path, NULL), *other = real != NULL && strcmp(real, path) != 0 ? g_strdup(real) : NULL;
    free(real);
    return other;
}

static bool is_c(const char *path, const char *language)
{
    return g_strcmp0(language, "c") == 0 || g_str_has_suffix(path, ".c") || frontend_is_header(path);
}

void lsp_did_open(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    const char *uri = lsp_string_at(params, "textDocument.uri"), *text = lsp_string_at(params, "textDocument.text");
    char *path = lsp_path_of_uri(uri);
    if (path == NULL || text == NULL || !is_c(path, lsp_string_at(params, "textDocument.languageId"))) {
        g_free(path); /* not a file, or none of C: nothing to say about it */
        return;
    }
    lsp_look_for_settings(server, path);
    g_hash_table_remove(server->documents, path); /* opened twice: the last one counts */
    LspDocument *document = g_new0(LspDocument, 1);
    document->server = server;
    document->path = path;
    document->real_path = other_path(path);
    document->uri = g_strdup(uri);
    document->version = lsp_number_at(params, "textDocument.version", 0);
    document->touched = ++server->touches;
    document->is_header = frontend_is_header(path);
    document->project_version = document->begun_version = G_MININT64;
    document->questions = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)json_node_unref);
    document->pulls = g_ptr_array_new_with_free_func((GDestroyNotify)json_node_unref);
    lsp_text_init(&document->text, text, strlen(text));
    g_hash_table_insert(server->documents, document->path, document);
    lsp_document_recheck(document, false);
    if (document->real_path != NULL)
        lsp_publish(server, document->real_path);
    const LspProject *project = lsp_project_of(server, path);
    if (project != NULL && project->set == NULL && project->worker == NULL) /* of no folder of the workspace */
        lsp_project_touch(server, path);
}

static void apply_change(LspDocument *document, JsonNode *change)
{
    LspPosition start, end;
    const char *with = lsp_string_at(change, "text");
    if (with == NULL)
        return;
    if (lsp_range_at(change, "range", &start, &end)) {
        lsp_text_replace(&document->text, start, end, document->server->encoding, with);
        return;
    }
    lsp_text_clear(&document->text);
    lsp_text_init(&document->text, with, strlen(with));
}

void lsp_did_change(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    LspDocument *document = lsp_document_at(server, params);
    JsonArray *changes = lsp_array_at(params, "contentChanges");
    if (document == NULL || changes == NULL)
        return;
    for (guint i = 0; i < json_array_get_length(changes); i++)
        apply_change(document, json_array_get_element(changes, i));
    document->version = lsp_number_at(params, "textDocument.version", document->version + 1);
    document->want = MAX(document->want, LSP_WANT_QUICK);
    document->touched = ++server->touches;
    restart_pause(document);
    pump(document);
}

/* A header on disk is what other files see of it. */
void lsp_did_save(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    LspDocument *saved = lsp_document_at(server, params);
    if (saved == NULL)
        return;
    lsp_look_for_settings(server, saved->path);
    GHashTableIter iter;
    gpointer document;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &document))
        if (document == saved || saved->is_header)
            lsp_document_recheck(document, ((LspDocument *)document)->units.units == NULL);
    lsp_project_touch(server, saved->path);
}

void lsp_did_close(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    LspDocument *document = lsp_document_at(server, params);
    if (document == NULL)
        return;
    char *path = g_strdup(document->path), *real_path = g_strdup(document->real_path);
    ReportSet *before = g_steal_pointer(&document->set);
    g_hash_table_remove(server->documents, path);
    lsp_publish(server, path);
    if (real_path != NULL)
        lsp_publish(server, real_path);
    lsp_publish_all(server, before, NULL);
    lsp_project_touch(server, path); /* what is on disk counts again */
    lsp_forget_texts(server);
    pump_waiting(server);
    report_set_free(before);
    g_free(real_path);
    g_free(path);
}

/* --- hover --- */

void lsp_hover(LspServer *server, JsonNode *id, JsonNode *params)
{
    LspDocument *document = lsp_document_at(server, params);
    gint64 line = lsp_number_at(params, "position.line", -1), character = lsp_number_at(params, "position.character", -1);
    size_t length = 0;
    if (line < 0 || character < 0) {
        lsp_refuse(server, id, LSP_INVALID_PARAMS, "'position' is missing");
        return;
    }
    const char *text = document != NULL && line < G_MAXINT32 ? lsp_text_line(&document->text, (uint32_t)line, &length) : NULL;
    if (text == NULL || !start_worker(document)) {
        lsp_reply(server, id, NULL);
        return;
    }
    size_t column = 0;
    while (column < length && lsp_units(text, column, server->encoding) < character)
        column = (size_t)(g_utf8_next_char(text + column) - text);
    LspRequest request = {
        .kind = LSP_REQUEST_EXPLAIN, .number = ++document->number, .line = (uint32_t)line + 1, .column = (uint32_t)column + 1,
        .text = document->text.bytes->str, .length = document->text.bytes->len,
    };
    g_hash_table_insert(document->questions, g_memdup2(&request.number, sizeof request.number), json_node_copy(id));
    lsp_worker_send(document->worker, lsp_request_write(&request), CHECK_SECONDS);
}

bool lsp_cancel_question(LspServer *server, JsonNode *id)
{
    GHashTableIter documents, questions;
    gpointer document, asked;
    g_hash_table_iter_init(&documents, server->documents);
    while (id != NULL && g_hash_table_iter_next(&documents, NULL, &document)) {
        if (lsp_cancel_pull(document, id))
            return true;
        g_hash_table_iter_init(&questions, ((LspDocument *)document)->questions);
        while (g_hash_table_iter_next(&questions, NULL, &asked)) {
            if (!json_node_equal(asked, id))
                continue;
            lsp_refuse(server, id, LSP_REQUEST_CANCELLED, "cancelled");
            g_hash_table_iter_remove(&questions);
            return true;
        }
    }
    return false;
}
