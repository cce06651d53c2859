/* test_report_json.c - the JSON report, read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <json-glib/json-glib.h>
#include <string.h>

#include "report_fixture.h"

static JsonParser *parsed(char **text)
{
    JsonParser *parser = json_parser_new();
    *text = fixture_write(report_write_json, false);
    GError *error = NULL;
    if (!json_parser_load_from_data(parser, *text, -1, &error))
        fail_msg("%s", error->message);
    return parser;
}

static void test_empty(void **state)
{
    (void)state;
    char *text;
    JsonParser *parser = parsed(&text);
    JsonObject *root = json_node_get_object(json_parser_get_root(parser));
    static const char *const keys[] = {"version", "tool", "findings", "problems", "limits", "stats"};
    GList *members = json_object_get_members(root);
    size_t i = 0;
    for (GList *at = members; at != NULL; at = at->next, i++) {
        assert_true(i < G_N_ELEMENTS(keys));
        assert_string_equal(at->data, keys[i]);
    }
    assert_int_equal(i, G_N_ELEMENTS(keys));
    assert_int_equal(json_object_get_int_member(root, "version"), 1);
    assert_string_equal(json_object_get_string_member(json_object_get_object_member(root, "tool"), "version"), "1.2.3");
    g_list_free(members);
    g_object_unref(parser);
    g_free(text);
}

static void test_finding(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "await(t);\n", -1);
    ReportNote notes[] = {{{path, 1, 1, 0, 0}, "made here"}, {{NULL, 0, 0, 0, 0}, "do otherwise"}};
    ReportFinding finding = {.rule = &rule_double, .severity = REPORT_ERROR, .place = {path, 1, 1, 1, 9}, .message = "\"t\" \xff \x01 \xc3\xa4\n", .function = "f",
                             .notes = notes, .note_count = 2, .is_suppressed = true};
    report_set_add(fixture_set, &finding);
    report_set_add_problem(fixture_set, &(ReportProblem){REPORT_ERROR, {NULL, 0, 0, 0, 0}, "p"});
    report_set_add_limit(fixture_set, &(ReportLimit){{path, 3, 1, 0, 0}, "f", "too much", true});
    char *text;
    JsonParser *parser = parsed(&text);
    JsonObject *root = json_node_get_object(json_parser_get_root(parser));
    JsonObject *object = json_array_get_object_element(json_object_get_array_member(root, "findings"), 0);
    assert_string_equal(json_object_get_string_member(object, "rule"), "vt-double-await");
    assert_string_equal(json_object_get_string_member(object, "severity"), "error");
    assert_string_equal(json_object_get_string_member(object, "message"), "\"t\" \xef\xbf\xbd \x01 \xc3\xa4\n");
    assert_string_equal(json_object_get_string_member(object, "path"), "a.c");
    assert_int_equal(json_object_get_int_member(object, "end_column"), 9);
    assert_string_equal(json_object_get_string_member(object, "function"), "f");
    assert_true(json_object_get_boolean_member(object, "suppressed"));
    JsonArray *list = json_object_get_array_member(object, "notes");
    assert_int_equal(json_array_get_length(list), 2);
    assert_int_equal(json_object_get_int_member(json_array_get_object_element(list, 0), "end_column"), 1);
    assert_true(json_object_get_null_member(json_array_get_object_element(list, 1), "path"));
    assert_true(json_object_get_null_member(json_array_get_object_element(list, 1), "line"));
    JsonObject *stats = json_object_get_object_member(root, "stats");
    assert_int_equal(json_object_get_int_member(stats, "suppressed"), 1);
    assert_int_equal(json_object_get_int_member(stats, "errors"), 0);
    assert_int_equal(json_array_get_length(json_object_get_array_member(root, "problems")), 1);
    assert_int_equal(json_array_get_length(json_object_get_array_member(root, "limits")), 1);
    g_object_unref(parser);
    g_free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_empty), TEST(test_finding)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
