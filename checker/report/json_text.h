/* json_text.h - what the JSON writers share. Private to this folder. */
#ifndef VTCHECK_REPORT_JSON_TEXT_H
#define VTCHECK_REPORT_JSON_TEXT_H

#include <json-glib/json-glib.h>

/* Sets a member to text, which may hold any bytes: what is not UTF-8 becomes U+FFFD. NULL: null. */
void json_text_set(JsonObject *object, const char *key, const char *text);

/* Appends the object, indented, with a line end. Takes it. */
void json_text_append(GString *out, JsonObject *root);

#endif
