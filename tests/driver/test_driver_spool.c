/* test_driver_spool.c - modules that wait on the disk, and a disk that has no room for them. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/resource.h>

#include "ir/builder.h"
#include "pipeline/spool.h"
#include "pipeline/worker_protocol.h"

static GByteArray *message_about(const char *source)
{
    PipelineOutcome outcome = {0};
    IrBuilder *builder = ir_builder_new(source);
    ir_builder_add_file(builder, source, IR_FILE_MAIN);
    outcome.result.module = ir_builder_finish(builder);
    GByteArray *message = g_byte_array_new();
    worker_encode(&outcome, message);
    pipeline_outcome_clear(&outcome);
    return message;
}

static bool put(PipelineSpool *spool, uint32_t unit, const char *source)
{
    GByteArray *message = message_about(source);
    bool is_put = pipeline_spool_put(spool, unit, message->data, message->len);
    g_byte_array_unref(message);
    return is_put;
}

static void assert_source(const PipelineSpool *spool, uint32_t unit, const char *source)
{
    char *error = NULL;
    assert_true(pipeline_spool_has(spool, unit));
    IrModule *module = pipeline_spool_module(spool, unit, &error);
    assert_non_null(module);
    assert_null(error);
    assert_string_equal(module->source, source);
    assert_false(module->is_head);
    ir_module_free(module);
}

static void test_modules(void **state)
{
    (void)state;
    PipelineSpool *spool = pipeline_spool_new(3);
    assert_non_null(spool);
    assert_true(put(spool, 2, "/w/two.c"));
    assert_true(put(spool, 0, "/w/a longer name.c"));
    assert_source(spool, 0, "/w/a longer name.c");
    assert_source(spool, 2, "/w/two.c");
    assert_source(spool, 2, "/w/two.c");
    assert_false(pipeline_spool_has(spool, 1));
    assert_false(pipeline_spool_has(spool, 3));
    assert_false(pipeline_spool_has(NULL, 0));
    pipeline_spool_free(spool);
    pipeline_spool_free(NULL);
}

/* What does not fit is refused, and what is there stays. */
static void test_no_room(void **state)
{
    (void)state;
    struct rlimit before;
    PipelineSpool *spool = pipeline_spool_new(2);
    assert_true(put(spool, 0, "/w/a.c"));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){8, before.rlim_max}), 0);
    bool is_put = put(spool, 1, "/w/b.c");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(is_put);
    assert_false(pipeline_spool_has(spool, 1));
    assert_source(spool, 0, "/w/a.c");
    assert_true(put(spool, 1, "/w/b.c"));
    assert_source(spool, 1, "/w/b.c");
    pipeline_spool_free(spool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_modules), cmocka_unit_test(test_no_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
