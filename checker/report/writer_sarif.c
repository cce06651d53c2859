/* writer_sarif.c - a run as SARIF 2.1.0, filled as GitHub code scanning wants it: docs/formats.md says what it reads.
 *
 * Nothing in it depends on the machine: files below the repository's root are relative to %SRCROOT%, whose own place is left
 * open. Arrays that GitHub cuts are cut here, and a notification says what was left out. */
#include <string.h>

#include "report/fingerprint.h"
#include "report/json_text.h"
#include "report/locate.h"
#include "report/suppress.h"
#include "report/writer.h"

/* GitHub's own limits: results of a run, places on a path, related places, length of a description. */
enum { MOST_RESULTS = 25000, MOST_STEPS = 1000, MOST_RELATED = 100, LONGEST_DESCRIPTION = 1000 };

typedef struct Sarif {
    const ReportRun *run;
    ReportLocator *locator;
    GPtrArray *rules;         /* const ReportRule *, as the run's list has them */
    GHashTable *line_hashes;  /* path => char ** of report_line_hashes */
    char **contexts;
    uint32_t cut_results, cut_steps;
} Sarif;

static const char *level_of(ReportSeverity severity)
{
    static const char *const names[] = {[REPORT_NOTE] = "note", [REPORT_WARNING] = "warning", [REPORT_ERROR] = "error"};
    return names[severity];
}

static JsonObject *add_object(JsonObject *parent, const char *key)
{
    JsonObject *object = json_object_new();
    json_object_set_object_member(parent, key, object);
    return object;
}

static JsonArray *add_array(JsonObject *parent, const char *key)
{
    JsonArray *array = json_array_new();
    json_object_set_array_member(parent, key, array);
    return array;
}

static void set_message(JsonObject *parent, const char *key, const char *text)
{
    json_text_set(add_object(parent, key), "text", text);
}

/* --- rules --- */

/* "](" would begin a link. */
static void append_plain(GString *out, const char *text)
{
    bool may_link = strstr(text, "](") != NULL;
    for (; *text != '\0'; text++) {
        if (may_link && (*text == '[' || *text == ']'))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *text);
    }
}

static void append_sentence(GString *out, const char *text)
{
    gsize start = out->len;
    append_plain(out, text);
    if (out->len > start)
        out->str[start] = g_ascii_toupper(out->str[start]);
    g_string_append_c(out, '.');
}

static void set_sentence(JsonObject *parent, const char *key, const char *text)
{
    GString *sentence = g_string_new(NULL);
    append_sentence(sentence, text);
    set_message(parent, key, sentence->str);
    g_string_free(sentence, TRUE);
}

/* The text between the title and the next heading, as one line. */
static char *first_paragraphs(const ReportRule *rule)
{
    const char *start = rule->documentation != NULL ? strchr(rule->documentation, '\n') : NULL;
    const char *end = start != NULL ? strstr(start, "\n## ") : NULL;
    if (start == NULL)
        return g_strdup(rule->summary);
    char *page = g_strstrip(g_strndup(start, end != NULL ? (gsize)(end - start) : strlen(start)));
    char **lines = g_regex_split_simple("\\n+", page, 0, 0), *text = g_strjoinv(" ", lines);
    g_strfreev(lines);
    g_free(page);
    if (g_utf8_strlen(text, -1) > LONGEST_DESCRIPTION) {
        char *cut = g_utf8_offset_to_pointer(text, LONGEST_DESCRIPTION);
        *cut = '\0';
        char *sentence = strrchr(text, '.');
        if (sentence != NULL)
            sentence[1] = '\0';
    }
    if (text[0] == '\0') {
        g_free(text);
        return g_strdup(rule->summary);
    }
    return text;
}

/* "vt-double-await" to "VtDoubleAwait". */
static char *camel_case(const char *id)
{
    GString *name = g_string_new(NULL);
    for (bool is_start = true; *id != '\0'; id++) {
        if (*id != '-')
            g_string_append_c(name, is_start ? g_ascii_toupper(*id) : *id);
        is_start = *id == '-';
    }
    return g_string_free(name, FALSE);
}

/* "vt-double-await" has its page in rules/double_await.md. NULL: not on the web (g_free). */
static char *page_address(const ReportRun *run, const ReportRule *rule)
{
    if (run->pages == NULL || *run->pages == '\0')
        return NULL;
    if (rule == &report_rule_unused_suppression)
        return g_strconcat(run->pages, "/docs/suppression.md", NULL);
    char *name = g_strdelimit(g_strdup(rule->id + (g_str_has_prefix(rule->id, "vt-") ? 3 : 0)), "-", '_');
    char *address = g_strdup_printf("%s/rules/%s.md", run->pages, name);
    g_free(name);
    return address;
}

static JsonObject *make_rule(const ReportRun *run, const ReportRule *rule)
{
    static const char *const common_tags[] = {"c", "value-task"};
    const char *page = rule->documentation != NULL && rule->documentation[0] != '\0' ? rule->documentation : rule->summary;
    JsonObject *object = json_object_new();
    char *name = camel_case(rule->id), *description = first_paragraphs(rule);
    json_text_set(object, "id", rule->id);
    json_text_set(object, "name", name);
    set_sentence(object, "shortDescription", rule->summary);
    set_message(object, "fullDescription", description);
    JsonObject *help = add_object(object, "help");
    json_text_set(help, "text", page);
    json_text_set(help, "markdown", page);
    char *address = page_address(run, rule);
    if (address != NULL)
        json_text_set(object, "helpUri", address);
    json_text_set(add_object(object, "defaultConfiguration"), "level", level_of(rule->severity));
    JsonObject *properties = add_object(object, "properties");
    json_text_set(properties, "precision", "high");
    json_text_set(properties, "problem.severity", level_of(rule->severity));
    JsonArray *list = add_array(properties, "tags");
    for (size_t i = 0; i < G_N_ELEMENTS(rule->tags) && rule->tags[i] != NULL; i++)
        json_array_add_string_element(list, rule->tags[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(common_tags); i++)
        json_array_add_string_element(list, common_tags[i]);
    g_free(address);
    g_free(name);
    g_free(description);
    return object;
}

static guint index_of_rule(Sarif *sarif, const ReportRule *rule)
{
    guint index = 0;
    if (!g_ptr_array_find(sarif->rules, rule, &index)) {
        index = sarif->rules->len;
        g_ptr_array_add(sarif->rules, (gpointer)(uintptr_t)rule);
    }
    return index;
}

/* --- places --- */

static void set_file(Sarif *sarif, JsonObject *parent, const char *path)
{
    bool is_below_root = false;
    JsonObject *file = add_object(parent, "artifactLocation");
    json_text_set(file, "uri", report_locator_uri(sarif->locator, path, &is_below_root));
    if (is_below_root)
        json_text_set(file, "uriBaseId", "%SRCROOT%");
}

static void set_region(JsonObject *parent, const char *key, const ReportPlace *place)
{
    JsonObject *region = add_object(parent, key);
    json_object_set_int_member(region, "startLine", place->line);
    json_object_set_int_member(region, "startColumn", place->column);
    json_object_set_int_member(region, "endLine", place->end_line);
    json_object_set_int_member(region, "endColumn", place->end_column);
}

static JsonObject *make_location(Sarif *sarif, const ReportPlace *place, const char *message)
{
    JsonObject *location = json_object_new();
    JsonObject *physical = add_object(location, "physicalLocation");
    ReportPlace region = report_utf16_place(sarif->run->sources, place);
    set_file(sarif, physical, place->path);
    set_region(physical, "region", &region);
    if (message != NULL)
        set_message(location, "message", message);
    return location;
}

/* --- results --- */

/* The sentence, links to the related places (GitHub shows only those that are linked), the advice. */
static char *message_of(const ReportFinding *finding)
{
    GString *text = g_string_new(NULL);
    append_sentence(text, finding->message);
    uint32_t related = 0;
    for (uint32_t i = 0; i < finding->note_count && related < MOST_RELATED; i++) {
        if (report_note_is_step(finding, i)) {
            related++;
            g_string_append_printf(text, "%s[%u](%u)", related == 1 ? " Path: " : ", ", related, related);
        }
    }
    if (related > 0)
        g_string_append_c(text, '.');
    for (uint32_t i = 0; i < finding->note_count; i++) {
        if (!report_note_is_step(finding, i)) {
            g_string_append_c(text, ' ');
            append_sentence(text, finding->notes[i].message);
        }
    }
    return g_string_free(text, FALSE);
}

static void add_related(Sarif *sarif, const ReportFinding *finding, JsonObject *result)
{
    JsonArray *related = NULL;
    uint32_t id = 0;
    for (uint32_t i = 0; i < finding->note_count && id < MOST_RELATED; i++) {
        const ReportNote *note = &finding->notes[i];
        if (!report_note_is_step(finding, i))
            continue;
        related = related != NULL ? related : add_array(result, "relatedLocations");
        JsonObject *location = make_location(sarif, &note->place, note->message);
        json_object_set_int_member(location, "id", ++id);
        json_array_add_object_element(related, location);
    }
}

static void add_step(Sarif *sarif, JsonArray *steps, const ReportPlace *place, const char *message, bool is_last)
{
    JsonObject *step = json_object_new();
    json_object_set_object_member(step, "location", make_location(sarif, place, message));
    json_text_set(step, "importance", is_last ? "essential" : "important");
    json_array_add_object_element(steps, step);
}

/* The path: the notes in order, then the finding itself. */
static void add_code_flow(Sarif *sarif, const ReportFinding *finding, JsonObject *result)
{
    JsonArray *steps = json_array_new();
    for (uint32_t i = 0; i < finding->note_count; i++) {
        if (!report_note_is_step(finding, i))
            continue;
        if (json_array_get_length(steps) + 1 < MOST_STEPS)
            add_step(sarif, steps, &finding->notes[i].place, finding->notes[i].message, false);
        else
            sarif->cut_steps++;
    }
    add_step(sarif, steps, &finding->place, finding->message, true);
    JsonObject *flow = json_object_new(), *thread = json_object_new();
    json_object_set_array_member(thread, "locations", steps);
    json_array_add_object_element(add_array(flow, "threadFlows"), thread);
    json_array_add_object_element(add_array(result, "codeFlows"), flow);
}

static const char *line_hash(Sarif *sarif, const ReportPlace *place)
{
    char **hashes = g_hash_table_lookup(sarif->line_hashes, place->path);
    const ReportSource *source = report_sources_get(sarif->run->sources, place->path);
    if (hashes == NULL) {
        static const ReportSource none = {.text = NULL};
        hashes = report_line_hashes(source != NULL ? source : &none);
        g_hash_table_insert(sarif->line_hashes, g_strdup(place->path), hashes);
    }
    return source != NULL && place->line >= 1 && place->line <= source->line_count ? hashes[place->line - 1] : "";
}

static void add_fingerprints(Sarif *sarif, guint index, const ReportFinding *finding, JsonObject *result)
{
    JsonObject *fingerprints = add_object(result, "partialFingerprints");
    const char *hash = line_hash(sarif, &finding->place);
    json_text_set(fingerprints, "primaryLocationLineHash", hash[0] != '\0' ? hash : sarif->contexts[index]);
    json_text_set(fingerprints, "vtcheckContext/v1", sarif->contexts[index]);
}

static void add_replacement(Sarif *sarif, JsonArray *replacements, const ReportEdit *edit)
{
    ReportPlace region = report_utf16_place(sarif->run->sources, &edit->place);
    if (edit->place.end_line == 0 || (edit->place.end_line == edit->place.line && edit->place.end_column == edit->place.column)) {
        region.end_line = region.line;
        region.end_column = region.column;
    }
    JsonObject *replacement = json_object_new();
    set_region(replacement, "deletedRegion", &region);
    set_message(replacement, "insertedContent", edit->text);
    json_array_add_object_element(replacements, replacement);
}

/* Edits come ordered by path. */
static void add_fix(Sarif *sarif, const ReportFix *fix, JsonObject *result)
{
    JsonObject *object = json_object_new();
    JsonArray *changes = json_array_new(), *replacements = NULL;
    for (uint32_t i = 0; i < fix->edit_count; i++) {
        if (i == 0 || strcmp(fix->edits[i].place.path, fix->edits[i - 1].place.path) != 0) {
            JsonObject *change = json_object_new();
            set_file(sarif, change, fix->edits[i].place.path);
            replacements = add_array(change, "replacements");
            json_array_add_object_element(changes, change);
        }
        add_replacement(sarif, replacements, &fix->edits[i]);
    }
    set_message(object, "description", fix->message);
    json_object_set_array_member(object, "artifactChanges", changes);
    json_array_add_object_element(add_array(result, "fixes"), object);
}

static JsonObject *make_result(Sarif *sarif, guint index, const ReportFinding *finding)
{
    JsonObject *result = json_object_new();
    char *message = message_of(finding);
    json_text_set(result, "ruleId", finding->rule->id);
    json_object_set_int_member(result, "ruleIndex", index_of_rule(sarif, finding->rule));
    json_text_set(result, "level", level_of(finding->severity));
    if (sarif->run->has_baseline)
        json_text_set(result, "baselineState", finding->is_known ? "unchanged" : "new");
    set_message(result, "message", message);
    JsonObject *location = make_location(sarif, &finding->place, NULL);
    if (finding->function != NULL) {
        JsonObject *function = json_object_new();
        json_text_set(function, "name", finding->function);
        json_text_set(function, "kind", "function");
        json_array_add_object_element(add_array(location, "logicalLocations"), function);
    }
    json_array_add_object_element(add_array(result, "locations"), location);
    add_fingerprints(sarif, index, finding, result);
    add_related(sarif, finding, result);
    add_code_flow(sarif, finding, result);
    if (finding->fix.edit_count > 0)
        add_fix(sarif, &finding->fix, result);
    if (finding->is_suppressed) {
        JsonObject *suppression = json_object_new();
        json_text_set(suppression, "kind", finding->is_known ? "external" : "inSource");
        if (finding->is_known || finding->reason != NULL)
            json_text_set(suppression, "justification", finding->is_known ? "in the baseline" : finding->reason);
        json_array_add_object_element(add_array(result, "suppressions"), suppression);
    }
    g_free(message);
    return result;
}

static JsonArray *make_results(Sarif *sarif)
{
    JsonArray *results = json_array_new();
    for (guint i = 0; i < sarif->run->set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(sarif->run->set->findings, ReportFinding, i);
        if (finding->place.path == NULL)
            continue;
        if (json_array_get_length(results) < MOST_RESULTS)
            json_array_add_object_element(results, make_result(sarif, i, finding));
        else
            sarif->cut_results++;
    }
    return results;
}

/* --- the run --- */

static void notify(Sarif *sarif, JsonArray *notifications, const char *level, const ReportPlace *place, const char *message)
{
    JsonObject *notification = json_object_new();
    json_text_set(notification, "level", level);
    set_message(notification, "message", message);
    if (place != NULL && place->path != NULL) {
        JsonObject *location = json_object_new();
        set_file(sarif, add_object(location, "physicalLocation"), place->path);
        if (place->line > 0) {
            ReportPlace region = report_utf16_place(sarif->run->sources, place);
            set_region(json_object_get_object_member(location, "physicalLocation"), "region", &region);
        }
        json_array_add_object_element(add_array(notification, "locations"), location);
    }
    json_array_add_object_element(notifications, notification);
}

static void notify_cut(Sarif *sarif, JsonArray *notifications, uint32_t count, const char *format, uint32_t most)
{
    if (count == 0)
        return;
    char *what = g_strdup_printf(format, most);
    char *message = g_strdup_printf("%s; %u were left out", what, count);
    notify(sarif, notifications, "warning", NULL, message);
    g_free(message);
    g_free(what);
}

static JsonObject *make_invocation(Sarif *sarif)
{
    const ReportSet *set = sarif->run->set;
    JsonObject *invocation = json_object_new();
    json_object_set_boolean_member(invocation, "executionSuccessful", sarif->run->counts.failed_files == 0);
    JsonArray *notifications = add_array(invocation, "toolExecutionNotifications");
    for (guint i = 0; i < set->problems->len; i++) {
        const ReportProblem *problem = &g_array_index(set->problems, ReportProblem, i);
        notify(sarif, notifications, level_of(problem->severity), &problem->place, problem->message);
    }
    for (guint i = 0; i < set->limits->len; i++) {
        const ReportLimit *limit = &g_array_index(set->limits, ReportLimit, i);
        char *message = g_strdup_printf("the analysis of '%s' was cut short: %s", limit->function, limit->reason);
        notify(sarif, notifications, "note", &limit->place, message);
        g_free(message);
    }
    notify_cut(sarif, notifications, sarif->cut_results, "a report holds %u findings", MOST_RESULTS);
    notify_cut(sarif, notifications, sarif->cut_steps, "a path holds %u steps", MOST_STEPS);
    return invocation;
}

static JsonObject *make_tool(const Sarif *sarif)
{
    JsonObject *tool = json_object_new(), *driver = add_object(tool, "driver");
    json_text_set(driver, "name", "vtcheck");
    json_text_set(driver, "version", sarif->run->tool_version);
    json_text_set(driver, "semanticVersion", sarif->run->tool_version);
    set_sentence(driver, "shortDescription", "finds misuse of value tasks in C code");
    if (sarif->run->pages != NULL && *sarif->run->pages != '\0')
        json_text_set(driver, "informationUri", sarif->run->pages);
    if (sarif->run->clang_version != NULL)
        json_text_set(add_object(driver, "properties"), "clang", sarif->run->clang_version);
    JsonArray *rules = add_array(driver, "rules");
    for (guint i = 0; i < sarif->rules->len; i++)
        json_array_add_object_element(rules, make_rule(sarif->run, sarif->rules->pdata[i]));
    return tool;
}

static JsonObject *make_run(Sarif *sarif)
{
    JsonArray *results = make_results(sarif); /* first: it tells which rules there are, and what was cut */
    JsonObject *run = json_object_new();
    json_object_set_object_member(run, "tool", make_tool(sarif));
    json_text_set(add_object(run, "automationDetails"), "id", "vtcheck/");
    json_text_set(run, "columnKind", "utf16CodeUnits");
    set_message(add_object(add_object(run, "originalUriBaseIds"), "%SRCROOT%"), "description", "The root of the repository that was checked.");
    json_array_add_object_element(add_array(run, "invocations"), make_invocation(sarif));
    json_object_set_array_member(run, "results", results);
    return run;
}

static void free_hashes(gpointer hashes)
{
    g_strfreev(hashes);
}

void report_write_sarif(const ReportRun *run, GString *out)
{
    Sarif sarif = {
        .run = run,
        .locator = report_locator_new(run->root != NULL ? run->root : run->working_directory),
        .rules = g_ptr_array_new(),
        .line_hashes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_hashes),
        .contexts = report_contexts(run->set, run->sources),
    };
    for (size_t i = 0; i < run->rule_count; i++)
        g_ptr_array_add(sarif.rules, (gpointer)(uintptr_t)run->rules[i]);
    JsonObject *root = json_object_new();
    json_text_set(root, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_text_set(root, "version", "2.1.0");
    json_array_add_object_element(add_array(root, "runs"), make_run(&sarif));
    json_text_append(out, root);
    g_strfreev(sarif.contexts);
    g_hash_table_unref(sarif.line_hashes);
    g_ptr_array_unref(sarif.rules);
    report_locator_free(sarif.locator);
}
