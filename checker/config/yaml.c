/* yaml.c - libyaml's events to a tree; see yaml.h. */
#include "config/yaml.h"

#include <string.h>
#include <yaml.h>

enum { MAX_BYTES = 1 << 20, MAX_DEPTH = 16, MAX_NODES = 50000 };

typedef struct Reader {
    yaml_parser_t parser;
    YamlError *error;
    uint32_t nodes;
} Reader;

void config_yaml_free(YamlNode *node)
{
    if (node == NULL)
        return;
    g_free(node->text);
    if (node->children != NULL)
        g_ptr_array_unref(node->children);
    g_free(node);
}

static void free_child(gpointer node)
{
    config_yaml_free(node);
}

const char *config_yaml_kind_name(YamlKind kind)
{
    static const char *const names[] = {[YAML_TEXT] = "text", [YAML_LIST] = "a list", [YAML_MAP] = "keys with values"};
    return names[kind];
}

static void fail(Reader *reader, yaml_mark_t mark, const char *message)
{
    if (reader->error->message == NULL)
        *reader->error = (YamlError){g_strdup(message), (uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

/* libyaml speaks of YAML's own terms where most people have forgotten quotes. */
static const char *hint(const char *problem)
{
    if (strstr(problem, "alias") != NULL || strstr(problem, "anchor") != NULL || strstr(problem, " tag") != NULL)
        return "; a text that begins with '*', '&' or '!' stands in quotes";
    if (strstr(problem, "cannot start any token") != NULL)
        return "; lines are indented with blanks, not tabs, and a text that begins with '@', '`' or '%' stands in quotes";
    return "";
}

static bool next_event(Reader *reader, yaml_event_t *event)
{
    if (yaml_parser_parse(&reader->parser, event))
        return true;
    bool has_problem = reader->parser.problem != NULL;
    char *problem = has_problem && reader->parser.context != NULL ? g_strdup_printf("%s %s", reader->parser.problem, reader->parser.context)
                                                                  : g_strdup(has_problem ? reader->parser.problem : "this is no YAML");
    char *message = g_strconcat(problem, hint(problem), NULL);
    g_free(problem);
    fail(reader, reader->parser.problem_mark, message);
    g_free(message);
    return false;
}

static YamlNode *new_node(Reader *reader, YamlKind kind, yaml_mark_t mark)
{
    if (++reader->nodes > MAX_NODES) {
        fail(reader, mark, "more than 50000 entries; no configuration has that many");
        return NULL;
    }
    YamlNode *node = g_new0(YamlNode, 1);
    *node = (YamlNode){.kind = kind, .line = (uint32_t)mark.line + 1, .column = (uint32_t)mark.column + 1};
    if (kind != YAML_TEXT)
        node->children = g_ptr_array_new_with_free_func(free_child);
    return node;
}

static YamlNode *make_text(Reader *reader, const yaml_event_t *event)
{
    if (memchr(event->data.scalar.value, '\0', event->data.scalar.length) != NULL) {
        fail(reader, event->start_mark, "a NUL character has no place here");
        return NULL;
    }
    YamlNode *node = new_node(reader, YAML_TEXT, event->start_mark);
    if (node != NULL) {
        node->text = g_strndup((const char *)event->data.scalar.value, event->data.scalar.length);
        node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    }
    return node;
}

/* What no configuration needs, and what a hostile one would use. */
static bool is_plain_event(Reader *reader, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    switch (event->type) {
    case YAML_ALIAS_EVENT: anchor = event->data.alias.anchor; break;
    case YAML_SCALAR_EVENT: anchor = event->data.scalar.anchor, tag = event->data.scalar.tag; break;
    case YAML_SEQUENCE_START_EVENT: anchor = event->data.sequence_start.anchor, tag = event->data.sequence_start.tag; break;
    case YAML_MAPPING_START_EVENT: anchor = event->data.mapping_start.anchor, tag = event->data.mapping_start.tag; break;
    default: break;
    }
    if (anchor != NULL)
        fail(reader, event->start_mark, "anchors and aliases (&name, *name) are not taken here; a text that begins with one of these is to be quoted");
    else if (tag != NULL)
        fail(reader, event->start_mark, "tags (!name) are not taken here; a text that begins with '!' is to be quoted");
    return anchor == NULL && tag == NULL;
}

static bool has_key(const YamlNode *map, const YamlNode *key)
{
    for (guint i = 0; i + 2 < map->children->len; i += 2)
        if (strcmp(((const YamlNode *)map->children->pdata[i])->text, key->text) == 0)
            return true;
    return false;
}

/* A key of a map must be text and must be new. */
static bool is_fit(Reader *reader, const YamlNode *parent, const YamlNode *child, yaml_mark_t mark)
{
    if (parent->kind != YAML_MAP || parent->children->len % 2 == 0)
        return true;
    if (child->kind != YAML_TEXT)
        fail(reader, mark, "a key must be text");
    else if (has_key(parent, child))
        fail(reader, mark, "this key was given before");
    return reader->error->message == NULL;
}

static YamlNode *node_of(Reader *reader, const yaml_event_t *event)
{
    if (!is_plain_event(reader, event))
        return NULL;
    if (event->type == YAML_SCALAR_EVENT)
        return make_text(reader, event);
    return new_node(reader, event->type == YAML_SEQUENCE_START_EVENT ? YAML_LIST : YAML_MAP, event->start_mark);
}

/* Reads a document's node from the event that begins it, without recursion. The caller has `event` deleted. */
static YamlNode *read_node(Reader *reader, yaml_event_t *event)
{
    YamlNode *open[MAX_DEPTH], *root = NULL;
    guint depth = 0;
    for (bool is_first = true; is_first || depth > 0; is_first = false) {
        if (!is_first) {
            yaml_event_delete(event);
            if (!next_event(reader, event))
                break;
        }
        if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT) {
            depth--;
            continue;
        }
        YamlNode *node = node_of(reader, event);
        if (node == NULL)
            break;
        if (depth > 0)
            g_ptr_array_add(open[depth - 1]->children, node);
        else
            root = node;
        if (depth > 0 && !is_fit(reader, open[depth - 1], node, event->start_mark))
            break;
        if (node->kind != YAML_TEXT && depth == MAX_DEPTH) {
            fail(reader, event->start_mark, "nested more than 16 deep");
            break;
        }
        if (node->kind != YAML_TEXT)
            open[depth++] = node;
    }
    if (reader->error->message != NULL)
        g_clear_pointer(&root, config_yaml_free);
    return root;
}

/* Between the stream's begin and its end: nothing, or one document. */
static YamlNode *read_stream(Reader *reader)
{
    YamlNode *root = NULL;
    uint32_t documents = 0;
    for (bool more = true; more && reader->error->message == NULL;) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            break;
        switch (event.type) {
        case YAML_STREAM_END_EVENT: more = false; break;
        case YAML_DOCUMENT_START_EVENT:
            if (++documents > 1)
                fail(reader, event.start_mark, "a second document; a configuration is one");
            break;
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT: break;
        default:
            config_yaml_free(root);
            root = read_node(reader, &event);
            break;
        }
        yaml_event_delete(&event);
    }
    return root;
}

YamlNode *config_yaml_parse(const char *text, size_t length, YamlError *error)
{
    *error = (YamlError){0};
    if (length > MAX_BYTES)
        error->message = g_strdup("larger than 1 MiB; this is no configuration");
    else if (memchr(text, '\0', length) != NULL)
        error->message = g_strdup("this looks like a binary file (or UTF-16 text), not like YAML");
    if (error->message != NULL)
        return NULL;
    Reader reader = {.error = error};
    if (!yaml_parser_initialize(&reader.parser)) {
        error->message = g_strdup("no memory for the YAML parser");
        return NULL;
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text, length);
    YamlNode *root = read_stream(&reader);
    yaml_parser_delete(&reader.parser);
    if (error->message != NULL)
        g_clear_pointer(&root, config_yaml_free);
    else if (root != NULL && root->kind == YAML_TEXT && root->text[0] == '\0' && root->is_plain)
        g_clear_pointer(&root, config_yaml_free); /* only comments behind a "---" */
    return root;
}
