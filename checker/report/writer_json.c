/* writer_json.c - a run as one JSON object; docs/json.md is its description. Keys come in a fixed order. */
#include "report/writer.h"

#include "base/path.h"
#include "report/json_text.h"

/* Raised when a key changes its meaning or goes; new keys do not raise it. */
enum { FORMAT_VERSION = 1 };

/* path, line, column, end_line, end_column; a point ends where it begins; without a place all are null. */
static void set_place(const ReportRun *run, JsonObject *object, const ReportPlace *place)
{
    static const char *const keys[] = {"line", "column", "end_line", "end_column"};
    bool has_end = place->end_line != 0;
    const uint32_t values[] = {place->line, place->column, has_end ? place->end_line : place->line, has_end ? place->end_column : place->column};
    json_text_set(object, "path", place->path != NULL ? base_path_below(place->path, run->working_directory) : NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (place->line != 0)
            json_object_set_int_member(object, keys[i], values[i]);
        else
            json_object_set_null_member(object, keys[i]);
    }
}

static JsonArray *make_notes(const ReportRun *run, const ReportFinding *finding)
{
    JsonArray *notes = json_array_new();
    for (uint32_t i = 0; i < finding->note_count; i++) {
        JsonObject *note = json_object_new();
        json_text_set(note, "message", finding->notes[i].message);
        set_place(run, note, &finding->notes[i].place);
        json_array_add_object_element(notes, note);
    }
    return notes;
}

static JsonObject *make_fix(const ReportRun *run, const ReportFix *fix)
{
    JsonObject *object = json_object_new();
    JsonArray *edits = json_array_new();
    json_text_set(object, "message", fix->message);
    for (uint32_t i = 0; i < fix->edit_count; i++) {
        JsonObject *edit = json_object_new();
        set_place(run, edit, &fix->edits[i].place);
        json_text_set(edit, "text", fix->edits[i].text);
        json_array_add_object_element(edits, edit);
    }
    json_object_set_array_member(object, "edits", edits);
    return object;
}

static JsonObject *make_suppression(const ReportFinding *finding)
{
    JsonObject *object = json_object_new();
    json_text_set(object, "kind", finding->is_known ? "baseline" : "comment");
    json_text_set(object, "reason", finding->reason);
    return object;
}

static JsonArray *make_findings(const ReportRun *run)
{
    JsonArray *findings = json_array_new();
    for (guint i = 0; i < run->set->findings->len; i++) {
        const ReportFinding *finding = &g_array_index(run->set->findings, ReportFinding, i);
        JsonObject *object = json_object_new();
        json_text_set(object, "rule", finding->rule->id);
        json_text_set(object, "severity", report_severity_name(finding->severity));
        json_text_set(object, "message", finding->message);
        set_place(run, object, &finding->place);
        json_text_set(object, "function", finding->function);
        json_object_set_boolean_member(object, "suppressed", finding->is_suppressed);
        if (finding->is_suppressed)
            json_object_set_object_member(object, "suppression", make_suppression(finding));
        json_object_set_array_member(object, "notes", make_notes(run, finding));
        if (finding->fix.edit_count > 0)
            json_object_set_object_member(object, "fix", make_fix(run, &finding->fix));
        json_array_add_object_element(findings, object);
    }
    return findings;
}

static JsonArray *make_problems(const ReportRun *run)
{
    JsonArray *problems = json_array_new();
    for (guint i = 0; i < run->set->problems->len; i++) {
        const ReportProblem *problem = &g_array_index(run->set->problems, ReportProblem, i);
        JsonObject *object = json_object_new();
        json_text_set(object, "severity", report_severity_name(problem->severity));
        json_text_set(object, "message", problem->message);
        set_place(run, object, &problem->place);
        json_array_add_object_element(problems, object);
    }
    return problems;
}

static JsonArray *make_limits(const ReportRun *run)
{
    JsonArray *limits = json_array_new();
    for (guint i = 0; i < run->set->limits->len; i++) {
        const ReportLimit *limit = &g_array_index(run->set->limits, ReportLimit, i);
        JsonObject *object = json_object_new();
        json_text_set(object, "function", limit->function);
        json_text_set(object, "reason", limit->reason);
        json_object_set_boolean_member(object, "has_tasks", limit->has_tasks);
        set_place(run, object, &limit->place);
        json_array_add_object_element(limits, object);
    }
    return limits;
}

static JsonObject *make_stats(const ReportRun *run)
{
    const struct {
        const char *key;
        uint32_t value;
    } stats[] = {
        {"files", run->counts.files},
        {"failed_files", run->counts.failed_files},
        {"partial_files", run->counts.partial_files},
        {"functions", run->counts.functions},
        {"degraded_functions", run->counts.degraded_functions},
        {"tasks", run->counts.tasks},
        {"escaped_tasks", run->counts.escaped_tasks},
        {"errors", report_count(run->set, REPORT_ERROR)},
        {"warnings", report_count(run->set, REPORT_WARNING)},
        {"suppressed", report_count_suppressed(run->set)},
        {"known", report_count_known(run->set)},
    };
    JsonObject *object = json_object_new();
    for (size_t i = 0; i < G_N_ELEMENTS(stats); i++)
        json_object_set_int_member(object, stats[i].key, stats[i].value);
    return object;
}

void report_write_json(const ReportRun *run, GString *out)
{
    JsonObject *tool = json_object_new();
    json_text_set(tool, "name", "vtcheck");
    json_text_set(tool, "version", run->tool_version);
    json_text_set(tool, "clang", run->clang_version);

    JsonObject *root = json_object_new();
    json_object_set_int_member(root, "version", FORMAT_VERSION);
    json_object_set_object_member(root, "tool", tool);
    json_object_set_array_member(root, "findings", make_findings(run));
    json_object_set_array_member(root, "problems", make_problems(run));
    json_object_set_array_member(root, "limits", make_limits(run));
    json_object_set_object_member(root, "stats", make_stats(run));

    json_text_append(out, root);
}
