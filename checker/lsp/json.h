/* json.h - values out of a client's JSON, where anything may be missing or of another type, and replies into it.
 *
 * A path names members through objects: "capabilities.window.workDoneProgress". What is not there, or is something else, is NULL or
 * the value given for that case. All borrow from the node. */
#ifndef VTCHECK_LSP_JSON_H
#define VTCHECK_LSP_JSON_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

#include "lsp/text.h"

JsonNode *lsp_node_at(JsonNode *root, const char *path);
const char *lsp_string_at(JsonNode *root, const char *path);
gint64 lsp_number_at(JsonNode *root, const char *path, gint64 otherwise);
bool lsp_bool_at(JsonNode *root, const char *path); /* otherwise false */
JsonArray *lsp_array_at(JsonNode *root, const char *path);

/* "start" and "end" of the range at a path. false: there is none. Numbers out of bounds are clamped. */
bool lsp_range_at(JsonNode *root, const char *path, LspPosition *start, LspPosition *end);

/* {"start": ..., "end": ...} */
JsonNode *lsp_range_node(LspPosition start, LspPosition end);

/* A node of an object, which it takes. */
JsonNode *lsp_object_node(JsonObject *object);
JsonNode *lsp_array_node(JsonArray *array);

/* "file:///a/b.c" to an absolute path (g_free); NULL: not a local file. */
char *lsp_path_of_uri(const char *uri);
char *lsp_uri_of_path(const char *path);

#endif
