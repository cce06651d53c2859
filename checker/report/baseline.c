/* baseline.c - see baseline.h. */
#include "report/baseline.h"

#include <string.h>

#include "report/fingerprint.h"
#include "report/json_text.h"
#include "report/locate.h"

/* VERSION is raised when an older program would misread the file. A baseline is flat: more depth is something else, and the JSON
 * parser recurs. */
enum { VERSION = 1, MAX_DEPTH = 8, MAX_BYTES = 256 * 1024 * 1024 };

/* --- keys --- */

/* "rule\nfunction\nline". */
static char *key_of(const ReportFinding *finding, ReportSources *sources)
{
    char *line = report_bare_line(sources, &finding->place);
    char *key = g_strjoin("\n", finding->rule->id, finding->function != NULL ? finding->function : "", line, NULL);
    char *valid = g_utf8_make_valid(key, -1);
    g_free(line);
    g_free(key);
    return valid;
}

static const char *file_of(ReportLocator *locator, const ReportFinding *finding)
{
    bool is_below = false;
    return finding->place.path != NULL ? report_locator_uri(locator, finding->place.path, &is_below) : "";
}

/* --- reading --- */

/* How many findings of a key are known: in a file ("file\nkey"), and all in all (key). */
typedef GHashTable Counts;

static void add_count(Counts *counts, const char *key, int change)
{
    gpointer count = g_hash_table_lookup(counts, key);
    g_hash_table_insert(counts, g_strdup(key), GINT_TO_POINTER(GPOINTER_TO_INT(count) + change));
}

static bool is_too_deep(const char *text, size_t length)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < length; i++) {
        if (in_string && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            in_string = !in_string;
        else if (!in_string && (text[i] == '[' || text[i] == '{') && ++depth > MAX_DEPTH)
            return true;
        else if (!in_string && (text[i] == ']' || text[i] == '}'))
            depth--;
    }
    return false;
}

static const char *text_member(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    return node != NULL && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
}

static char *read_entry(JsonNode *node, guint index, Counts *counts)
{
    JsonObject *object = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
    const char *names[] = {"rule", "function", "line", "file"}, *texts[4];
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        texts[i] = object != NULL ? text_member(object, names[i]) : NULL;
        if (texts[i] == NULL)
            return g_strdup_printf("finding %u has no text \"%s\"", index + 1, names[i]);
    }
    char *key = g_strjoin("\n", texts[0], texts[1], texts[2], NULL), *in_file = g_strjoin("\n", texts[3], key, NULL);
    add_count(counts, key, 1);
    add_count(counts, in_file, 1);
    g_free(key);
    g_free(in_file);
    return NULL;
}

/* Returns what is wrong, or NULL. */
static char *read_root(JsonNode *root, Counts *counts)
{
    JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
    JsonNode *version = object != NULL ? json_object_get_member(object, "version") : NULL;
    if (version == NULL || g_strcmp0(text_member(object, "kind"), "vtcheck-baseline") != 0)
        return g_strdup("this is no baseline of vtcheck");
    if (!JSON_NODE_HOLDS_VALUE(version) || json_node_get_value_type(version) != G_TYPE_INT64 || json_node_get_int(version) != VERSION) {
        char *number = json_to_string(version, FALSE);
        char *error = g_strdup_printf("this baseline has version %.20s, this vtcheck reads version %d; write it again with --write-baseline", number, VERSION);
        g_free(number);
        return error;
    }
    JsonNode *list = json_object_get_member(object, "findings");
    if (list == NULL || !JSON_NODE_HOLDS_ARRAY(list))
        return g_strdup("this baseline has no list of findings");
    JsonArray *findings = json_node_get_array(list);
    char *error = NULL;
    for (guint i = 0; error == NULL && i < json_array_get_length(findings); i++)
        error = read_entry(json_array_get_element(findings, i), i, counts);
    return error;
}

static Counts *read_baseline(const char *text, size_t length, char **error)
{
    Counts *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    JsonParser *parser = json_parser_new();
    GError *fault = NULL;
    *error = NULL;
    if (length > MAX_BYTES || is_too_deep(text, length) || memchr(text, '\0', length) != NULL || !g_utf8_validate(text, (gssize)length, NULL)) {
        *error = g_strdup("this is no baseline of vtcheck");
    } else if (!json_parser_load_from_data(parser, text, (gssize)length, &fault)) {
        *error = g_strdup_printf("this is no JSON: %s", fault->message);
        g_error_free(fault);
    } else {
        *error = read_root(json_parser_get_root(parser), counts);
    }
    g_object_unref(parser);
    if (*error != NULL)
        g_clear_pointer(&counts, g_hash_table_unref);
    return counts;
}

/* --- matching --- */

/* Takes one off what is known, where something is left of it. */
static bool take(Counts *counts, const char *key)
{
    if (GPOINTER_TO_INT(g_hash_table_lookup(counts, key)) <= 0)
        return false;
    add_count(counts, key, -1);
    return true;
}

static void note_known(ReportFinding *finding)
{
    finding->is_suppressed = finding->is_known = true;
}

bool report_baseline_apply(ReportSet *set, ReportSources *sources, const char *root, const char *text, size_t length, char **error)
{
    Counts *counts = read_baseline(text, length, error);
    if (counts == NULL)
        return false;
    ReportLocator *locator = report_locator_new(root);
    for (int same_file = 1; same_file >= 0; same_file--) {
        for (guint i = 0; i < set->findings->len; i++) {
            ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
            if (finding->is_suppressed)
                continue;
            char *key = key_of(finding, sources), *in_file = g_strjoin("\n", file_of(locator, finding), key, NULL);
            /* What a file has is also part of all there is. */
            if (same_file ? take(counts, in_file) && take(counts, key) : take(counts, key))
                note_known(finding);
            g_free(key);
            g_free(in_file);
        }
    }
    report_locator_free(locator);
    g_hash_table_unref(counts);
    return true;
}

/* --- writing --- */

uint32_t report_baseline_write(const ReportSet *set, ReportSources *sources, const char *root, GString *out)
{
    ReportLocator *locator = report_locator_new(root);
    JsonArray *findings = json_array_new();
    for (guint i = 0; i < set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(set->findings, ReportFinding, i);
        if (finding->is_suppressed && !finding->is_known)
            continue;
        char *line = report_bare_line(sources, &finding->place);
        JsonObject *object = json_object_new();
        json_text_set(object, "rule", finding->rule->id);
        json_text_set(object, "file", file_of(locator, finding));
        json_text_set(object, "function", finding->function != NULL ? finding->function : "");
        json_text_set(object, "line", line);
        json_array_add_object_element(findings, object);
        g_free(line);
    }
    uint32_t count = json_array_get_length(findings);
    JsonObject *object = json_object_new();
    json_text_set(object, "kind", "vtcheck-baseline");
    json_object_set_int_member(object, "version", VERSION);
    json_object_set_array_member(object, "findings", findings);
    json_text_append(out, object);
    report_locator_free(locator);
    return count;
}
