/* test_report_baseline.c - baselines: what is known, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report/baseline.h"
#include "report_fixture.h"

static const char *const head = "{\"kind\":\"vtcheck-baseline\",\"version\":1,\"findings\":[";

static char *refusal(const char *text, size_t length)
{
    char *error = NULL;
    if (report_baseline_apply(fixture_set, fixture_sources, fixture_folder, text, length, &error))
        fail_msg("accepted: %.100s", text);
    return error;
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"", "no baseline"},
        {"[]", "no baseline"},
        {"{}", "no baseline"},
        {"{\"version\":1}", "no baseline"},
        {"{\"kind\":\"vtcheck-baseline\"}", "no baseline"},
        {"{\"kind\":\"vtcheck-baseline\",\"version\":0,\"findings\":[]}", "version 0"},
        {"{\"kind\":\"vtcheck-baseline\",\"version\":2,\"findings\":[]}", "version 2"},
        {"{\"kind\":\"vtcheck-baseline\",\"version\":\"1\",\"findings\":[]}", "version \"1\""},
        {"{\"kind\":\"vtcheck-baseline\",\"version\":1}", "no list"},
        {"{\"kind\":\"vtcheck-baseline\",\"version\":1,\"findings\":{}}", "no list"},
        {"{\"kind\":\"vtcheck-baseline\",\"version\":1,\"findings\":[1]}", "finding 1 has no text \"rule\""},
        {"{\"kind\":\"vtcheck-baseline\",\"version\":1,\"findings\":[{\"rule\":\"a\",\"function\":1}]}", "finding 1 has no text \"function\""},
        {"{\"kind\":\"vtcheck-baseline\",", "no JSON"},
        {"\xff", "no baseline"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *error = refusal(cases[i].text, strlen(cases[i].text));
        if (strstr(error, cases[i].error) == NULL)
            fail_msg("%s: %s", cases[i].text, error);
        g_free(error);
    }
    GString *deep = g_string_new(head);
    for (int i = 0; i < 1000000; i++)
        g_string_append_c(deep, '[');
    g_free(refusal(deep->str, deep->len));
    g_free(refusal("{}\0{}", 5));
    g_string_free(deep, TRUE);
}

/* Those of the same file are matched first: of three equal findings, two known, the ones of known files are the known ones. */
static void test_files_first(void **state)
{
    (void)state;
    static const char *const names[] = {"a.c", "b.c", "c.c"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        fixture_find(&rule_double, fixture_file(names[i], "  await( t );\n", -1), 1, 1, 2);
    report_set_finish(fixture_set);
    GString *text = g_string_new(head);
    for (size_t i = 1; i < G_N_ELEMENTS(names); i++)
        g_string_append_printf(text, "%s{\"rule\":\"vt-double-await\",\"file\":\"%s\",\"function\":\"f\",\"line\":\"await(t);\"}", i > 1 ? "," : "", names[i]);
    g_string_append(text, "]}");
    char *error = NULL;
    assert_true(report_baseline_apply(fixture_set, fixture_sources, fixture_folder, text->str, text->len, &error));
    for (guint i = 0; i < 3; i++)
        assert_int_equal(g_array_index(fixture_set->findings, ReportFinding, i).is_known, i > 0);
    g_string_free(text, TRUE);
}

/* What was written is read back, whatever bytes names and lines hold; comments' findings are not part of it. */
static void test_round_trip(void **state)
{
    (void)state;
    const char *path = fixture_file("odd \xff\"\n.c", "await(\"\xfe\\\");\nx;\n", -1);
    fixture_find(&rule_double, path, 1, 1, 2);
    fixture_find(&rule_use, path, 2, 1, 2);
    fixture_find(&rule_use, path, 9, 1, 2); /* there is no such line */
    report_set_finish(fixture_set);
    g_array_index(fixture_set->findings, ReportFinding, 1).is_suppressed = true;
    GString *text = g_string_new(NULL);
    char *error = NULL;
    assert_int_equal(report_baseline_write(fixture_set, fixture_sources, fixture_folder, text), 2);
    assert_true(report_baseline_apply(fixture_set, fixture_sources, fixture_folder, text->str, text->len, &error));
    assert_true(g_array_index(fixture_set->findings, ReportFinding, 0).is_known);
    assert_false(g_array_index(fixture_set->findings, ReportFinding, 1).is_known);
    assert_true(g_array_index(fixture_set->findings, ReportFinding, 2).is_known);
    g_string_free(text, TRUE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_refused), TEST(test_files_first), TEST(test_round_trip)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
