/* json_text.c - see json_text.h. */
#include "report/json_text.h"

void json_text_set(JsonObject *object, const char *key, const char *text)
{
    char *valid = text != NULL ? g_utf8_make_valid(text, -1) : NULL;
    if (valid != NULL)
        json_object_set_string_member(object, key, valid);
    else
        json_object_set_null_member(object, key);
    g_free(valid);
}

void json_text_append(GString *out, JsonObject *root)
{
    JsonNode *node = json_node_init_object(json_node_alloc(), root);
    char *text = json_to_string(node, TRUE);
    g_string_append(out, text);
    g_string_append_c(out, '\n');
    g_free(text);
    json_node_unref(node);
    json_object_unref(root);
}
