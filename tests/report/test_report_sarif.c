/* test_report_sarif.c - the SARIF report read back, and what it is made of: fingerprints and columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <json-glib/json-glib.h>
#include <string.h>

#include "report/fingerprint.h"
#include "report/locate.h"
#include "report/suppress.h"
#include "report_fixture.h"

/* The values are those that github/codeql-action's own test gives for these texts. */
static void test_line_hashes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *hashes;
    } cases[] = {
        {" a\nb\n  \t\tc\n d", "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1"},
        {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
         "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 b86d3392aea1be30:1 e6ceba753e1a442:1"},
        {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
         "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 c8e28b0b4002a3a0:1"},
        {" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
         "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 c8e28b0b4002a3a0:1"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *name = g_strdup_printf("%zu.c", i);
        const ReportSource *source = report_sources_get(fixture_sources, fixture_file(name, cases[i].text, -1));
        char **hashes = report_line_hashes(source), *joined = g_strjoinv(" ", hashes);
        assert_string_equal(joined, cases[i].hashes);
        g_free(joined);
        g_strfreev(hashes);
        g_free(name);
    }
}

/* Equal lines of one file are told apart by their number, and any bytes are safe. */
static void test_line_hashes_repeated(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 300; i++)
        g_string_append(text, "x();\n");
    g_string_append_len(text, "\xff\x00\xf0\x9d\x94\x98", 6);
    const ReportSource *source = report_sources_get(fixture_sources, fixture_file("r.c", text->str, (gssize)text->len));
    char **hashes = report_line_hashes(source);
    assert_int_equal(g_strv_length(hashes), 301);
    assert_true(g_str_has_suffix(hashes[0], ":1"));
    assert_true(g_str_has_suffix(hashes[1], ":2"));
    assert_int_equal(strcspn(hashes[0], ":"), strcspn(hashes[1], ":"));
    g_strfreev(hashes);
    g_string_free(text, TRUE);
}

static void test_columns(void **state)
{
    (void)state;
    const char *path = fixture_file("c.c", "\xc3\xa4 = \xf0\x9d\x94\x98(\xff);\n", -1);
    static const uint32_t columns[][2] = {{1, 1}, {3, 2}, {6, 5}, {10, 7}, {11, 8}, {12, 9}, {14, 11}, {99, 11}};
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
        assert_int_equal(report_utf16_column(fixture_sources, path, 1, columns[i][0]), columns[i][1]);
    assert_int_equal(report_utf16_column(fixture_sources, "/nowhere.c", 1, 7), 7);
    const char *marked = fixture_file("marked.c", "\xef\xbb\xbf" "ab\n\xef\xbb\xbf" "ab\n", -1); /* a byte order mark is one at the begin alone */
    assert_int_equal(report_utf16_column(fixture_sources, marked, 1, 1), 1);
    assert_int_equal(report_utf16_column(fixture_sources, marked, 1, 5), 2);
    assert_int_equal(report_utf16_column(fixture_sources, marked, 2, 5), 3);
    ReportPlace point = report_utf16_place(fixture_sources, &(ReportPlace){path, 1, 3, 0, 0});
    assert_int_equal(point.column, 2);
    assert_int_equal(point.end_line, 1);
    assert_int_equal(point.end_column, 3);
}

/* A context is the same after lines were put above it, and another one in another function. */
static void test_contexts(void **state)
{
    (void)state;
    const char *before = fixture_file("b.c", "await(t);\nawait(t);\n", -1), *after = fixture_file("m.c", "//\n//\n  await( t );\nawait(t);\n", -1);
    fixture_find(&rule_double, before, 1, 1, 6);
    fixture_find(&rule_double, before, 2, 1, 6);
    fixture_find(&rule_double, after, 3, 3, 9);
    fixture_find(&rule_double, after, 4, 1, 6);
    fixture_find(&rule_use, after, 4, 1, 6);
    report_set_finish(fixture_set);
    char **contexts = report_contexts(fixture_set, fixture_sources);
    assert_string_equal(contexts[0], contexts[2]);
    assert_string_equal(contexts[1], contexts[3]);
    assert_string_not_equal(contexts[0], contexts[1]);
    assert_string_not_equal(contexts[3], contexts[4]);
    g_strfreev(contexts);
}

/* --- the report --- */

static JsonObject *member(JsonObject *object, const char *path)
{
    char **names = g_strsplit(path, ".", -1);
    for (char **name = names; *name != NULL; name++) {
        if (!json_object_has_member(object, *name))
            fail_msg("no %s in %s", *name, path);
        JsonNode *node = json_object_get_member(object, *name);
        object = JSON_NODE_HOLDS_ARRAY(node) ? json_array_get_object_element(json_node_get_array(node), 0) : json_node_get_object(node);
    }
    g_strfreev(names);
    return object;
}

static void expect_text(JsonObject *object, const char *key, const char *text)
{
    assert_string_equal(json_object_get_string_member(object, key), text);
}

static void expect_region(JsonObject *region, int line, int column, int end_line, int end_column)
{
    assert_int_equal(json_object_get_int_member(region, "startLine"), line);
    assert_int_equal(json_object_get_int_member(region, "startColumn"), column);
    assert_int_equal(json_object_get_int_member(region, "endLine"), end_line);
    assert_int_equal(json_object_get_int_member(region, "endColumn"), end_column);
}

static JsonParser *written(JsonObject **run)
{
    JsonParser *parser = json_parser_new();
    char *text = fixture_write(report_write_sarif, false);
    GError *error = NULL;
    if (!json_parser_load_from_data(parser, text, -1, &error))
        fail_msg("%s", error->message);
    *run = member(json_node_get_object(json_parser_get_root(parser)), "runs");
    g_free(text);
    return parser;
}

static void test_result(void **state)
{
    (void)state;
    const char *path = fixture_file("a \xc3\xa4.c", "\xc3\xa4(t);\n\xc3\xa4(t);\n", -1);
    ReportNote notes[] = {{{path, 1, 1, 1, 7}, "first here"}, {{NULL, 0, 0, 0, 0}, "do [otherwise](so)"}};
    ReportEdit edits[] = {{{path, 1, 3, 1, 3}, "x"}, {{path, 2, 1, 2, 3}, "y"}};
    ReportFinding finding = {.rule = &rule_double, .severity = REPORT_ERROR, .place = {path, 2, 3, 2, 6}, .message = "twice \xff", .function = "f", .notes = notes,
                             .note_count = 2, .fix = {"mend it", edits, 2}, .is_suppressed = true};
    report_set_add(fixture_set, &finding);
    report_set_add_problem(fixture_set, &(ReportProblem){REPORT_WARNING, {path, 0, 0, 0, 0}, "in part"});
    JsonObject *run;
    JsonParser *parser = written(&run);
    JsonObject *result = member(run, "results");
    expect_text(result, "ruleId", "vt-double-await");
    expect_text(member(run, "tool.driver.rules"), "id", "vt-double-await");
    static const char *const tags[] = {"correctness", "external/cwe/cwe-675", "c", "value-task"};
    JsonArray *tagged = json_object_get_array_member(member(run, "tool.driver.rules.properties"), "tags");
    assert_int_equal(json_array_get_length(tagged), G_N_ELEMENTS(tags));
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
        assert_string_equal(json_array_get_string_element(tagged, i), tags[i]);
    expect_text(result, "level", "error");
    expect_text(member(result, "message"), "text", "Twice \xef\xbf\xbd. Path: [1](1). Do \\[otherwise\\](so).");
    JsonObject *physical = member(result, "locations.physicalLocation");
    expect_text(member(physical, "artifactLocation"), "uri", "a%20%C3%A4.c");
    expect_text(member(physical, "artifactLocation"), "uriBaseId", "%SRCROOT%");
    expect_region(member(physical, "region"), 2, 2, 2, 5);
    expect_region(member(result, "relatedLocations.physicalLocation.region"), 1, 1, 1, 6);
    JsonArray *steps = json_object_get_array_member(member(result, "codeFlows.threadFlows"), "locations");
    assert_int_equal(json_array_get_length(steps), 2);
    JsonObject *change = member(result, "fixes.artifactChanges");
    expect_region(member(change, "replacements.deletedRegion"), 1, 2, 1, 2);
    JsonObject *second = json_array_get_object_element(json_object_get_array_member(change, "replacements"), 1);
    expect_region(member(second, "deletedRegion"), 2, 1, 2, 2);
    expect_text(member(second, "insertedContent"), "text", "y");
    expect_text(member(result, "suppressions"), "kind", "inSource");
    expect_text(member(run, "invocations.toolExecutionNotifications.message"), "text", "in part");
    g_object_unref(parser);
}

/* Only where the pages are on the web is there an address of them. */
static void test_pages(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "x;\n", -1);
    ReportFinding finding = {.rule = &report_rule_unused_suppression, .severity = REPORT_WARNING, .place = {path, 1, 1, 1, 2}, .message = "m"};
    fixture_find(&rule_double, path, 1, 1, 2);
    report_set_add(fixture_set, &finding);
    for (int i = 0; i < 2; i++) {
        JsonObject *run;
        fixture_pages = i == 0 ? "" : "https://example.org/vtcheck/blob/v1";
        JsonParser *parser = written(&run);
        JsonArray *rules = json_object_get_array_member(member(run, "tool.driver"), "rules");
        assert_int_equal(json_array_get_length(rules), 2);
        if (i == 0) {
            assert_false(json_object_has_member(json_array_get_object_element(rules, 0), "helpUri"));
            assert_false(json_object_has_member(member(run, "tool.driver"), "informationUri"));
        } else {
            expect_text(json_array_get_object_element(rules, 0), "helpUri", "https://example.org/vtcheck/blob/v1/rules/double_await.md");
            expect_text(json_array_get_object_element(rules, 1), "helpUri", "https://example.org/vtcheck/blob/v1/docs/suppression.md");
            expect_text(member(run, "tool.driver"), "informationUri", "https://example.org/vtcheck/blob/v1");
        }
        g_object_unref(parser);
    }
    fixture_pages = NULL;
}

/* With a baseline each result says whether it was there before; without one none does. */
static void test_baseline_state(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "x;\ny;\n", -1);
    ReportFinding finding = {.rule = &rule_double, .severity = REPORT_ERROR, .place = {path, 1, 1, 1, 2}, .message = "m", .is_suppressed = true, .is_known = true};
    report_set_add(fixture_set, &finding);
    fixture_find(&rule_double, path, 2, 1, 2);
    report_set_finish(fixture_set);
    for (int with = 0; with < 2; with++) {
        ReportRun run = {.set = fixture_set, .sources = fixture_sources, .working_directory = fixture_folder, .tool_version = "1", .has_baseline = with == 1};
        GString *out = g_string_new(NULL);
        report_write_sarif(&run, out);
        assert_int_equal(strstr(out->str, "\"baselineState\" : \"unchanged\"") != NULL, with);
        assert_int_equal(strstr(out->str, "\"baselineState\" : \"new\"") != NULL, with);
        g_string_free(out, TRUE);
    }
}

/* What GitHub would cut is cut here, and said. */
static void test_caps(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "x\n", -1);
    enum { NOTES = 1200 };
    ReportNote *notes = g_new(ReportNote, NOTES);
    for (int i = 0; i < NOTES; i++)
        notes[i] = (ReportNote){{path, 1, 1, 0, 0}, "again"};
    ReportFinding finding = {.rule = &rule_double, .severity = REPORT_ERROR, .place = {path, 1, 2, 0, 0}, .message = "m", .notes = notes, .note_count = NOTES};
    report_set_add(fixture_set, &finding);
    JsonObject *run;
    JsonParser *parser = written(&run);
    JsonObject *result = member(run, "results");
    assert_int_equal(json_array_get_length(json_object_get_array_member(result, "relatedLocations")), 100);
    assert_int_equal(json_array_get_length(json_object_get_array_member(member(result, "codeFlows.threadFlows"), "locations")), 1000);
    expect_text(member(run, "invocations.toolExecutionNotifications.message"), "text", "a path holds 1000 steps; 201 were left out");
    g_object_unref(parser);
    g_free(notes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_line_hashes), TEST(test_line_hashes_repeated), TEST(test_columns), TEST(test_contexts), TEST(test_result), TEST(test_caps),
                                       TEST(test_pages), TEST(test_baseline_state)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
