/* test_report_apply.c - fixes applied to texts, and their diffs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "report/apply.h"
#include "report_fixture.h"

/* Adds a finding whose fix replaces columns [column, end) of a line. */
static void offer(const char *path, uint32_t line, uint32_t column, uint32_t end, const char *text)
{
    ReportEdit edit = {{path, line, column, line, end}, text};
    fixture_find(&rule_double, path, line, column, end);
    report_set_add_fix(fixture_set, &(ReportFix){"mend it", &edit, 1});
}

/* What the only changed file becomes. */
static char *applied(ReportChanges **changes)
{
    report_set_finish(fixture_set);
    *changes = report_apply(fixture_set, fixture_sources);
    assert_int_equal((*changes)->files->len, 1);
    return g_string_free(report_changed_text((*changes)->files->pdata[0]), FALSE);
}

static void expect_text(const char *expected)
{
    ReportChanges *changes;
    char *text = applied(&changes);
    assert_string_equal(text, expected);
    g_free(text);
    report_changes_free(changes);
}

static void test_edits(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "one two three\nfour\n", -1);
    offer(path, 1, 5, 8, "2");
    offer(path, 1, 1, 1, "<");
    offer(path, 2, 5, 5, ";\n5");
    expect_text("<one 2 three\nfour;\n5\n");
}

/* A file keeps its line ends, whatever a fix brings. */
static void test_crlf(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "one\r\ntwo\r\nthree\r\n", -1);
    offer(path, 2, 1, 4, "2\n2b");
    expect_text("one\r\n2\r\n2b\r\nthree\r\n");
}

static void test_no_final_line_end(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "one\ntwo", -1);
    offer(path, 2, 4, 4, "\nthree");
    expect_text("one\ntwo\nthree");
}

/* One fix is whole or not there: the second edit of the later one overlaps. */
static void test_overlap(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "one two three\n", -1);
    offer(path, 1, 5, 8, "2");
    ReportEdit edits[] = {{{path, 1, 1, 1, 4}, "1"}, {{path, 1, 7, 1, 10}, "x"}};
    fixture_find(&rule_use, path, 1, 9, 10);
    report_set_add_fix(fixture_set, &(ReportFix){"mend it", edits, 2});
    ReportChanges *changes;
    char *text = applied(&changes);
    assert_string_equal(text, "one 2 three\n");
    assert_int_equal(changes->fixed, 1);
    assert_int_equal(changes->declined->len, 1);
    assert_int_equal(g_array_index(changes->declined, ReportDeclined, 0).why, REPORT_DECLINE_OVERLAP);
    assert_ptr_equal(g_array_index(changes->declined, ReportDeclined, 0).finding->rule, &rule_use);
    g_free(text);
    report_changes_free(changes);
}

/* Two findings with one fix: applied once, both fixed. */
static void test_shared(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "one two three\n", -1);
    ReportEdit edit = {{path, 1, 5, 1, 8}, "2"};
    for (uint32_t column = 1; column < 3; column++) {
        fixture_find(&rule_double, path, 1, column, 8);
        report_set_add_fix(fixture_set, &(ReportFix){"mend it", &edit, 1});
    }
    ReportChanges *changes;
    char *text = applied(&changes);
    assert_string_equal(text, "one 2 three\n");
    assert_int_equal(changes->fixed, 2);
    assert_int_equal(changes->declined->len, 0);
    g_free(text);
    report_changes_free(changes);
}

static void test_left_out(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "one\n", -1);
    offer(path, 1, 1, 4, "1");
    g_array_index(fixture_set->findings, ReportFinding, 0).is_suppressed = true;
    offer(path, 7, 1, 4, "1");               /* there is no such line */
    offer(path, 1, 3, 90, "1");              /* nor such a column */
    offer("/nowhere/at/all.c", 1, 1, 2, ""); /* nor such a file */
    report_set_finish(fixture_set);
    ReportChanges *changes = report_apply(fixture_set, fixture_sources);
    assert_int_equal(changes->files->len, 0);
    assert_int_equal(changes->fixed, 0);
    assert_int_equal(changes->declined->len, 3);
    for (guint i = 0; i < 3; i++)
        assert_int_equal(g_array_index(changes->declined, ReportDeclined, i).why, REPORT_DECLINE_CHANGED);
    report_changes_free(changes);
}

static void expect_diff(const char *name, const char *expected)
{
    ReportChanges *changes;
    g_free(applied(&changes));
    GString *diff = g_string_new(NULL);
    report_append_diff(changes->files->pdata[0], name, diff);
    assert_string_equal(diff->str, expected);
    g_string_free(diff, TRUE);
    report_changes_free(changes);
}

/* Near changes share a hunk; the second hunk's new lines are counted with the growth of the first. */
static void test_diff(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n", -1);
    offer(path, 2, 1, 1, "new\n");
    offer(path, 4, 1, 2, "four");
    offer(path, 15, 1, 3, "fifteen");
    expect_diff("a.c", "--- a/a.c\n+++ b/a.c\n"
                       "@@ -1,7 +1,8 @@\n 1\n+new\n 2\n 3\n-4\n+four\n 5\n 6\n 7\n"
                       "@@ -12,5 +13,5 @@\n 12\n 13\n 14\n-15\n+fifteen\n 16\n");
}

static void test_diff_at_the_end(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "1\n2", -1);
    offer(path, 2, 2, 2, "\n3");
    expect_diff("dir/a b.c", "--- a/dir/a b.c\t\n+++ b/dir/a b.c\t\n@@ -1,2 +1,3 @@\n 1\n-2\n\\ No newline at end of file\n+2\n+3\n\\ No newline at end of file\n");
}

static void test_diff_names(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "1\n", -1);
    offer(path, 1, 1, 2, "one");
    expect_diff("a\n\"b\\.c", "--- \"a/a\\012\\\"b\\\\.c\"\n+++ \"b/a\\012\\\"b\\\\.c\"\n@@ -1 +1 @@\n-1\n+one\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_edits), TEST(test_crlf), TEST(test_no_final_line_end), TEST(test_overlap), TEST(test_shared), TEST(test_left_out),
        TEST(test_diff), TEST(test_diff_at_the_end), TEST(test_diff_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
