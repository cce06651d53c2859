/* keys.c - the table of a configuration's keys, and how their values are read; see keys.h. */
#include "config/keys.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

typedef struct Reading {
    const char *path;
    const ConfigKnown *known;
    YamlError *error;
} Reading;

typedef bool ReadValue(Reading *reading, const YamlNode *node, void *field);

/* --- errors --- */

static bool fail(Reading *reading, const YamlNode *node, char *message)
{
    *reading->error = (YamlError){message, node->line, node->column};
    return false;
}

/* Plain words that YAML takes for something else than text. */
static bool is_text(const YamlNode *node)
{
    static const char *const others[] = {"", "~", "null", "true", "false", "yes", "no", "on", "off"};
    if (node->kind != YAML_TEXT || !node->is_plain)
        return node->kind == YAML_TEXT;
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (g_ascii_strcasecmp(node->text, others[i]) == 0)
            return false;
    char *end = NULL;
    g_ascii_strtod(node->text, &end);
    return *end != '\0';
}

static char *describe(const YamlNode *node)
{
    if (node->kind != YAML_TEXT)
        return g_strdup(config_yaml_kind_name(node->kind));
    return node->text[0] == '\0' && node->is_plain ? g_strdup("nothing") : g_strdup_printf("'%.60s'", node->text);
}

static bool wrong_type(Reading *reading, const YamlNode *node, const char *wanted)
{
    char *found = describe(node);
    fail(reading, node, g_strdup_printf("this must be %s, not %s", wanted, found));
    g_free(found);
    return false;
}

/* The same where quotes would make text of a plain word. */
static bool no_text(Reading *reading, const YamlNode *node, const char *wanted)
{
    wrong_type(reading, node, wanted);
    if (node->kind == YAML_TEXT && node->is_plain && node->text[0] != '\0') {
        char *message = reading->error->message;
        reading->error->message = g_strconcat(message, ", which is text only in quotes", NULL);
        g_free(message);
    }
    return false;
}

static bool is_list_of_text(Reading *reading, const YamlNode *node, const char *wanted)
{
    if (node->kind != YAML_LIST)
        return node->kind == YAML_TEXT && !is_text(node) ? no_text(reading, node, wanted) : wrong_type(reading, node, wanted);
    for (guint i = 0; i < node->children->len; i++)
        if (!is_text(node->children->pdata[i]))
            return no_text(reading, node->children->pdata[i], "text");
    return true;
}

/* --- values --- */

static ConfigValue value_at(const Reading *reading, const YamlNode *node, char *text)
{
    return (ConfigValue){.text = text, .path = reading->path, .line = node->line, .column = node->column};
}

static bool matches_rule(const ConfigKnown *known, const char *glob)
{
    for (size_t i = 0; i < known->rule_count; i++)
        if (g_pattern_match_simple(glob, known->rules[i]))
            return true;
    return strcmp(glob, "*") == 0;
}

/* Entries apart by commas. */
static bool are_globs(Reading *reading, const YamlNode *node)
{
    char **entries = g_strsplit(node->text, ",", -1);
    bool good = true;
    for (char **entry = entries; *entry != NULL && good; entry++) {
        const char *glob = g_strstrip(*entry);
        glob += *glob == '-';
        if (*glob != '\0' && !matches_rule(reading->known, glob))
            good = fail(reading, node, g_strdup_printf("no rule matches '%.60s'; 'vtcheck --list-checks' lists the rules", glob));
    }
    g_strfreev(entries);
    return good;
}

static bool read_globs(Reading *reading, const YamlNode *node, void *field)
{
    if (is_text(node)) {
        *(ConfigValue *)field = value_at(reading, node, g_strdup(node->text));
        return are_globs(reading, node);
    }
    if (!is_list_of_text(reading, node, "text as '-*,vt-double-await', or a list of such texts"))
        return false;
    GString *joined = g_string_new(NULL);
    *(ConfigValue *)field = value_at(reading, node, NULL);
    bool good = true;
    for (guint i = 0; i < node->children->len && good; i++) {
        const YamlNode *child = node->children->pdata[i];
        g_string_append_printf(joined, "%s%s", i > 0 ? "," : "", child->text);
        good = are_globs(reading, child);
    }
    ((ConfigValue *)field)->text = g_string_free(joined, FALSE);
    return good;
}

static bool read_regex(Reading *reading, const YamlNode *node, void *field)
{
    if (!is_text(node))
        return no_text(reading, node, "a regular expression");
    GError *error = NULL;
    GRegex *regex = g_regex_new(node->text, G_REGEX_RAW, 0, &error);
    if (regex == NULL) {
        fail(reading, node, g_strdup_printf("this is no regular expression: %s", error->message));
        g_error_free(error);
        return false;
    }
    g_regex_unref(regex);
    *(ConfigValue *)field = value_at(reading, node, g_strdup(node->text));
    return true;
}

static bool read_truth(Reading *reading, const YamlNode *node, void *field)
{
    bool is_true = node->kind == YAML_TEXT && node->is_plain && strcmp(node->text, "true") == 0;
    bool is_false = node->kind == YAML_TEXT && node->is_plain && strcmp(node->text, "false") == 0;
    *(bool *)field = is_true;
    return is_true || is_false || wrong_type(reading, node, "true or false");
}

/* --- CheckOptions --- */

static const ConfigOptionKind *find_option_kind(const ConfigKnown *known, const char *name)
{
    for (size_t i = 0; i < known->option_count; i++)
        if (strcmp(known->options[i].name, name) == 0)
            return &known->options[i];
    return NULL;
}

static bool is_choice(const char *choices, const char *text)
{
    char **words = g_strsplit(choices, "|", -1);
    bool found = g_strv_contains((const char *const *)words, text);
    g_strfreev(words);
    return found;
}

static bool is_option_value(Reading *reading, const ConfigOptionKind *kind, const YamlNode *node)
{
    if (kind->choices != NULL) {
        if (node->kind == YAML_TEXT && is_choice(kind->choices, node->text))
            return true;
        char *wanted = g_strdup_printf("one of %s", kind->choices);
        bool good = wrong_type(reading, node, wanted);
        g_free(wanted);
        return good;
    }
    if (node->kind == YAML_TEXT && g_ascii_string_to_signed(node->text, 10, kind->least, kind->most, NULL, NULL))
        return true;
    char *wanted = kind->most < INT64_MAX ? g_strdup_printf("a whole number from %" PRId64 " to %" PRId64, kind->least, kind->most)
                                          : g_strdup_printf("a whole number from %" PRId64 " on", kind->least);
    bool good = wrong_type(reading, node, wanted);
    g_free(wanted);
    return good;
}

static bool unknown_option(Reading *reading, const YamlNode *key)
{
    GString *names = g_string_new(NULL);
    for (size_t i = 0; i < reading->known->option_count; i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", reading->known->options[i].name);
    fail(reading, key, g_strdup_printf("unknown option '%.60s'; the options are: %s", key->text, names->str));
    g_string_free(names, TRUE);
    return false;
}

static bool read_options(Reading *reading, const YamlNode *node, void *field)
{
    if (node->kind != YAML_MAP)
        return wrong_type(reading, node, "options with values, as 'vt-field-storage.Severity: warning'");
    for (guint i = 0; i + 1 < node->children->len; i += 2) {
        const YamlNode *key = node->children->pdata[i], *value = node->children->pdata[i + 1];
        const ConfigOptionKind *kind = find_option_kind(reading->known, key->text);
        if (kind == NULL)
            return unknown_option(reading, key);
        if (!is_option_value(reading, kind, value))
            return false;
        ConfigOption *option = g_new0(ConfigOption, 1);
        *option = (ConfigOption){g_strdup(key->text), value_at(reading, value, g_strdup(value->text))};
        g_ptr_array_add(*(GPtrArray **)field, option);
    }
    return true;
}

/* --- tables of keys --- */

typedef struct Key {
    const char *name;
    ReadValue *read;
    size_t offset;
} Key;

/* Sets the fields of `object` that the map's keys name. */
static bool read_map(Reading *reading, const YamlNode *map, const Key *keys, size_t key_count, void *object)
{
    for (guint i = 0; i + 1 < map->children->len; i += 2) {
        const YamlNode *name = map->children->pdata[i];
        size_t k = 0;
        while (k < key_count && strcmp(keys[k].name, name->text) != 0)
            k++;
        if (k == key_count) {
            GString *names = g_string_new(NULL);
            for (k = 0; k < key_count; k++)
                g_string_append_printf(names, "%s%s", k > 0 ? ", " : "", keys[k].name);
            fail(reading, name, g_strdup_printf("unknown key '%.60s'; the keys here are: %s", name->text, names->str));
            g_string_free(names, TRUE);
            return false;
        }
        if (!keys[k].read(reading, map->children->pdata[i + 1], (char *)object + keys[k].offset))
            return false;
    }
    return true;
}

/* --- ValueTasks --- */

static bool is_name_pattern(const char *text)
{
    return text[0] != '\0' && strspn(text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_$*?") == strlen(text);
}

static bool check_name(Reading *reading, const YamlNode *node, const char *text)
{
    return is_name_pattern(text) ||
           fail(reading, node, g_strdup_printf("'%.60s' is no name of C; * stands for any characters, ? for one", text));
}

static bool read_type(Reading *reading, const YamlNode *node, void *field)
{
    if (!is_text(node))
        return no_text(reading, node, "the name of a type");
    const char *name = g_str_has_prefix(node->text, "struct ") ? node->text + strlen("struct ") : node->text;
    g_free(*(char **)field);
    *(char **)field = g_strdup(name);
    return check_name(reading, node, name) &&
           (strspn(name, "*?") < strlen(name) || fail(reading, node, g_strdup_printf("'%.60s' would make every struct a value task: part of the name must be said", name)));
}

static bool read_functions(Reading *reading, const YamlNode *node, void *field)
{
    if (!is_list_of_text(reading, node, "a list of names of functions"))
        return false;
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *name = node->children->pdata[i];
        if (!check_name(reading, name, name->text))
            return false;
        g_ptr_array_add(*(GPtrArray **)field, g_strdup(name->text));
    }
    return true;
}

/* In the order of base_api_names. */
static const Key api_keys[] = {
    {"Type", read_type, offsetof(BaseApi, type)},
    {"Consuming", read_functions, offsetof(BaseApi, consuming)},
    {"Observing", read_functions, offsetof(BaseApi, observing)},
    {"Synchronous", read_functions, offsetof(BaseApi, synchronous)},
    {"Asynchronous", read_functions, offsetof(BaseApi, asynchronous)},
};

static ConfigApi *find_api(const GPtrArray *apis, const char *type)
{
    for (guint i = 0; i < apis->len; i++) {
        ConfigApi *known = apis->pdata[i];
        if (strcmp(known->api->type, type) == 0)
            return known;
    }
    return NULL;
}

static const YamlNode *value_of(const YamlNode *map, const char *key)
{
    for (guint i = 0; i + 1 < map->children->len; i += 2)
        if (strcmp(((const YamlNode *)map->children->pdata[i])->text, key) == 0)
            return map->children->pdata[i + 1];
    return NULL;
}

/* Of a description that could be read. */
static GArray *places_of(const YamlNode *node)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(ConfigPlace));
    for (size_t k = 0; k < G_N_ELEMENTS(api_keys); k++) {
        const YamlNode *value = value_of(node, api_keys[k].name);
        bool is_list = value != NULL && value->kind == YAML_LIST;
        for (guint i = 0; value != NULL && i < (is_list ? value->children->len : 1); i++) {
            const YamlNode *name = is_list ? value->children->pdata[i] : value;
            ConfigPlace place = {name->line, name->column};
            g_array_append_val(places, place);
        }
    }
    return places;
}

static bool read_api(Reading *reading, const YamlNode *node, GPtrArray *apis)
{
    if (node->kind != YAML_MAP)
        return wrong_type(reading, node, "a description with the key Type");
    ConfigApi *entry = g_new0(ConfigApi, 1);
    entry->api = base_api_new();
    bool good = read_map(reading, node, api_keys, G_N_ELEMENTS(api_keys), entry->api);
    if (good && entry->api->type == NULL)
        good = fail(reading, node, g_strdup("this description lacks the key Type"));
    if (good && find_api(apis, entry->api->type) != NULL)
        good = fail(reading, node, g_strdup_printf("the type '%s' was described before", entry->api->type));
    if (good)
        entry->type = value_at(reading, node, g_strdup(entry->api->type));
    if (good)
        entry->places = places_of(node);
    g_ptr_array_add(apis, entry);
    return good;
}

static bool read_apis(Reading *reading, const YamlNode *node, void *field)
{
    if (node->kind != YAML_LIST)
        return wrong_type(reading, node, "a list of descriptions, each with the key Type");
    for (guint i = 0; i < node->children->len; i++)
        if (!read_api(reading, node->children->pdata[i], *(GPtrArray **)field))
            return false;
    return true;
}

/* --- the file --- */

static const Key file_keys[] = {
    {"Checks", read_globs, offsetof(Config, checks)},
    {"WarningsAsErrors", read_globs, offsetof(Config, warnings_as_errors)},
    {"HeaderFilterRegex", read_regex, offsetof(Config, header_filter)},
    {"CheckOptions", read_options, offsetof(Config, options)},
    {"ValueTasks", read_apis, offsetof(Config, apis)},
    {"Inherit", read_truth, offsetof(Config, inherits)},
    {"InheritParentConfig", read_truth, offsetof(Config, inherits)}, /* clang-tidy's word for it */
};

static void free_option(gpointer data)
{
    ConfigOption *option = data;
    g_free(option->name);
    g_free(option->value.text);
    g_free(option);
}

static void free_api(gpointer data)
{
    ConfigApi *entry = data;
    base_api_free(entry->api);
    g_free(entry->type.text);
    if (entry->places != NULL)
        g_array_unref(entry->places);
    g_free(entry);
}

Config *config_new(void)
{
    Config *config = g_new0(Config, 1);
    config->options = g_ptr_array_new_with_free_func(free_option);
    config->apis = g_ptr_array_new_with_free_func(free_api);
    return config;
}

void config_free(Config *config)
{
    if (config == NULL)
        return;
    g_free(config->checks.text);
    g_free(config->warnings_as_errors.text);
    g_free(config->header_filter.text);
    g_ptr_array_unref(config->options);
    g_ptr_array_unref(config->apis);
    g_free(config);
}

Config *config_read(const YamlNode *root, const char *path, const ConfigKnown *known, YamlError *error)
{
    *error = (YamlError){0};
    Reading reading = {path, known, error};
    Config *config = config_new();
    config->path = path;
    bool good = root == NULL;
    if (root != NULL && root->kind != YAML_MAP)
        wrong_type(&reading, root, "keys with values, as 'Checks: \"-vt-always-async\"'");
    else if (root != NULL)
        good = read_map(&reading, root, file_keys, G_N_ELEMENTS(file_keys), config);
    if (!good)
        g_clear_pointer(&config, config_free);
    return config;
}

/* --- inheritance --- */

static void inherit_value(ConfigValue *value, const ConfigValue *parent)
{
    if (value->text == NULL && parent->text != NULL) {
        *value = *parent;
        value->text = g_strdup(parent->text);
    }
}

/* As in clang-tidy, the nearer list goes on where the farther one ends. */
static void inherit_globs(ConfigValue *value, const ConfigValue *parent)
{
    if (value->text != NULL && parent->text != NULL && parent->text[0] != '\0') {
        char *joined = g_strjoin(",", parent->text, value->text, NULL);
        g_free(value->text);
        value->text = joined;
        value->goes_on = parent;
    }
    inherit_value(value, parent);
}

static GPtrArray *copy_names(const GPtrArray *names)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < names->len; i++)
        g_ptr_array_add(copy, g_strdup(names->pdata[i]));
    return copy;
}

static ConfigApi *copy_api(const ConfigApi *entry)
{
    ConfigApi *copy = g_new0(ConfigApi, 1);
    copy->api = g_new0(BaseApi, 1);
    *copy->api = (BaseApi){
        .type = g_strdup(entry->api->type),
        .consuming = copy_names(entry->api->consuming),
        .observing = copy_names(entry->api->observing),
        .synchronous = copy_names(entry->api->synchronous),
        .asynchronous = copy_names(entry->api->asynchronous),
    };
    copy->type = entry->type;
    copy->type.text = g_strdup(entry->type.text);
    copy->places = g_array_ref(entry->places);
    return copy;
}

void config_inherit(Config *config, const Config *parent)
{
    inherit_globs(&config->checks, &parent->checks);
    inherit_globs(&config->warnings_as_errors, &parent->warnings_as_errors);
    inherit_value(&config->header_filter, &parent->header_filter);
    for (guint i = 0; i < parent->options->len; i++) {
        const ConfigOption *option = parent->options->pdata[i];
        if (config_option(config, option->name) != NULL)
            continue;
        ConfigOption *copy = g_new0(ConfigOption, 1);
        *copy = (ConfigOption){g_strdup(option->name), option->value};
        copy->value.text = g_strdup(option->value.text);
        g_ptr_array_add(config->options, copy);
    }
    for (guint i = 0; i < parent->apis->len; i++) {
        const ConfigApi *entry = parent->apis->pdata[i];
        if (find_api(config->apis, entry->api->type) == NULL)
            g_ptr_array_add(config->apis, copy_api(entry));
    }
}
