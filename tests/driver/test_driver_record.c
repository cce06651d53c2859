/* test_driver_record.c - a program's findings to bytes and back, whole, cut and damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ir/builder.h"
#include "pipeline/record.h"
#include "rules/rules.h"

typedef struct Sample {
    PipelineUnits units;
    PipelineOutcome outcomes[3]; /* the middle one is not part of the record */
    uint32_t indices[2];
    PipelineRecordUnits kept;
    AnalysisStats stats;
    ReportSet *set;
} Sample;

static IrModule *module_of(const char *source)
{
    IrBuilder *builder = ir_builder_new(source);
    ir_builder_add_file(builder, source, IR_FILE_MAIN);
    ir_builder_count_unknown(builder, "SomeCursor");
    return ir_builder_finish(builder);
}

static void begin(Sample *sample)
{
    *sample = (Sample){.units = pipeline_units_new(), .indices = {0, 2}, .set = report_set_new()};
    static const char *const sources[] = {"/w/a.c", "/w/b.c", "/w/c.c"};
    for (size_t i = 0; i < 3; i++)
        pipeline_units_add(&sample->units, sources[i], "/w");
    sample->kept = (PipelineRecordUnits){&sample->units, sample->indices, 2};
}

static void end(Sample *sample)
{
    for (size_t i = 0; i < 3; i++)
        pipeline_outcome_clear(&sample->outcomes[i]);
    pipeline_units_clear(&sample->units);
    report_set_free(sample->set);
}

static void fill_set(ReportSet *set)
{
    ReportNote notes[] = {{{"/w/a.c", 3, 5, 3, 9}, "made here"}, {{NULL, 0, 0, 0, 0}, "do it once"}};
    ReportEdit edits[] = {{{"/w/a.c", 4, 1, 4, 1}, "x"}, {{"/w/a.c", 5, 1, 5, 2}, ""}};
    ReportFinding finding = {.rule = &rules_find("vt-double-await")->info, .severity = REPORT_ERROR, .place = {"/w/a.c", 4, 2, 4, 8}, .message = "'t' again", .function = "f",
                             .notes = notes, .note_count = 2, .fix = {"mend", edits, 2}};
    report_set_add(set, &finding);
    finding = (ReportFinding){.rule = &rules_find("vt-field-storage")->info, .severity = REPORT_WARNING, .place = {"/w/h.h", 1, 1, 0, 0}, .message = "kept"};
    report_set_add(set, &finding);
    report_set_add_limit(set, &(ReportLimit){{"/w/c.c", 7, 1, 7, 3}, "long_one", "too long", true});
    report_set_add_file(set, "/w/a.c");
    report_set_add_file(set, "/w/h.h");
}

static GByteArray *written(void)
{
    Sample sample;
    begin(&sample);
    sample.outcomes[0].result.module = module_of("/w/a.c");
    sample.outcomes[2].result.module = module_of("/w/c.c");
    sample.outcomes[2].result.diagnostics = g_new0(FrontendDiagnostic, 1);
    sample.outcomes[2].result.diagnostics[0] = (FrontendDiagnostic){FRONTEND_ERROR, g_strdup("/w/c.c"), 3, 4, g_strdup("bad")};
    sample.outcomes[2].result.diagnostic_count = 1;
    sample.outcomes[2].result.stats.functions = 7;
    sample.stats.tasks = 11;
    fill_set(sample.set);
    GByteArray *bytes = g_byte_array_new();
    pipeline_record_write(&sample.kept, sample.outcomes, &sample.stats, sample.set, bytes);
    end(&sample);
    return bytes;
}

static void test_all_comes_back(void **state)
{
    (void)state;
    GByteArray *bytes = written(), *again = g_byte_array_new();
    Sample sample;
    begin(&sample);
    ReportProblem problem = {REPORT_NOTE, {NULL, 0, 0, 0, 0}, "was there before"};
    report_set_add_problem(sample.set, &problem);
    assert_true(pipeline_record_read(&sample.kept, bytes->data, bytes->len, sample.outcomes, &sample.stats, sample.set));
    assert_int_equal(sample.outcomes[2].result.diagnostic_count, 1);
    assert_string_equal(sample.outcomes[2].result.module->unknowns[0].name, "SomeCursor");
    assert_null(sample.outcomes[1].result.module);
    assert_int_equal(sample.set->findings->len, 2);
    const ReportFinding *finding = &g_array_index(sample.set->findings, ReportFinding, 0);
    assert_string_equal(finding->notes[1].message, "do it once");
    assert_null(finding->notes[1].place.path);
    assert_string_equal(finding->fix.edits[1].text, "");
    assert_null(g_array_index(sample.set->findings, ReportFinding, 1).function);
    assert_int_equal(sample.set->problems->len, 1);
    assert_int_equal(sample.stats.tasks, 11);
    pipeline_record_write(&sample.kept, sample.outcomes, &sample.stats, sample.set, again);
    assert_int_equal(again->len, bytes->len);
    assert_memory_equal(again->data, bytes->data, bytes->len);
    g_byte_array_unref(again);
    g_byte_array_unref(bytes);
    end(&sample);
}

/* What is refused leaves nothing behind. */
static void try_bytes(const guint8 *bytes, size_t length, bool must_fail)
{
    Sample sample;
    begin(&sample);
    guint8 *exact = g_memdup2(bytes, length); /* so that a sanitizer sees a step too far */
    bool is_read = pipeline_record_read(&sample.kept, exact, length, sample.outcomes, &sample.stats, sample.set);
    assert_false(is_read && must_fail);
    if (!is_read) {
        assert_null(sample.outcomes[0].result.module);
        assert_int_equal(sample.set->findings->len + sample.set->limits->len + sample.set->files->len, 0);
    }
    g_free(exact);
    end(&sample);
}

static void test_cut_and_damaged(void **state)
{
    (void)state;
    GByteArray *bytes = written();
    for (guint length = 0; length < bytes->len; length++)
        try_bytes(bytes->data, length, true);
    for (guint i = 0; i < bytes->len; i++)
        for (unsigned value = 0; value < 256; value += 51) {
            guint8 before = bytes->data[i];
            bytes->data[i] = (guint8)value;
            try_bytes(bytes->data, bytes->len, false);
            bytes->data[i] = before;
        }
    g_byte_array_unref(bytes);
}

static void test_of_other_units(void **state)
{
    (void)state;
    GByteArray *bytes = written();
    Sample sample;
    begin(&sample);
    sample.kept.count = 1;
    assert_false(pipeline_record_read(&sample.kept, bytes->data, bytes->len, sample.outcomes, &sample.stats, sample.set));
    end(&sample);
    g_byte_array_unref(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_comes_back), cmocka_unit_test(test_cut_and_damaged), cmocka_unit_test(test_of_other_units)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
