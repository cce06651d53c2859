/* test_report_suppress.c - NOLINT comments. A source says with "!" at a line's end that findings there are silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report/suppress.h"
#include "report_fixture.h"

/* Puts a finding of vt-double-await at column 1 of each line and compares. */
static void check(const char *name, const char *text)
{
    const char *path = fixture_file(name, text, -1);
    char **lines = g_strsplit(text, "\n", -1);
    guint count = g_strv_length(lines), before = fixture_set->findings->len;
    for (guint i = 0; i < count; i++)
        fixture_find(&rule_double, path, i + 1, 1, 2);
    report_suppress(fixture_set, fixture_sources);
    for (guint i = 0; i < count; i++) {
        bool wanted = g_str_has_suffix(lines[i], "!");
        if (g_array_index(fixture_set->findings, ReportFinding, before + i).is_suppressed != wanted)
            fail_msg("%s:%u: %s", name, i + 1, lines[i]);
    }
    g_strfreev(lines);
}

static void test_lines(void **state)
{
    (void)state;
    check("lines.c", "x; // NOLINT !\n"
                     "x;\n"
                     "x; /* NOLINT: because */ //!\n"
                     "x; // NOLINT(vt-double-await) !\n"
                     "x; // NOLINT(vt-use-after-await)\n"
                     "x; // NOLINT(other-*, vt-* ) !\n"
                     "x; // NOLINT(vt-unawaited,vt-double-await) !\n"
                     "x; // NOLINT()\n"
                     "x; // NOLINT(bugprone-*)\n"
                     "x; // NOLINT (vt-other) a space makes it plain !\n"
                     "x; // NOLINTED\n"
                     "x; // XNOLINT\n"
                     "x; // nolint\n"
                     "x; // see NOLINT(*) !\n"
                     "x; // NOLINT(vt-other) NOLINT(vt-double-await) !\n");
}

static void test_next_line(void **state)
{
    (void)state;
    check("next.c", "// NOLINTNEXTLINE\n"
                    "x; //!\n"
                    "/* NOLINTNEXTLINE(vt-double-await) */ x;\n"
                    "x; //!\n"
                    "// NOLINTNEXTLINE(vt-unawaited)\n"
                    "x;\n"
                    "/* a long comment\n"
                    "   NOLINTNEXTLINE */\n"
                    "x; //!\n");
}

static void test_not_in_comments(void **state)
{
    (void)state;
    check("strings.c", "x(\"// NOLINT\");\n"
                       "x(\"a\\\" // NOLINT\");\n"
                       "x('\"'); // NOLINT !\n"
                       "x('\\''); // NOLINT !\n"
                       "int NOLINT;\n"
                       "#error don't // NOLINT\n"
                       "x; // NOLINT !\n"
                       "x(\"a\\\n"
                       "// NOLINT \");\n"
                       "x / 2; // NOLINT !\n");
}

static void test_joined_lines(void **state)
{
    (void)state;
    /* The comment goes on in the next line; the mark counts for the line it stands on. */
    check("joined.c", "x; // a \\\n"
                      "  NOLINT !\n"
                      "x; // b\\\\ c\n"
                      "x; // NOLINT !\n");
}

static void test_blocks(void **state)
{
    (void)state;
    check("blocks.c", "x;\n"
                      "// NOLINTBEGIN\n"
                      "x; //!\n"
                      "// NOLINTEND !\n"
                      "x;\n"
                      "// NOLINTBEGIN(vt-double-await)\n"
                      "// NOLINTBEGIN(vt-unawaited) !\n"
                      "x; //!\n"
                      "// NOLINTEND(vt-unawaited) !\n"
                      "x; //!\n"
                      "/* NOLINTEND(vt-double-await) */ x; //!\n"
                      "x;\n"
                      "// NOLINTBEGIN(vt-unawaited)\n"
                      "x;\n"
                      "// NOLINTEND(vt-unawaited)\n");
    assert_int_equal(fixture_set->problems->len, 0);
}

static void test_unmatched(void **state)
{
    (void)state;
    check("unmatched.c", "// NOLINTEND\n"
                         "// NOLINTBEGIN(vt-double-await)\n"
                         "x;\n"
                         "// NOLINTEND(vt-unawaited)\n"
                         "x;\n");
    assert_int_equal(fixture_set->problems->len, 3);
    report_set_finish(fixture_set);
    const ReportProblem *problem = &g_array_index(fixture_set->problems, ReportProblem, 1);
    assert_int_equal(problem->severity, REPORT_NOTE);
    assert_int_equal(problem->place.line, 2);
    assert_int_equal(problem->place.column, 4);
    assert_string_equal(problem->message, "this NOLINTBEGIN(vt-double-await) has no NOLINTEND(vt-double-await) with the same list; it suppresses nothing");
}

static void test_odd_files(void **state)
{
    (void)state;
    check("empty.c", "");
    check("open.c", "x; /* NOLINT !\n");
    check("quote.c", "x(\"NOLINT");
    check("paren.c", "x; // NOLINT(vt-double-await !");
    check("slash.c", "x; /");
    check("backslash.c", "x; // \\");
    check("crlf.c", "x;\r\n// a \\\r\n NOLINT!");
}

static void test_absent_file(void **state)
{
    (void)state;
    fixture_find(&rule_double, "/nonexistent/a.c", 1, 1, 2);
    fixture_find(&rule_double, NULL, 0, 0, 0);
    report_suppress(fixture_set, fixture_sources);
    assert_false(g_array_index(fixture_set->findings, ReportFinding, 0).is_suppressed);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_lines),  TEST(test_next_line), TEST(test_not_in_comments), TEST(test_joined_lines),
        TEST(test_blocks), TEST(test_unmatched), TEST(test_odd_files),       TEST(test_absent_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
