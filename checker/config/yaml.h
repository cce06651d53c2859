/* yaml.h - the part of YAML that a configuration needs, as a tree with places. Private to this folder.
 *
 * Input is taken to be hostile: a bound on size, depth and number of nodes; no anchors and aliases (which can stand for
 * billions of nodes), no tags, no second document; no bytes that are not text. Everything of a tree lives in the tree. */
#ifndef VTCHECK_CONFIG_YAML_H
#define VTCHECK_CONFIG_YAML_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum YamlKind { YAML_TEXT, YAML_LIST, YAML_MAP } YamlKind;

typedef struct YamlNode {
    YamlKind kind;
    uint32_t line, column;  /* from 1; columns count characters */
    char *text;             /* YAML_TEXT */
    bool is_plain;          /* YAML_TEXT: without quotes, so it may be meant as a number, a truth value or null */
    GPtrArray *children;    /* YAML_LIST: items; YAML_MAP: key (YAML_TEXT), value, key, value, ... */
} YamlNode;

typedef struct YamlError {
    char *message;          /* a sentence without place; g_free */
    uint32_t line, column;  /* 0: the file as a whole */
} YamlError;

/* Returns the tree; NULL with error->message NULL: there is nothing in it but comments; NULL with a message: refused. */
YamlNode *config_yaml_parse(const char *text, size_t length, YamlError *error);
void config_yaml_free(YamlNode *node); /* NULL is fine */

/* "text", "a list", "keys with values": for messages. */
const char *config_yaml_kind_name(YamlKind kind);

#endif
