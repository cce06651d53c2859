/* test_report_text.c - findings as Clang prints them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report_fixture.h"

static void assert_text(const char *wanted)
{
    char *text = fixture_write(report_write_text, false);
    assert_string_equal(text, wanted);
    g_free(text);
}

static void test_shape(void **state)
{
    (void)state;
    const char *path = fixture_file("a.c", "int f(void)\n{\n    await(t);\n    await(t);\n}\n", -1);
    ReportNote notes[] = {
        {{path, 3, 5, 3, 13}, "first awaited here, by 'await'"},
        {{NULL, 0, 0, 0, 0}, "keep the result, not the task"},
    };
    ReportFinding finding = {.rule = &rule_double, .severity = REPORT_ERROR, .place = {path, 4, 5, 4, 13}, .message = "'t' is awaited a second time", .notes = notes, .note_count = 2};
    report_set_add(fixture_set, &finding);
    assert_text("a.c:4:5: error: 't' is awaited a second time [vt-double-await]\n"
                "    4 |     await(t);\n"
                "      |     ^~~~~~~~\n"
                "a.c:3:5: note: first awaited here, by 'await'\n"
                "    3 |     await(t);\n"
                "      |     ^~~~~~~~\n"
                "a.c:4:5: note: keep the result, not the task\n");
}

static void test_point_and_end_of_line(void **state)
{
    (void)state;
    const char *path = fixture_file("b.c", "x\r\nyy", -1);
    ReportFinding finding = {.rule = &rule_use, .severity = REPORT_WARNING, .place = {path, 1, 2, 0, 0}, .message = "m"};
    report_set_add(fixture_set, &finding);
    finding.place = (ReportPlace){path, 2, 1, 5, 1}; /* over several lines: to the end of this one */
    report_set_add(fixture_set, &finding);
    assert_text("b.c:1:2: warning: m [vt-use-after-await]\n"
                "    1 | x\n"
                "      |  ^\n"
                "b.c:2:1: warning: m [vt-use-after-await]\n"
                "    2 | yy\n"
                "      | ^~\n");
}

/* Columns are bytes; the caret stands under the character. */
static void test_widths(void **state)
{
    (void)state;
    const char *path = fixture_file("w.c", "\tx\ty\n"
                                           "\"\xc3\xa4\xe4\xb8\xad" "e\xcc\x81\" z\n"
                                           "\xff\x1b[31m\xe2\x80\xae" "q\n", -1);
    fixture_find(&rule_double, path, 1, 4, 5);
    fixture_find(&rule_double, path, 2, 12, 13);
    fixture_find(&rule_double, path, 3, 10, 11);
    assert_text("w.c:1:4: error: 't' is awaited a second time [vt-double-await]\n"
                "    1 |         x       y\n"
                "      |                 ^\n"
                "w.c:2:12: error: 't' is awaited a second time [vt-double-await]\n"
                "    2 | \"\xc3\xa4\xe4\xb8\xad" "e\xcc\x81\" z\n"
                "      |        ^\n"
                "w.c:3:10: error: 't' is awaited a second time [vt-double-await]\n"
                "    3 | <ff><1b>[31m<U+202E>q\n"
                "      |                     ^\n");
}

static void test_long_line(void **state)
{
    (void)state;
    char *filler = g_strnfill(5000, 'x'), *text = g_strconcat(filler, "await(t)", filler, NULL);
    const char *path = fixture_file("l.c", text, -1);
    fixture_find(&rule_double, path, 1, 5001, 5009);
    char *written = fixture_write(report_write_text, false);
    char **lines = g_strsplit(written, "\n", -1);
    assert_true(strlen(lines[1]) < 220);
    const char *shown = strstr(lines[1], "await(t)"), *caret = strchr(lines[2], '^');
    assert_non_null(shown);
    assert_int_equal(shown - lines[1], caret - lines[2]);
    assert_true(g_str_has_suffix(lines[1], "..."));
    g_strfreev(lines);
    g_free(written);
    g_free(text);
    g_free(filler);
}

/* The file was changed, or is gone: the place is still told. */
static void test_stale_places(void **state)
{
    (void)state;
    const char *path = fixture_file("s.c", "x\n", -1);
    fixture_find(&rule_double, path, 1, 40, 41);
    fixture_find(&rule_double, path, 7, 1, 2);
    fixture_find(&rule_double, "/nonexistent.c", 1, 1, 2);
    fixture_find(&rule_double, path, 1, 1, 900);
    char *text = fixture_write(report_write_text, false);
    assert_non_null(strstr(text, "/nonexistent.c:1:1: error: "));
    assert_non_null(strstr(text, "s.c:1:1: error: 't' is awaited a second time [vt-double-await]\n    1 | x\n      | ^\ns.c:1:40: error"));
    assert_non_null(strstr(text, "s.c:7:1: error: "));
    g_free(text);
}

static void test_suppressed_and_paths(void **state)
{
    (void)state;
    fixture_find(&rule_double, "/elsewhere/a.c", 1, 1, 2);
    fixture_find(&rule_double, "/elsewhere/b.c", 1, 1, 2);
    g_array_index(fixture_set->findings, ReportFinding, 0).is_suppressed = true;
    assert_text("/elsewhere/b.c:1:1: error: 't' is awaited a second time [vt-double-await]\n");
}

static void test_colors(void **state)
{
    (void)state;
    const char *path = fixture_file("c.c", "await(t);\n", -1);
    fixture_find(&rule_double, path, 1, 1, 9);
    char *text = fixture_write(report_write_text, true);
    assert_string_equal(text, "\033[1mc.c:1:1: \033[0;1;31merror: \033[0m\033[1m't' is awaited a second time [vt-double-await]\033[0m\n"
                              "    1 | await(t);\n"
                              "      | \033[0;1;32m^~~~~~~~\033[0m\n");
    g_free(text);
}

static void test_binary_source(void **state)
{
    (void)state;
    const char *path = fixture_file("n.c", "a\0b t\n", 6);
    fixture_find(&rule_double, path, 1, 5, 6);
    assert_text("n.c:1:5: error: 't' is awaited a second time [vt-double-await]\n"
                "    1 | a<00>b t\n"
                "      |        ^\n");
}

static void test_formats(void **state)
{
    (void)state;
    assert_non_null(report_writer_find("text"));
    assert_non_null(report_writer_find("json"));
    assert_null(report_writer_find("xml"));
}

/* Below each line of the file what comes in where, as Clang shows it; a range of several lines, or what is in another file, is left to --fix-dry-run. */
static void test_fix(void **state)
{
    (void)state;
    const char *path = fixture_file("f.c", "\tvt_int t = make();\n\tint a; \xc3\xa4 b\n\tgone(t);\nx\ny\nz\n", -1), *other = fixture_file("g.c", "int g;\n", -1);
    fixture_find(&rule_double, path, 1, 2, 8);
    ReportEdit edits[] = {
        {{path, 1, 2, 1, 8}, "vt_int_task *"}, {{path, 1, 13, 1, 13}, "vt_int_as_task("}, {{path, 1, 19, 1, 19}, ")"}, /* a longer text, two that come in */
        {{path, 2, 12, 2, 13}, "c"},                                                                                 /* behind a wide byte */
        {{path, 3, 2, 3, 7}, ""},                                                                                    /* out */
        {{path, 4, 1, 5, 2}, "two lines"},    {{path, 9, 1, 9, 2}, "no line"},
        {{other, 1, 1, 1, 4}, "long"},
    };
    report_set_add_fix(fixture_set, &(ReportFix){"mend it", edits, G_N_ELEMENTS(edits)});
    assert_text("f.c:1:2: error: 't' is awaited a second time [vt-double-await]\n"
                "    1 |         vt_int t = make();\n"
                "      |         ^~~~~~\n"
                "f.c:1:2: note: a fix is at hand (--fix): mend it\n"
                "    1 |         vt_int t = make();\n"
                "      |         ~~~~~~\n"
                "      |         vt_int_task * vt_int_as_task( )\n"
                "    2 |         int a; \xc3\xa4 b\n"
                "      |                  ~\n"
                "      |                  c\n"
                "    3 |         gone(t);\n"
                "      |         ~~~~~\n");
}

/* Whole lines stand above or behind the line at which they come in; what is neither is not shown, and the same edit is no line of another's. */
static void test_fix_with_new_lines(void **state)
{
    (void)state;
    const char *path = fixture_file("n.c", "\tif (c)\r\n\t\treturn;\r\nend\r\n}\r\n", -1);
    fixture_find(&rule_double, path, 1, 2, 4);
    ReportEdit edits[] = {
        {{path, 1, 8, 1, 8}, " {"},
        {{path, 2, 3, 2, 3}, "give(a);\n\t\tgive(\tb);\n\t\t"}, {{path, 2, 3, 2, 9}, "leave"}, {{path, 2, 10, 2, 10}, "\n\t}"},
        {{path, 3, 2, 3, 2}, "amid\n"},
        {{path, 4, 1, 4, 1}, "last\n"},
    };
    report_set_add_fix(fixture_set, &(ReportFix){"mend it", edits, G_N_ELEMENTS(edits)});
    assert_text("n.c:1:2: error: 't' is awaited a second time [vt-double-await]\n"
                "    1 |         if (c)\n"
                "      |         ^~\n"
                "n.c:1:2: note: a fix is at hand (--fix): mend it\n"
                "    1 |         if (c)\n"
                "      |                {\n"
                "  +++ |+                give(a);\n"
                "  +++ |+                give(   b);\n"
                "    2 |                 return;\n"
                "      |                 ~~~~~~\n"
                "      |                 leave\n"
                "  +++ |+        }\n"
                "  +++ |+last\n"
                "    4 | }\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_shape), TEST(test_point_and_end_of_line), TEST(test_widths), TEST(test_long_line), TEST(test_stale_places),
        TEST(test_suppressed_and_paths), TEST(test_colors), TEST(test_binary_source), TEST(test_formats),    TEST(test_fix),
        TEST(test_fix_with_new_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
