/* config.c - finds and reads configurations, each file and each folder once; see config.h. */
#define _POSIX_C_SOURCE 200809L /* lstat */
#include "config/config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "config/keys.h"
#include "config/yaml.h"

/* More files above one another than anybody has; also ends a walk that would not. */
enum { MAX_PARENTS = 64 };

struct ConfigStore {
    const ConfigKnown *known;
    char *file;               /* everyone's, or NULL */
    GHashTable *by_file;      /* path of a configuration => Config, merged */
    GHashTable *by_folder;    /* folder => path of its configuration, or NULL */
    GStringChunk *paths;
    Config *none;
};

static void free_config(gpointer config)
{
    config_free(config);
}

ConfigStore *config_store_new(const ConfigKnown *known, const char *file)
{
    ConfigStore *store = g_new0(ConfigStore, 1);
    store->known = known;
    store->file = g_strdup(file);
    store->by_file = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_config);
    store->by_folder = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    store->paths = g_string_chunk_new(256);
    store->none = config_new();
    return store;
}

void config_store_free(ConfigStore *store)
{
    if (store == NULL)
        return;
    g_hash_table_unref(store->by_file);
    g_hash_table_unref(store->by_folder);
    g_string_chunk_free(store->paths);
    config_free(store->none);
    g_free(store->file);
    g_free(store);
}

/* --- one file --- */

static char *error_line(const ConfigStore *store, const char *path, uint32_t line, uint32_t column, const char *message)
{
    const char *shown = base_path_below(path, store->known->working_directory);
    return line == 0 ? g_strdup_printf("%s: error: %s", shown, message) : g_strdup_printf("%s:%u:%u: error: %s", shown, line, column, message);
}

static char *read_bytes(const char *path, size_t *length, char **fault)
{
    struct stat status;
    char *bytes = NULL;
    GError *error = NULL;
    *length = 0;
    if (strcmp(path, "/dev/null") == 0) /* the usual way to say "none" */
        return g_strdup("");
    if (stat(path, &status) != 0)
        *fault = g_strdup(errno == ENOENT ? "no such configuration" : g_strerror(errno));
    else if (!S_ISREG(status.st_mode)) /* a pipe would be waited for */
        *fault = g_strdup(S_ISDIR(status.st_mode) ? "this is a folder, not a configuration" : "this is not a regular file");
    else if (status.st_size > 64 * 1024 * 1024) /* config_yaml_parse has the real bound; no need to read this for it */
        *fault = g_strdup("larger than 1 MiB; this is no configuration");
    else if (!g_file_get_contents(path, &bytes, length, &error))
        *fault = g_strdup(error->code == G_FILE_ERROR_ACCES ? "permission denied" : error->message);
    g_clear_error(&error);
    return bytes;
}

/* `path` lives as long as the store. */
static Config *read_file(ConfigStore *store, const char *path, char **error)
{
    size_t length = 0;
    char *fault = NULL;
    char *bytes = read_bytes(path, &length, &fault);
    if (bytes == NULL) {
        *error = error_line(store, path, 0, 0, fault);
        g_free(fault);
        return NULL;
    }
    YamlError problem;
    Config *config = NULL;
    YamlNode *root = config_yaml_parse(bytes, length, &problem);
    if (problem.message == NULL)
        config = config_read(root, path, store->known, &problem);
    if (problem.message != NULL)
        *error = error_line(store, path, problem.line, problem.column, problem.message);
    g_free(problem.message);
    config_yaml_free(root);
    g_free(bytes);
    return config;
}

/* --- folders --- */

/* The configuration of a folder: in it, or in the nearest one above that has any. NULL: none. */
static const char *find_in_folder(ConfigStore *store, const char *folder)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(store->by_folder, folder, NULL, &known))
        return known;
    char *found = g_build_filename(folder, CONFIG_FILE_NAME, NULL);
    struct stat status;
    /* One that is there and leads nowhere must be told, not passed over. */
    if (lstat(found, &status) != 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == ENAMETOOLONG)) {
        g_clear_pointer(&found, g_free);
        char *parent = g_path_get_dirname(folder);
        if (strcmp(parent, folder) != 0)
            found = g_strdup(find_in_folder(store, parent));
        g_free(parent);
    }
    g_hash_table_insert(store->by_folder, g_strdup(folder), found);
    return found;
}

static const char *find_above(ConfigStore *store, const char *path)
{
    char *folder = g_path_get_dirname(path);
    char *parent = g_path_get_dirname(folder);
    const char *found = strcmp(parent, folder) != 0 ? find_in_folder(store, parent) : NULL;
    g_free(parent);
    g_free(folder);
    return found;
}

static const Config *load(ConfigStore *store, const char *path, guint depth, char **error)
{
    Config *config = g_hash_table_lookup(store->by_file, path);
    if (config != NULL)
        return config;
    path = g_string_chunk_insert_const(store->paths, path);
    config = read_file(store, path, error);
    const char *above = config != NULL && config->inherits ? find_above(store, path) : NULL;
    if (above != NULL && depth < MAX_PARENTS) {
        const Config *parent = load(store, above, depth + 1, error);
        if (parent != NULL)
            config_inherit(config, parent);
        else
            g_clear_pointer(&config, config_free);
    }
    if (config != NULL)
        g_hash_table_insert(store->by_file, (gpointer)(uintptr_t)path, config);
    return config;
}

const Config *config_store_load(ConfigStore *store, const char *path, char **error)
{
    *error = NULL;
    return load(store, path, 0, error);
}

const Config *config_store_for_file(ConfigStore *store, const char *path, char **error)
{
    *error = NULL;
    if (store->file != NULL)
        return load(store, store->file, 0, error);
    char *folder = g_path_get_dirname(path);
    const char *found = find_in_folder(store, folder);
    g_free(folder);
    return found != NULL ? load(store, found, 0, error) : store->none;
}

const ConfigValue *config_option(const Config *config, const char *name)
{
    for (guint i = 0; i < config->options->len; i++) {
        const ConfigOption *option = config->options->pdata[i];
        if (strcmp(option->name, name) == 0)
            return &option->value;
    }
    return NULL;
}
