/* json.c - reading and writing JSON; see json.h. */
#include "lsp/json.h"

#include <string.h>

JsonNode *lsp_node_at(JsonNode *root, const char *path)
{
    JsonNode *node = root;
    while (node != NULL && *path != '\0') {
        size_t length = strcspn(path, ".");
        char *name = g_strndup(path, length);
        node = JSON_NODE_HOLDS_OBJECT(node) ? json_object_get_member(json_node_get_object(node), name) : NULL;
        g_free(name);
        path += length + (path[length] == '.');
    }
    return node;
}

const char *lsp_string_at(JsonNode *root, const char *path)
{
    JsonNode *node = lsp_node_at(root, path);
    return node != NULL && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
}

gint64 lsp_number_at(JsonNode *root, const char *path, gint64 otherwise)
{
    JsonNode *node = lsp_node_at(root, path);
    if (node == NULL || !JSON_NODE_HOLDS_VALUE(node))
        return otherwise;
    if (json_node_get_value_type(node) == G_TYPE_INT64)
        return json_node_get_int(node);
    if (json_node_get_value_type(node) != G_TYPE_DOUBLE)
        return otherwise;
    double number = json_node_get_double(node);
    return number > -9e18 && number < 9e18 ? (gint64)number : otherwise;
}

bool lsp_bool_at(JsonNode *root, const char *path)
{
    JsonNode *node = lsp_node_at(root, path);
    return node != NULL && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_BOOLEAN && json_node_get_boolean(node);
}

JsonArray *lsp_array_at(JsonNode *root, const char *path)
{
    JsonNode *node = lsp_node_at(root, path);
    return node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

static uint32_t clamped(JsonNode *range, const char *path)
{
    return (uint32_t)CLAMP(lsp_number_at(range, path, 0), 0, G_MAXINT32);
}

bool lsp_range_at(JsonNode *root, const char *path, LspPosition *start, LspPosition *end)
{
    JsonNode *range = lsp_node_at(root, path);
    if (range == NULL || lsp_node_at(range, "start") == NULL || lsp_node_at(range, "end") == NULL)
        return false;
    *start = (LspPosition){clamped(range, "start.line"), clamped(range, "start.character")};
    *end = (LspPosition){clamped(range, "end.line"), clamped(range, "end.character")};
    return true;
}

JsonNode *lsp_object_node(JsonObject *object)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);
    json_node_take_object(node, object);
    return node;
}

JsonNode *lsp_array_node(JsonArray *array)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);
    json_node_take_array(node, array);
    return node;
}

static JsonObject *position_object(LspPosition position)
{
    JsonObject *object = json_object_new();
    json_object_set_int_member(object, "line", position.line);
    json_object_set_int_member(object, "character", position.character);
    return object;
}

JsonNode *lsp_range_node(LspPosition start, LspPosition end)
{
    JsonObject *range = json_object_new();
    json_object_set_object_member(range, "start", position_object(start));
    json_object_set_object_member(range, "end", position_object(end));
    return lsp_object_node(range);
}

char *lsp_path_of_uri(const char *uri)
{
    char *path = uri != NULL ? g_filename_from_uri(uri, NULL, NULL) : NULL;
    char *clean = path != NULL ? g_canonicalize_filename(path, "/") : NULL;
    g_free(path);
    return clean;
}

char *lsp_uri_of_path(const char *path)
{
    char *uri = g_filename_to_uri(path, NULL, NULL);
    return uri != NULL ? uri : g_strdup("file:///");
}
