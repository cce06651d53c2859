/* config_dump.c - a configuration as YAML, through libyaml's emitter so that any text survives; see config_dump. */
#include <string.h>
#include <yaml.h>

#include "config/config.h"

static int add_text(yaml_document_t *document, const char *text)
{
    return yaml_document_add_scalar(document, NULL, (const yaml_char_t *)text, -1, YAML_DOUBLE_QUOTED_SCALAR_STYLE);
}

static void add_pair(yaml_document_t *document, int map, const char *key, int value)
{
    int name = yaml_document_add_scalar(document, NULL, (const yaml_char_t *)key, -1, YAML_PLAIN_SCALAR_STYLE);
    yaml_document_append_mapping_pair(document, map, name, value);
}

static void add_value(yaml_document_t *document, int map, const char *key, const ConfigValue *value)
{
    if (value->text != NULL)
        add_pair(document, map, key, add_text(document, value->text));
}

static void add_names(yaml_document_t *document, int map, const char *key, const GPtrArray *names)
{
    if (names->len == 0)
        return;
    int list = yaml_document_add_sequence(document, NULL, YAML_FLOW_SEQUENCE_STYLE);
    for (guint i = 0; i < names->len; i++)
        yaml_document_append_sequence_item(document, list, add_text(document, names->pdata[i]));
    add_pair(document, map, key, list);
}

static int add_api(yaml_document_t *document, const BaseApi *api)
{
    int map = yaml_document_add_mapping(document, NULL, YAML_BLOCK_MAPPING_STYLE);
    add_pair(document, map, "Type", add_text(document, api->type));
    add_names(document, map, "Consuming", api->consuming);
    add_names(document, map, "Observing", api->observing);
    add_names(document, map, "Synchronous", api->synchronous);
    add_names(document, map, "Asynchronous", api->asynchronous);
    return map;
}

static void fill(yaml_document_t *document, const Config *config)
{
    int root = yaml_document_add_mapping(document, NULL, YAML_BLOCK_MAPPING_STYLE);
    add_value(document, root, "Checks", &config->checks);
    add_value(document, root, "WarningsAsErrors", &config->warnings_as_errors);
    add_value(document, root, "HeaderFilterRegex", &config->header_filter);
    if (config->options->len > 0) {
        int map = yaml_document_add_mapping(document, NULL, YAML_BLOCK_MAPPING_STYLE);
        for (guint i = 0; i < config->options->len; i++) {
            const ConfigOption *option = config->options->pdata[i];
            add_value(document, map, option->name, &option->value);
        }
        add_pair(document, root, "CheckOptions", map);
    }
    if (config->apis->len > 0) {
        int list = yaml_document_add_sequence(document, NULL, YAML_BLOCK_SEQUENCE_STYLE);
        for (guint i = 0; i < config->apis->len; i++)
            yaml_document_append_sequence_item(document, list, add_api(document, ((const ConfigApi *)config->apis->pdata[i])->api));
        add_pair(document, root, "ValueTasks", list);
    }
}

static int append(void *context, unsigned char *bytes, size_t size)
{
    g_string_append_len(context, (const char *)bytes, (gssize)size);
    return 1;
}

void config_dump(const Config *config, GString *out)
{
    yaml_emitter_t emitter;
    yaml_document_t document;
    if (!yaml_emitter_initialize(&emitter))
        g_error("no memory"); /* as GLib does */
    yaml_emitter_set_output(&emitter, append, out);
    yaml_emitter_set_unicode(&emitter, 1);
    yaml_emitter_set_width(&emitter, -1);
    if (!yaml_document_initialize(&document, NULL, NULL, NULL, 1, 1))
        g_error("no memory");
    fill(&document, config);
    yaml_emitter_open(&emitter);
    yaml_emitter_dump(&emitter, &document); /* owns the document from here on */
    yaml_emitter_close(&emitter);
    yaml_emitter_delete(&emitter);
}
