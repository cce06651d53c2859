/* test_report_set.c - order and merging of findings, and the summary line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report_fixture.h"

static const ReportFinding *finding(guint i)
{
    assert_true(i < fixture_set->findings->len);
    return &g_array_index(fixture_set->findings, ReportFinding, i);
}

static void test_order(void **state)
{
    (void)state;
    fixture_find(&rule_double, "/b.c", 1, 1, 2);
    fixture_find(&rule_use, "/a.c", 10, 1, 2);
    fixture_find(&rule_double, "/a.c", 2, 5, 6);
    fixture_find(&rule_use, "/a.c", 2, 5, 6);
    fixture_find(&rule_double, "/a.c", 2, 4, 6);
    report_set_finish(fixture_set);
    assert_int_equal(fixture_set->findings->len, 5);
    assert_int_equal(finding(0)->place.column, 4);
    assert_ptr_equal(finding(1)->rule, &rule_double);
    assert_ptr_equal(finding(2)->rule, &rule_use);
    assert_int_equal(finding(3)->place.line, 10);
    assert_string_equal(finding(4)->place.path, "/b.c");
}

/* A header's finding keeps its fix only where every unit that saw it proves the same one. */
static void test_fix_merge(void **state)
{
    (void)state;
    static const char *const texts[][3] = {{"a", "a", "a"}, {"a", "b", NULL}, {"a", NULL, NULL}};
    for (size_t t = 0; t < G_N_ELEMENTS(texts); t++) {
        ReportSet *set = report_set_new();
        for (int i = 0; i < 2; i++) {
            char text[8] = "";
            g_strlcpy(text, texts[t][i] != NULL ? texts[t][i] : "", sizeof text);
            ReportEdit edit = {{"/a.h", 1, 2, 1, 3}, text};
            ReportFinding one = {.rule = &rule_use, .severity = REPORT_WARNING, .place = {"/a.h", 1, 2, 1, 3}, .message = "m",
                                 .fix = {"mend it", &edit, texts[t][i] != NULL}};
            report_set_add(set, &one);
            text[0] = '?'; /* the set has its own copy */
        }
        report_set_finish(set);
        assert_int_equal(set->findings->len, 1);
        const ReportFix *kept = &g_array_index(set->findings, ReportFinding, 0).fix;
        assert_int_equal(kept->edit_count, texts[t][2] != NULL);
        if (kept->edit_count > 0) {
            assert_string_equal(kept->edits[0].text, texts[t][2]);
            assert_string_equal(kept->message, "mend it");
        }
        report_set_free(set);
    }
}

/* Of equal findings one stays, and which one does not depend on the order they came in. */
static void test_merge(void **state)
{
    (void)state;
    char *texts[2];
    for (int turn = 0; turn < 2; turn++) {
        ReportSet *set = report_set_new();
        for (int i = 0; i < 2; i++) {
            ReportNote note = {{"/a.c", (i ^ turn) == 0 ? 3 : 4, 1, 0, 0}, "first awaited here"};
            ReportFinding one = {.rule = &rule_use, .severity = REPORT_WARNING, .place = {"/a.h", 1, 2, 1, 3}, .message = "m", .notes = &note, .note_count = 1,
                                 .is_suppressed = (i ^ turn) == 0};
            report_set_add(set, &one);
        }
        report_set_finish(set);
        assert_int_equal(set->findings->len, 1);
        const ReportFinding *kept = &g_array_index(set->findings, ReportFinding, 0);
        assert_false(kept->is_suppressed);
        texts[turn] = g_strdup_printf("%u", kept->notes[0].place.line);
        report_set_free(set);
    }
    assert_string_equal(texts[0], texts[1]);
    g_free(texts[0]);
    g_free(texts[1]);
}

static void test_problems_once(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        report_set_add_problem(fixture_set, &(ReportProblem){REPORT_ERROR, {i == 1 ? NULL : "/a.c", 0, 0, 0, 0}, "no such file"});
        report_set_add_limit(fixture_set, &(ReportLimit){{"/a.c", 3, 1, 0, 0}, "f", i == 1 ? "one" : "two", true});
    }
    report_set_finish(fixture_set);
    assert_int_equal(fixture_set->problems->len, 2);
    assert_int_equal(fixture_set->limits->len, 2);
    assert_null(g_array_index(fixture_set->problems, ReportProblem, 0).place.path);
}

/* Functions of which only callers know less are not worth a sentence. */
static void test_cut_short(void **state)
{
    (void)state;
    const struct {
        const char *function;
        bool has_tasks;
        const char *sentence;
    } added[] = {
        {"parse", false, NULL},
        {"serve", true, "1 function was cut short: what it does with value tasks was judged in part only (--stats names it)"},
        {"close", true, "2 functions were cut short: what they do with value tasks was judged in part only (--stats names them)"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(added); i++) {
        report_set_add_limit(fixture_set, &(ReportLimit){{"/a.c", 3, 1, 0, 0}, added[i].function, "too much", added[i].has_tasks});
        char *sentence = report_cut_short(fixture_set);
        assert_true(g_strcmp0(sentence, added[i].sentence) == 0);
        g_free(sentence);
    }
}

static char *summary(ReportCounts counts)
{
    ReportRun run = {.set = fixture_set, .counts = counts};
    return report_summary(&run);
}

static void assert_summary(ReportCounts counts, const char *wanted)
{
    char *text = summary(counts);
    assert_string_equal(text, wanted);
    g_free(text);
}

static void test_summary(void **state)
{
    (void)state;
    assert_summary((ReportCounts){.files = 1}, "no findings in 1 file");
    fixture_find(&rule_double, "/a.c", 1, 1, 2);
    assert_summary((ReportCounts){.files = 3}, "1 finding (1 error) in 3 files");
    fixture_find(&rule_use, "/a.c", 1, 1, 2);
    fixture_find(&rule_use, "/a.c", 2, 1, 2);
    g_array_index(fixture_set->findings, ReportFinding, 2).is_suppressed = true;
    assert_summary((ReportCounts){.files = 14}, "2 findings (1 error, 1 warning) in 14 files; 1 suppressed");
    assert_summary((ReportCounts){.files = 14, .failed_files = 1, .partial_files = 2},
                   "2 findings (1 error, 1 warning) in 14 files; 1 suppressed; 1 file could not be analysed; 2 files analysed only in part");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_merge, fixture_setup, fixture_teardown),
        cmocka_unit_test(test_fix_merge),
        cmocka_unit_test_setup_teardown(test_problems_once, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_cut_short, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_summary, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
