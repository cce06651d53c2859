/* project.c - the files of one compilation database together: checked when nothing has changed on disk for a while; see server.h.
 *
 * What the check finds in files that are not open is shown as it is. An open file shows it, too, while its text is that of the
 * disk; the modules of the other files go to its own check, so that the next keystroke is judged with them. */
#define _POSIX_C_SOURCE 200809L
#include <string.h>
#include <sys/stat.h>

#include "lsp/project_check.h"
#include "lsp/server.h"
#include "pipeline/compile_database.h"

enum { QUIET_MILLISECONDS = 1000 };

/* --- which project a file is of --- */

static char *find_database(const LspServer *server, const char *folder)
{
    const PipelineRequest *request = &server->options->request;
    char *error = NULL, *found = NULL; /* the error is told when flags are looked for */
    if (request->database != NULL)
        found = pipeline_database_locate(request->database, request->working_directory, &error);
    else
        found = pipeline_database_discover(folder);
    g_free(error);
    return found;
}

static LspProject *project_of_folder(LspServer *server, const char *folder)
{
    const char *database = g_hash_table_lookup(server->databases, folder);
    if (database == NULL) {
        char *found = find_database(server, folder);
        database = found != NULL ? found : g_strdup("");
        g_hash_table_insert(server->databases, g_strdup(folder), (gpointer)(uintptr_t)database);
    }
    if (*database == '\0')
        return NULL;
    LspProject *project = g_hash_table_lookup(server->projects, database);
    if (project == NULL) {
        project = g_new0(LspProject, 1);
        project->server = server;
        project->database = g_strdup(database);
        g_hash_table_insert(server->projects, project->database, project);
    }
    return project;
}

LspProject *lsp_project_of(LspServer *server, const char *path)
{
    char *folder = g_path_get_dirname(path);
    LspProject *project = project_of_folder(server, folder);
    g_free(folder);
    return project;
}

/* --- progress --- */

static void tell_progress(LspProject *project, const char *kind, const char *message, guint percentage)
{
    if (project->token == NULL)
        return;
    JsonObject *value = json_object_new(), *params = json_object_new();
    json_object_set_string_member(value, "kind", kind);
    if (strcmp(kind, "begin") == 0) {
        json_object_set_string_member(value, "title", "vtcheck: whole project");
        json_object_set_boolean_member(value, "cancellable", TRUE);
    }
    if (message != NULL)
        json_object_set_string_member(value, "message", message);
    if (strcmp(kind, "end") != 0)
        json_object_set_int_member(value, "percentage", percentage);
    json_object_set_string_member(params, "token", project->token);
    json_object_set_object_member(params, "value", value);
    lsp_notify(project->server, "$/progress", params);
}

static void begin_progress(LspProject *project)
{
    static guint number;
    if (!project->server->can.progress)
        return;
    project->token = g_strdup_printf("vtcheck-project-%u", ++number);
    JsonObject *params = json_object_new();
    json_object_set_string_member(params, "token", project->token);
    lsp_request(project->server, "window/workDoneProgress/create", params);
    tell_progress(project, "begin", NULL, 0);
}

static void end_check(LspProject *project, const char *message)
{
    lsp_worker_free(g_steal_pointer(&project->worker));
    tell_progress(project, "end", message, 100);
    g_clear_pointer(&project->token, g_free);
    lsp_workspace_news(project->server);
}

/* --- findings --- */

gint64 lsp_written(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (gint64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec : 0;
}

static bool is_as_on_disk(LspDocument *document)
{
    char *bytes = NULL;
    gsize length = 0;
    bool same = g_file_get_contents(document->path, &bytes, &length, NULL) && length == document->text.bytes->len &&
                memcmp(bytes, document->text.bytes->str, length) == 0;
    g_free(bytes);
    return same;
}

/* All files that hold value tasks and were part of the check: of others it says nothing. */
static GHashTable *files_of(const LspProject *project)
{
    GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (gsize i = 0; i < g_variant_n_children(project->modules); i++) {
        char **names = NULL;
        g_variant_get_child(project->modules, i, "(^&ay^aay@ay^aay)", NULL, NULL, NULL, &names);
        for (char **name = names; *name != NULL; name++)
            g_hash_table_add(files, *name);
        g_free(names);
    }
    return files;
}

static void update_documents(LspProject *project)
{
    GHashTableIter iter;
    gpointer value;
    GHashTable *files = files_of(project);
    g_hash_table_iter_init(&iter, project->server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        LspDocument *document = value;
        if (lsp_project_of(project->server, document->path) != project)
            continue;
        bool has_seen_it = document->begun_version == document->version && document->begun_stamp == lsp_written(document->path) &&
                           g_hash_table_contains(files, document->path);
        document->project_version = has_seen_it ? document->version : G_MININT64;
        if (document->worker != NULL)
            lsp_worker_send(document->worker, lsp_request_write(&(LspRequest){.kind = LSP_REQUEST_PROGRAM, .modules = project->modules}), 0);
        lsp_publish(project->server, document->path);
        if (document->worker == NULL && !document->is_header && has_seen_it)
            document->want = LSP_WANT_NOTHING; /* it waits for a process, or lost it: all is said */
        else
            lsp_document_recheck(document, false); /* with the modules */
    }
    g_hash_table_unref(files);
}

/* Open files are not to wait any longer for what does not come. */
static void give_up(LspProject *project, const char *why)
{
    GHashTableIter iter;
    gpointer value;
    project->has_failed = true;
    g_hash_table_iter_init(&iter, project->server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &value) && project->modules == NULL) {
        LspDocument *document = value;
        if (document->worker == NULL || lsp_project_of(project->server, document->path) != project)
            continue;
        lsp_worker_send(document->worker, lsp_request_write(&(LspRequest){.kind = LSP_REQUEST_PROGRAM}), 0);
        lsp_document_recheck(document, false);
    }
    end_check(project, why);
}

static void take_project(LspProject *project, LspReply *reply)
{
    ReportSet *before = project->set;
    project->set = g_steal_pointer(&reply->set);
    if (project->modules != NULL)
        g_variant_unref(project->modules);
    project->modules = g_steal_pointer(&reply->modules);
    project->has_failed = false;
    update_documents(project);
    lsp_publish_all(project->server, before, project->set);
    lsp_forget_texts(project->server);
    report_set_free(before);
}

static void on_reply(LspReply *reply, void *context)
{
    LspProject *project = context;
    if (reply->kind == LSP_REPLY_PROGRESS) {
        guint done = (guint)g_ascii_strtoull(reply->text, NULL, 10);
        const char *slash = strchr(reply->text, '/');
        guint total = slash != NULL ? (guint)g_ascii_strtoull(slash + 1, NULL, 10) : 0;
        tell_progress(project, "report", reply->text, total > 0 ? MIN(100 * done / total, 100) : 0);
        return;
    }
    if (reply->kind == LSP_REPLY_PROJECT) {
        take_project(project, reply);
        end_check(project, NULL);
    } else if (reply->kind == LSP_REPLY_FAILED) {
        lsp_log(project->server, "%s: the project was not checked: %s", project->database, reply->text);
        give_up(project, reply->text);
    }
}

static void on_death(const char *why, void *context)
{
    LspProject *project = context;
    lsp_log(project->server, "%s: the check of the whole project came to no end: %s", project->database, why);
    give_up(project, why);
}

/* --- when --- */

/* Which open files the check will read as they are now. One that is written later is not taken for seen. */
static void note_versions(LspServer *server)
{
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        LspDocument *document = value;
        document->begun_stamp = lsp_written(document->path);
        document->begun_version = is_as_on_disk(document) ? document->version : G_MININT64;
    }
}

static gboolean on_quiet(gpointer data)
{
    LspProject *project = data;
    project->pause = 0;
    if (!lsp_prepare_clang(project->server))
        return G_SOURCE_REMOVE; /* each open file says so */
    note_versions(project->server);
    LspProjectInput input = {project->server->options, project->database, project->server->resource_dir};
    project->worker = lsp_worker_start(lsp_serve_project, &input, &(LspWorkerEvents){on_reply, on_death, project});
    if (project->worker != NULL)
        begin_progress(project);
    return G_SOURCE_REMOVE;
}

static void touch(LspProject *project)
{
    if (project->server->is_single)
        return;
    if (project->worker != NULL)
        end_check(project, "files were changed; it starts again"); /* what it has read is old */
    if (project->pause != 0)
        g_source_remove(project->pause);
    project->pause = g_timeout_add(QUIET_MILLISECONDS, on_quiet, project);
}

void lsp_project_touch(LspServer *server, const char *path)
{
    LspProject *project = lsp_project_of(server, path);
    if (project != NULL)
        touch(project);
}

void lsp_projects_begin(LspServer *server)
{
    for (guint i = 0; i < server->folders->len; i++) {
        LspProject *project = project_of_folder(server, server->folders->pdata[i]);
        if (project != NULL && project->set == NULL && project->worker == NULL && project->pause == 0)
            touch(project);
    }
}

bool lsp_projects_are_due(const LspServer *server)
{
    GHashTableIter iter;
    gpointer project;
    g_hash_table_iter_init(&iter, server->projects);
    while (g_hash_table_iter_next(&iter, NULL, &project))
        if (((const LspProject *)project)->worker != NULL || ((const LspProject *)project)->pause != 0)
            return true;
    return false;
}

void lsp_cancel_progress(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, server->projects);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        LspProject *project = value;
        if (project->token != NULL && g_strcmp0(project->token, lsp_string_at(params, "token")) == 0)
            give_up(project, "cancelled");
    }
}

void lsp_project_free(gpointer data)
{
    LspProject *project = data;
    if (project->pause != 0)
        g_source_remove(project->pause);
    if (project->worker != NULL)
        end_check(project, NULL);
    report_set_free(project->set);
    if (project->modules != NULL)
        g_variant_unref(project->modules);
    g_free(project->token);
    g_free(project->database);
    g_free(project);
}
