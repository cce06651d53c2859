/* test_driver_protocol.c - a unit's outcome to bytes and back, whole, in pieces and damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pipeline/worker_protocol.h"
#include "ir/builder.h"

static GByteArray *encoded(void)
{
    PipelineOutcome outcome = {0};
    IrBuilder *builder = ir_builder_new("/w/a.c");
    ir_builder_add_file(builder, "/w/a.c", IR_FILE_MAIN);
    ir_builder_count_unknown(builder, "SomeCursor");
    outcome.result.module = ir_builder_finish(builder);
    outcome.result.diagnostics = g_new0(FrontendDiagnostic, 2);
    outcome.result.diagnostic_count = 2;
    outcome.result.diagnostics[0] = (FrontendDiagnostic){FRONTEND_ERROR, g_strdup("/w/a.c"), 3, 4, g_strdup("bad")};
    outcome.result.diagnostics[1] = (FrontendDiagnostic){FRONTEND_FATAL, NULL, 0, 0, g_strdup("worse")};
    outcome.result.stats.functions = 7;
    GByteArray *bytes = g_byte_array_new();
    worker_encode(&outcome, bytes);
    pipeline_outcome_clear(&outcome);
    return bytes;
}

static void assert_whole(PipelineOutcome *outcome)
{
    assert_non_null(outcome->result.module);
    assert_string_equal(outcome->result.module->source, "/w/a.c");
    assert_int_equal(outcome->result.module->unknown_count, 1);
    assert_int_equal(outcome->result.diagnostic_count, 2);
    assert_string_equal(outcome->result.diagnostics[0].path, "/w/a.c");
    assert_int_equal(outcome->result.diagnostics[0].column, 4);
    assert_null(outcome->result.diagnostics[1].path);
    assert_int_equal(outcome->result.diagnostics[1].severity, FRONTEND_FATAL);
    assert_int_equal(outcome->result.stats.functions, 7);
    pipeline_outcome_clear(outcome);
}

static void test_in_pieces(void **state)
{
    (void)state;
    GByteArray *all = encoded(), *part = g_byte_array_new();
    PipelineOutcome outcome;
    for (guint i = 0; i < all->len; i++) {
        assert_int_equal(worker_decode(part, &outcome), WORKER_DECODE_MORE);
        g_byte_array_append(part, all->data + i, 1);
    }
    g_byte_array_append(part, all->data, all->len); /* the next message stands behind it */
    assert_int_equal(worker_decode(part, &outcome), WORKER_DECODE_DONE);
    assert_whole(&outcome);
    assert_int_equal(worker_decode(part, &outcome), WORKER_DECODE_DONE);
    assert_whole(&outcome);
    assert_int_equal(part->len, 0);
    g_byte_array_unref(part);
    g_byte_array_unref(all);
}

/* Any single damaged byte is survived: more is waited for, the message is refused, or it says something else. */
static void test_damage(void **state)
{
    (void)state;
    GByteArray *all = encoded();
    for (guint i = 0; i < all->len; i++)
        for (unsigned value = 0; value < 256; value += 85) {
            GByteArray *copy = g_byte_array_new();
            PipelineOutcome outcome = {0};
            g_byte_array_append(copy, all->data, all->len);
            copy->data[i] = (guint8)value;
            if (worker_decode(copy, &outcome) == WORKER_DECODE_DONE) {
                assert_true((outcome.result.module != NULL) || (outcome.result.error != NULL) || i < all->len);
                pipeline_outcome_clear(&outcome);
            }
            g_byte_array_unref(copy);
        }
    g_byte_array_unref(all);
}

static void test_error_and_dump(void **state)
{
    (void)state;
    PipelineOutcome outcome = {0};
    outcome.result.error = g_strdup("no way");
    outcome.dump = g_strdup("TranslationUnit\n");
    GByteArray *bytes = g_byte_array_new();
    worker_encode(&outcome, bytes);
    pipeline_outcome_clear(&outcome);
    assert_int_equal(worker_decode(bytes, &outcome), WORKER_DECODE_DONE);
    assert_null(outcome.result.module);
    assert_string_equal(outcome.result.error, "no way");
    assert_string_equal(outcome.dump, "TranslationUnit\n");
    pipeline_outcome_clear(&outcome);
    g_byte_array_unref(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_in_pieces), cmocka_unit_test(test_damage), cmocka_unit_test(test_error_and_dump)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
