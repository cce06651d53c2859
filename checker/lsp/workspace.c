/* workspace.c - folders, compilation databases, and with which flags a file is checked; see server.h. */
#include <string.h>

#include "base/path.h"
#include "config/config.h"
#include "frontend/arguments.h"
#include "lsp/server.h"
#include "pipeline/compile_database.h"

enum { MOST_SCANNED = 4000, MOST_INCLUDERS = 8 };

/* --- folders --- */

static void add_folder(LspServer *server, const char *uri)
{
    char *path = lsp_path_of_uri(uri);
    if (path == NULL || g_ptr_array_find_with_equal_func(server->folders, path, g_str_equal, NULL))
        g_free(path);
    else
        g_ptr_array_add(server->folders, path);
}

static void remove_folder(LspServer *server, const char *uri)
{
    guint index = 0;
    char *path = lsp_path_of_uri(uri);
    if (path != NULL && g_ptr_array_find_with_equal_func(server->folders, path, g_str_equal, &index))
        g_ptr_array_remove_index(server->folders, index);
    g_free(path);
}

static void each_folder(LspServer *server, JsonArray *folders, void (*visit)(LspServer *server, const char *uri))
{
    for (guint i = 0; folders != NULL && i < json_array_get_length(folders); i++)
        visit(server, lsp_string_at(json_array_get_element(folders, i), "uri"));
}

void lsp_folders_init(LspServer *server, JsonNode *params)
{
    each_folder(server, lsp_array_at(params, "workspaceFolders"), add_folder);
    if (server->folders->len == 0)
        add_folder(server, lsp_string_at(params, "rootUri"));
}

void lsp_did_change_folders(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    each_folder(server, lsp_array_at(params, "event.removed"), remove_folder);
    each_folder(server, lsp_array_at(params, "event.added"), add_folder);
    lsp_projects_begin(server);
}

/* The workspace folder that a file lies in, else its own folder (g_free). */
static char *folder_of(const LspServer *server, const char *path)
{
    const char *best = NULL;
    for (guint i = 0; i < server->folders->len; i++) {
        const char *folder = server->folders->pdata[i];
        size_t length = strlen(folder);
        bool holds = strncmp(folder, path, length) == 0 && (path[length] == '/' || (length > 0 && folder[length - 1] == '/'));
        if (holds && (best == NULL || length > strlen(best)))
            best = folder;
    }
    return best != NULL ? g_strdup(best) : g_path_get_dirname(path);
}

/* --- units --- */

static void tell_missing_database(LspServer *server, const char *path)
{
    char *folder = folder_of(server, path);
    if (!g_hash_table_add(server->told, g_strdup(folder))) {
        g_free(folder);
        return;
    }
    bool has_flags = server->options->request.compiler_flags != NULL;
    lsp_say(server, LSP_SAY_WARNING,
            "vtcheck: there is no compile_commands.json in %s, its parents or build/ in any of them; files there are checked %s. "
            "CMake writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, 'bear -- make' for other build systems.",
            folder, has_flags ? "with the flags given to the server" : "without compiler flags");
    g_free(folder);
}

static bool collect(LspDocument *document, const char *path)
{
    LspServer *server = document->server;
    char *error = NULL;
    GPtrArray *files = g_ptr_array_new();
    ReportSet *problems = report_set_new();
    PipelineRequest request = server->options->request;
    g_ptr_array_add(files, (gpointer)(uintptr_t)path);
    request.files = files;
    request.has_texts = strcmp(path, document->path) == 0; /* one may be typed that was never saved */
    const LspProject *project = lsp_project_of(server, path);
    if (project != NULL) {
        request.database = project->database;
        request.compiler_flags = NULL;
    }
    pipeline_units_clear(&document->units);
    bool good = pipeline_units_collect(&document->units, &request, problems, &error) && document->units.units->len > 0;
    if (!good) {
        g_free(document->trouble);
        document->trouble = g_strdup(error != NULL ? error : problems->problems->len > 0 ? g_array_index(problems->problems, ReportProblem, 0).message
                                                                                           : "there is no compile command for this file");
        pipeline_units_clear(&document->units);
    }
    if (project == NULL && (request.compiler_flags != NULL || document->units.notice != NULL))
        tell_missing_database(server, path);
    report_set_free(problems);
    g_ptr_array_unref(files);
    g_free(error);
    return good;
}

/* A header is checked in a file that includes it; where none is found, by itself. */
bool lsp_find_unit(LspDocument *document)
{
    if (document->is_header && document->includers == NULL)
        lsp_find_includers(document);
    while (document->is_header && document->next_includer < document->includers->len)
        if (collect(document, document->includers->pdata[document->next_includer++]))
            return true;
    document->next_includer = document->includers != NULL ? document->includers->len + 1 : 0;
    return collect(document, document->path);
}

/* --- who includes a header --- */

static void add_includer(LspDocument *document, const char *path)
{
    if (document->includers->len < MOST_INCLUDERS && !frontend_is_header(path) &&
        !g_ptr_array_find_with_equal_func(document->includers, path, g_str_equal, NULL))
        g_ptr_array_add(document->includers, g_strdup(path));
}

/* The files that the last check of the project knows to be made of it. */
static void add_known_includers(LspDocument *document, const LspProject *project)
{
    gsize count = project->modules != NULL ? g_variant_n_children(project->modules) : 0;
    for (gsize i = 0; i < count; i++) {
        const char *source = NULL;
        char **files = NULL;
        g_variant_get_child(project->modules, i, "(^&ay^aay@ay^aay)", &source, NULL, NULL, &files);
        if (g_strv_contains((const char *const *)files, document->path))
            add_includer(document, source);
        g_strfreev(files);
    }
}

/* A line of the text that includes a file of this name, in whatever folder. */
static bool includes(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; (at = strstr(at, name)) != NULL; at += length) {
        const char *line = at;
        while (line > text && line[-1] != '\n')
            line--;
        bool is_whole = at > text && (at[-1] == '"' || at[-1] == '<' || at[-1] == '/') && (at[length] == '"' || at[length] == '>');
        line += strspn(line, " \t");
        if (is_whole && *line == '#')
            return true;
    }
    return false;
}

static void add_named_includers(LspDocument *document, const PipelineDatabase *database)
{
    char *name = g_path_get_basename(document->path);
    for (guint pass = 0; pass < 2; pass++) /* files of the header's name first */
        for (guint i = 0; i < MIN(database->commands->len, (guint)MOST_SCANNED); i++) {
            const PipelineCommand *command = database->commands->pdata[i];
            LspText *text = base_path_same_stem(document->path, command->file) == (pass == 0) ? lsp_text_of(document->server, command->file) : NULL;
            if (text != NULL && includes(text->bytes->str, name))
                add_includer(document, command->file);
        }
    g_free(name);
    lsp_forget_texts(document->server);
}

void lsp_find_includers(LspDocument *document)
{
    document->includers = g_ptr_array_new_with_free_func(g_free);
    document->next_includer = 0;
    const LspProject *project = lsp_project_of(document->server, document->path);
    if (project == NULL)
        return;
    add_known_includers(document, project);
    char *error = NULL; /* is told when the file's own flags are looked for */
    PipelineDatabase *database = document->includers->len == 0 ? pipeline_database_load(project->database, &error) : NULL;
    if (database != NULL)
        add_named_includers(document, database);
    pipeline_database_free(database);
    g_free(error);
}

/* --- what changes under us --- */

static const char *const watched_files[] = {"**/compile_commands.json", "**/compile_flags.txt", "**/.vtcheck.yaml", "**/*.{c,h}"};

void lsp_watch_files(LspServer *server)
{
    if (!server->can.watch_files)
        return;
    JsonArray *watchers = json_array_new(), *registrations = json_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(watched_files); i++) {
        JsonObject *watcher = json_object_new();
        json_object_set_string_member(watcher, "globPattern", watched_files[i]);
        json_array_add_object_element(watchers, watcher);
    }
    JsonObject *options = json_object_new(), *registration = json_object_new(), *params = json_object_new();
    json_object_set_array_member(options, "watchers", watchers);
    json_object_set_string_member(registration, "id", "vtcheck-files");
    json_object_set_string_member(registration, "method", "workspace/didChangeWatchedFiles");
    json_object_set_object_member(registration, "registerOptions", options);
    json_array_add_object_element(registrations, registration);
    json_object_set_array_member(params, "registrations", registrations);
    lsp_request(server, "client/registerCapability", params);
}

static bool is_source(const char *path)
{
    return g_str_has_suffix(path, ".c") || frontend_is_header(path);
}

/* A file was written, perhaps by another program: other files see of it what is on disk. */
static void source_changed(LspServer *server, const char *path)
{
    GHashTableIter iter;
    gpointer document;
    lsp_project_touch(server, path);
    g_hash_table_iter_init(&iter, server->documents);
    while (frontend_is_header(path) && g_hash_table_iter_next(&iter, NULL, &document))
        lsp_document_recheck(document, false);
}

/* Flags and settings may be others for every file now; that is rare, so all are checked anew. */
static void settings_changed(LspServer *server)
{
    g_hash_table_remove_all(server->projects);
    g_hash_table_remove_all(server->databases);
    g_hash_table_remove_all(server->told);
    GHashTableIter iter;
    gpointer document;
    g_hash_table_iter_init(&iter, server->documents);
    while (g_hash_table_iter_next(&iter, NULL, &document)) {
        g_clear_pointer(&((LspDocument *)document)->includers, g_ptr_array_unref);
        ((LspDocument *)document)->project_version = G_MININT64;
        lsp_document_recheck(document, true);
    }
    lsp_projects_begin(server);
}

static void append_stamp(GString *stamp, const char *path)
{
    gint64 written = path != NULL ? lsp_written(path) : 0;
    if (written != 0)
        g_string_append_printf(stamp, "%s %" G_GINT64_FORMAT "\n", path, written);
}

/* Everything that may settle something for the files of a folder, with the time at which it was written (g_free). */
static char *stamp_of_settings(const LspServer *server, const char *folder)
{
    static const char *const names[] = {"compile_commands.json", "build/compile_commands.json", "compile_flags.txt", CONFIG_FILE_NAME};
    const PipelineRequest *request = &server->options->request;
    GString *stamp = g_string_new(NULL);
    char *error = NULL, *database = request->database != NULL ? pipeline_database_locate(request->database, request->working_directory, &error) : NULL;
    append_stamp(stamp, database);
    append_stamp(stamp, server->options->wishes.config_file);
    g_free(database);
    g_free(error); /* is told when flags are looked for */
    char *at = g_strdup(folder);
    for (bool is_root = false; !is_root;) {
        for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
            char *path = g_build_filename(at, names[i], NULL);
            append_stamp(stamp, path);
            g_free(path);
        }
        char *parent = g_path_get_dirname(at);
        is_root = strcmp(parent, at) == 0;
        g_free(at);
        at = parent;
    }
    g_free(at);
    return g_string_free(stamp, FALSE);
}

void lsp_look_for_settings(LspServer *server, const char *path)
{
    if (server->can.watch_files)
        return;
    char *folder = g_path_get_dirname(path), *stamp = stamp_of_settings(server, folder);
    const char *before = g_hash_table_lookup(server->stamps, folder);
    bool is_changed = before != NULL && strcmp(before, stamp) != 0;
    g_hash_table_insert(server->stamps, folder, stamp);
    if (is_changed)
        settings_changed(server);
}

void lsp_did_change_watched_files(LspServer *server, JsonNode *id, JsonNode *params)
{
    (void)id;
    JsonArray *changes = lsp_array_at(params, "changes");
    bool are_settings = false;
    for (guint i = 0; changes != NULL && i < json_array_get_length(changes); i++) {
        char *path = lsp_path_of_uri(lsp_string_at(json_array_get_element(changes, i), "uri"));
        if (path != NULL && is_source(path))
            source_changed(server, path);
        are_settings |= path != NULL && !is_source(path);
        g_free(path);
    }
    if (are_settings)
        settings_changed(server);
}
