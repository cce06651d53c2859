/* test_report_suppress.c - NOLINT comments. A source says with "!" at a line's end that findings there are silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report/apply.h"
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
    report_suppress(fixture_set, fixture_sources, NULL);
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
    report_suppress(fixture_set, fixture_sources, NULL);
    assert_false(g_array_index(fixture_set->findings, ReportFinding, 0).is_suppressed);
}

static const char *reason_of(guint index)
{
    return g_array_index(fixture_set->findings, ReportFinding, index).reason;
}

static void test_reasons(void **state)
{
    (void)state;
    static const struct {
        const char *line, *reason;
    } cases[] = {
        {"x; // NOLINT(vt-double-await): the API resets it", "the API resets it"},
        {"x; /* NOLINT(vt-*) - see #12 */ y; // other", "see #12"},
        {"x; // NOLINT because it is a test  ", "because it is a test"},
        {"x; // NOLINT(vt-double-await)", NULL},
        {"x; /* NOLINT */", NULL},
        {"x; // NOLINT \xff", "\xef\xbf\xbd"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *name = g_strdup_printf("reason%u.c", i);
        fixture_find(&rule_double, fixture_file(name, cases[i].line, -1), 1, 1, 2);
        g_free(name);
    }
    report_suppress(fixture_set, fixture_sources, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        if (g_strcmp0(reason_of(i), cases[i].reason) != 0)
            fail_msg("%s: '%s'", cases[i].line, reason_of(i));
}

/* What covers a macro's definition covers its uses, in other files and through other macros. */
static void test_macros(void **state)
{
    (void)state;
    const char *header = fixture_file("m.h",
                                      "#define LOUD(t) await(t)\n"
                                      "#define QUIET(t) do { \\\n"
                                      "        await(t); /* NOLINT(vt-double-await): once */ \\\n"
                                      "    } while (0)\n"
                                      "// NOLINTNEXTLINE(vt-double-await)\n"
                                      "#  define NEXT await(t)\n"
                                      "#define OTHER(t) await(t) // NOLINT(vt-unawaited)\n"
                                      "#define OUTER(t) (1 + \\\n"
                                      "    INNER(t))\n"
                                      "// NOLINTBEGIN\n"
                                      "#define INNER(t) OUTER(t)\n"
                                      "// NOLINTEND\n"
                                      "char *text = \"#define STRING NOLINT\";\n",
                                      -1);
    static const char *const uses = "LOUD(t);\nQUIET(t);\nNEXT;\nOTHER(t);\nOUTER(t);\nINNER(t);\nQUIETLY(t);\nSTRING;\n";
    static const bool wanted[] = {false, true, true, false, true, true, false, false};
    const char *source = fixture_file("m.c", uses, -1);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
        fixture_find(&rule_double, source, i + 1, 1, 2);
    report_set_add_file(fixture_set, source);
    report_set_add_file(fixture_set, header);
    report_suppress(fixture_set, fixture_sources, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
        if (g_array_index(fixture_set->findings, ReportFinding, i).is_suppressed != wanted[i])
            fail_msg("line %u", i + 1);
    assert_string_equal(reason_of(1), "once");
}

static void test_unused(void **state)
{
    (void)state;
    static const char *const ids[] = {"vt-double-await", "vt-rarely"};
    static const bool took_part[] = {true, false};
    const ReportKnownRules known = {ids, took_part, 2};
    const char *path = fixture_file("u.c",
                                    "x; // NOLINT(vt-double-await): used\n"
                                    "y; // NOLINT(vt-double-await): idle\n"
                                    "y; // NOLINT(vt-rarely)\n"
                                    "y; // NOLINT(vt-doble-await)\n"
                                    "y; // NOLINT(bugprone-x)\n"
                                    "y; // NOLINT\n"
                                    "// NOLINTBEGIN(vt-*)\n"
                                    "// NOLINTEND(vt-*)\n"
                                    "// NOLINTBEGIN(vt-double-await)\n"
                                    "// NOLINTEND(vt-double-await)\n"
                                    "y; // NOLINT()\n"
                                    "y; // NOLINT(VT-DOUBLE-AWAIT)\n",
                                    -1);
    fixture_find(&rule_double, path, 1, 1, 2);
    report_set_add_file(fixture_set, path);
    report_suppress(fixture_set, fixture_sources, &known);
    report_set_finish(fixture_set);
    static const uint32_t lines[] = {1, 2, 4, 9, 11, 12};
    assert_int_equal(fixture_set->findings->len, G_N_ELEMENTS(lines));
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
        assert_int_equal(g_array_index(fixture_set->findings, ReportFinding, i).place.line, lines[i]);
    assert_string_equal(g_array_index(fixture_set->findings, ReportFinding, 1).message, "this NOLINT(vt-double-await) silences nothing");
    assert_string_equal(g_array_index(fixture_set->findings, ReportFinding, 2).message, "this NOLINT names 'vt-doble-await', which is no rule");
    assert_string_equal(g_array_index(fixture_set->findings, ReportFinding, 4).message, "this NOLINT() silences nothing");
    assert_string_equal(g_array_index(fixture_set->findings, ReportFinding, 5).message, "this NOLINT names 'VT-DOUBLE-AWAIT', which is no rule");
    assert_ptr_equal(g_array_index(fixture_set->findings, ReportFinding, 3).rule, &report_rule_unused_suppression);
}

/* Where files could not be analysed, nobody knows. */
static void test_unused_incomplete(void **state)
{
    (void)state;
    const ReportKnownRules known = {NULL, NULL, 0};
    report_set_add_file(fixture_set, fixture_file("u.c", "y; // NOLINT(vt-double-await)\n", -1));
    report_set_add_problem(fixture_set, &(ReportProblem){REPORT_WARNING, {NULL, 0, 0, 0, 0}, "in part"});
    report_suppress(fixture_set, fixture_sources, &known);
    assert_int_equal(fixture_set->findings->len, 0);
    assert_int_equal(fixture_set->problems->len, 2);
}

/* Of a text in which no comment silences anything, after all fixes. */
static void assert_fixed(const char *name, const char *text, const char *expected)
{
    static const char *const ids[] = {"vt-double-await", "vt-rarely"};
    static const bool took_part[] = {true, false};
    ReportSet *set = report_set_new();
    report_set_add_file(set, fixture_file(name, text, -1));
    report_suppress(set, fixture_sources, &(ReportKnownRules){ids, took_part, 2});
    report_set_finish(set);
    ReportChanges *changes = report_apply(set, fixture_sources);
    assert_int_equal(changes->files->len, 1);
    GString *found = report_changed_text(changes->files->pdata[0]);
    assert_string_equal(found->str, expected);
    g_string_free(found, TRUE);
    report_changes_free(changes);
    report_set_free(set);
}

static void test_unused_are_taken_out(void **state)
{
    (void)state;
    assert_fixed("line.c", "a;  // NOLINT(vt-double-await): idle\nb;\n", "a;\nb;\n");
    assert_fixed("own_line.c", "a;\n    // NOLINTNEXTLINE(vt-double-await)\nb;\n", "a;\nb;\n");
    assert_fixed("last.c", "a;\n// NOLINT(vt-double-await)", "a;\n");
    assert_fixed("returns.c", "a; // NOLINT(vt-double-await)\r\n/*! NOLINT(vt-double-await) */\r\nb;\r\n", "a;\r\nb;\r\n");
    assert_fixed("block.c", "a/* NOLINT(vt-double-await) */b; /* NOLINT(vt-double-await) */ c/* NOLINT(vt-double-await) */ d;\n", "a b; c d;\n");
    assert_fixed("pair.c", "// NOLINTBEGIN(vt-double-await)\na;\n// NOLINTEND(vt-double-await)\nb;\n", "a;\nb;\n");
    assert_fixed("others.c", "a; // NOLINT(bugprone-x,vt-double-await, cert-y): why\n", "a; // NOLINT(bugprone-x, cert-y): why\n");
    assert_fixed("other_pair.c", "// NOLINTBEGIN(x,vt-double-await)\na;\n// NOLINTEND(x,vt-double-await)\n", "// NOLINTBEGIN(x)\na;\n// NOLINTEND(x)\n");
    assert_fixed("macro.c", "#define M \\\n    a(); /* NOLINT(vt-double-await) */ \\\n    /* NOLINT(vt-double-await) */\nb;\n", "#define M \\\n    a(); \\\n\nb;\n");
    /* These say more, or may be misspelt: the first comment alone goes. */
    assert_fixed("kept.c",
                 "a; // NOLINT(vt-double-await)\nb; // as in [3]; NOLINT(vt-double-await)\nc; /* NOLINT(vt-double-await)\n more */\n"
                 "d; // NOLINT(vt-doble-await)\ne; // NOLINT(vt-double-await) and NOLINT(vt-double-await)\n",
                 "a;\nb; // as in [3]; NOLINT(vt-double-await)\nc; /* NOLINT(vt-double-await)\n more */\n"
                 "d; // NOLINT(vt-doble-await)\ne; // NOLINT(vt-double-await) and NOLINT(vt-double-await)\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_lines),  TEST(test_next_line), TEST(test_not_in_comments), TEST(test_joined_lines),
        TEST(test_blocks), TEST(test_unmatched), TEST(test_odd_files),       TEST(test_absent_file), TEST(test_reasons), TEST(test_macros), TEST(test_unused), TEST(test_unused_incomplete),
        TEST(test_unused_are_taken_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
