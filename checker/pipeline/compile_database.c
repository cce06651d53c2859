/* compile_database.c - compile_commands.json and compile_flags.txt; see compile_database.h. */
#include "pipeline/compile_database.h"

#include <json-glib/json-glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/path.h"
#include "frontend/arguments.h"

static const char database_name[] = "compile_commands.json", flags_name[] = "compile_flags.txt";

/* json-glib descends by recursion; a database needs three levels. */
enum { DEEPEST_NESTING = 64 };

/* --- where --- */

static char *file_in(const char *directory, const char *name)
{
    char *path = g_build_filename(directory, name, NULL);
    if (g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_DIR))
        return path;
    g_free(path);
    return NULL;
}

static char *database_in(const char *directory)
{
    char *found = file_in(directory, database_name);
    if (found == NULL) {
        char *build = g_build_filename(directory, "build", NULL);
        found = file_in(build, database_name);
        g_free(build);
    }
    return found;
}

static char *flags_in(const char *directory)
{
    return file_in(directory, flags_name);
}

/* What `look` finds in the folder, or in the nearest one above it. */
static char *discover(const char *directory, char *(*look)(const char *directory))
{
    char *at = g_strdup(directory), *found = NULL;
    while (found == NULL) {
        found = look(at);
        char *parent = g_path_get_dirname(at);
        bool is_top = strcmp(parent, at) == 0;
        g_free(at);
        at = parent;
        if (is_top)
            break;
    }
    g_free(at);
    return found;
}

char *pipeline_database_discover(const char *directory)
{
    return discover(directory, database_in);
}

char *pipeline_flags_discover(const char *directory)
{
    return discover(directory, flags_in);
}

char *pipeline_database_locate(const char *path, const char *working_directory, char **error)
{
    char *absolute = base_path_absolute(path, working_directory), *found = NULL;
    if (g_file_test(absolute, G_FILE_TEST_IS_DIR))
        found = file_in(absolute, database_name);
    else if (g_file_test(absolute, G_FILE_TEST_EXISTS))
        found = g_strdup(absolute);
    if (found == NULL && g_file_test(absolute, G_FILE_TEST_IS_DIR))
        *error = g_strdup_printf("%s: there is no %s in this folder; CMake writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, "
                                 "other build systems under 'bear -- make'", path, database_name);
    else if (found == NULL)
        *error = g_strdup_printf("%s: no such file or folder (given with -p)", path);
    g_free(absolute);
    return found;
}

/* --- what --- */

static void free_command(gpointer data)
{
    PipelineCommand *command = data;
    if (command == NULL)
        return;
    g_free(command->file);
    g_free(command->directory);
    g_strfreev(command->words);
    g_free(command);
}

void pipeline_database_free(PipelineDatabase *database)
{
    if (database == NULL)
        return;
    g_free(database->path);
    g_ptr_array_unref(database->commands);
    g_free(database);
}

/* Lines at which objects end, so that an entry with a fault can be pointed at. */
typedef struct EntryLines {
    GHashTable *by_object; /* JsonObject => line */
} EntryLines;

static void note_object(JsonParser *parser, JsonObject *object, gpointer data)
{
    EntryLines *lines = data;
    g_hash_table_insert(lines->by_object, object, GUINT_TO_POINTER(json_parser_get_current_line(parser)));
}

static bool is_too_deep(const char *text, gsize length, guint *line)
{
    int depth = 0;
    bool in_string = false;
    *line = 1;
    for (gsize i = 0; i < length; i++) {
        char c = text[i];
        *line += c == '\n';
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '[' || c == '{') && ++depth > DEEPEST_NESTING)
            return true;
        else if (!in_string && (c == ']' || c == '}'))
            depth--;
    }
    return false;
}

static const char *text_member(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    return node != NULL && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
}

/* The words of "arguments", or of "command"; NULL and *fault when there are none. */
static char **entry_words(JsonObject *object, const char **fault)
{
    JsonNode *node = json_object_get_member(object, "arguments");
    if (node != NULL && JSON_NODE_HOLDS_ARRAY(node)) {
        JsonArray *array = json_node_get_array(node);
        guint count = json_array_get_length(array);
        char **words = g_new0(char *, count + 1);
        for (guint i = 0; i < count; i++) {
            JsonNode *element = json_array_get_element(array, i);
            if (json_node_get_value_type(element) != G_TYPE_STRING) {
                *fault = "\"arguments\" holds something that is no string";
                g_strfreev(words);
                return NULL;
            }
            words[i] = g_strdup(json_node_get_string(element));
        }
        return words;
    }
    if (node != NULL) {
        *fault = "\"arguments\" is not a list";
        return NULL;
    }
    const char *command = text_member(object, "command");
    if (command == NULL)
        *fault = "it has neither \"command\" nor \"arguments\"";
    return command != NULL ? frontend_split_command(command) : NULL;
}

static PipelineCommand *read_entry(JsonNode *node, const char *folder, const char **fault)
{
    if (!JSON_NODE_HOLDS_OBJECT(node)) {
        *fault = "it is not an object";
        return NULL;
    }
    JsonObject *object = json_node_get_object(node);
    const char *file = text_member(object, "file"), *directory = text_member(object, "directory");
    if (file == NULL || *file == '\0') {
        *fault = "it has no \"file\"";
        return NULL;
    }
    if (directory == NULL && json_object_has_member(object, "directory")) {
        *fault = "\"directory\" is not a string";
        return NULL;
    }
    char **words = entry_words(object, fault);
    if (words == NULL)
        return NULL;
    if (*words == NULL) {
        *fault = "its command is empty";
        g_strfreev(words);
        return NULL;
    }
    PipelineCommand *command = g_new0(PipelineCommand, 1);
    command->words = words;
    command->directory = base_path_absolute(directory != NULL && *directory != '\0' ? directory : ".", folder);
    command->file = base_path_absolute(file, command->directory);
    return command;
}

static bool read_entries(PipelineDatabase *database, JsonNode *root, const EntryLines *lines, char **error)
{
    if (root == NULL || !JSON_NODE_HOLDS_ARRAY(root)) {
        *error = g_strdup_printf("%s: this is no compilation database: a list of objects is expected", database->path);
        return false;
    }
    char *folder = g_path_get_dirname(database->path);
    JsonArray *array = json_node_get_array(root);
    guint count = json_array_get_length(array);
    for (guint i = 0; i < count && *error == NULL; i++) {
        JsonNode *node = json_array_get_element(array, i);
        const char *fault = NULL;
        PipelineCommand *command = read_entry(node, folder, &fault);
        if (command != NULL) {
            g_ptr_array_add(database->commands, command);
            continue;
        }
        guint line = JSON_NODE_HOLDS_OBJECT(node) ? GPOINTER_TO_UINT(g_hash_table_lookup(lines->by_object, json_node_get_object(node))) : 0;
        if (line > 0)
            *error = g_strdup_printf("%s:%u: entry %u, which ends here, cannot be used: %s", database->path, line, i + 1, fault);
        else
            *error = g_strdup_printf("%s: entry %u cannot be used: %s", database->path, i + 1, fault);
    }
    g_free(folder);
    return *error == NULL;
}

/* json-glib says "<data>:LINE:COLUMN: Parse error: ...", the column from 0. */
static char *syntax_error(const char *path, const char *message)
{
    static const char prefix[] = "<data>:";
    const char *words = strstr(message, "error: ");
    words = words != NULL ? words + strlen("error: ") : message;
    if (!g_str_has_prefix(message, prefix))
        return g_strdup_printf("%s: this is not valid JSON: %s", path, words);
    char *rest = NULL;
    guint64 line = g_ascii_strtoull(message + strlen(prefix), &rest, 10);
    guint64 column = *rest == ':' ? g_ascii_strtoull(rest + 1, NULL, 10) : 0;
    return g_strdup_printf("%s:%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ": this is not valid JSON: %s", path, line, column + 1, words);
}

static bool parse_text(PipelineDatabase *database, const char *text, gsize length, char **error)
{
    guint line = 0;
    if (is_too_deep(text, length, &line)) {
        *error = g_strdup_printf("%s:%u: lists or objects are nested too deeply for a compilation database", database->path, line);
        return false;
    }
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
        text += 3;
        length -= 3;
    }
    JsonParser *parser = json_parser_new_immutable();
    EntryLines lines = {g_hash_table_new(NULL, NULL)};
    g_signal_connect(parser, "object-end", G_CALLBACK(note_object), &lines);
    GError *problem = NULL;
    bool good = json_parser_load_from_data(parser, text, (gssize)length, &problem);
    if (good) {
        good = read_entries(database, json_parser_get_root(parser), &lines, error);
    } else {
        *error = syntax_error(database->path, problem->message);
        g_error_free(problem);
    }
    g_hash_table_unref(lines.by_object);
    g_object_unref(parser);
    return good;
}

char **pipeline_flags_load(const char *path, char **error)
{
    char *text = NULL;
    gsize length = 0;
    GError *problem = NULL;
    if (!g_file_get_contents(path, &text, &length, &problem)) {
        *error = g_strdup_printf("the flags cannot be read: %s", problem->message);
        g_error_free(problem);
        return NULL;
    }
    GPtrArray *words = g_ptr_array_new();
    char **lines = g_strsplit(text, "\n", -1);
    g_ptr_array_add(words, g_strdup("cc"));
    for (char **line = lines; *line != NULL; line++)
        if (*g_strstrip(*line) != '\0')
            g_ptr_array_add(words, g_strdup(*line));
    g_ptr_array_add(words, NULL);
    g_strfreev(lines);
    g_free(text);
    return (char **)g_ptr_array_free(words, FALSE);
}

PipelineDatabase *pipeline_database_load(const char *path, char **error)
{
    char *text = NULL;
    gsize length = 0;
    GError *problem = NULL;
    if (!g_file_get_contents(path, &text, &length, &problem)) {
        const char *reason = strrchr(problem->message, ':'); /* GLib names the path before it */
        *error = g_strdup_printf("%s: the compilation database cannot be read: %s", path, reason != NULL ? reason + 2 : problem->message);
        g_error_free(problem);
        return NULL;
    }
    PipelineDatabase *database = g_new0(PipelineDatabase, 1);
    database->path = g_strdup(path);
    database->commands = g_ptr_array_new_with_free_func(free_command);
    if (!parse_text(database, text, length, error)) {
        pipeline_database_free(database);
        database = NULL;
    }
    g_free(text);
    return database;
}
