/* test_driver_summaries.c - summary files read whole and in part, cut, damaged, and written anew while they are used. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ir/text.h"
#include "pipeline/summary_set.h"
#include "scratch.h"

static const char version[] = "1.2.3", source_text[] = "int one(void)\n{\n    return 1; // NOLINT\n}\n";

/* A module with one body, whose source is in the scratch folder. */
static IrModule *module_of(const char *source)
{
    char *text = g_strdup_printf("module \"%s\"\nfile main \"%s\"\nfunction \"one\" i32 () @0:1:5 {\n  %%0 = const i32 1 @0:3:12-13\n  return i32 %%0 @0:3:5-13\n} @0:4:1\n",
                                 source, source), *error = NULL;
    IrModule *module = ir_parse(text, strlen(text), source, &error);
    if (module == NULL)
        fail_msg("%s", error);
    g_free(text);
    return module;
}

static GString *summary_of(const char *name)
{
    scratch_write(name, source_text);
    char *source = scratch_path(name);
    PipelineOutcome outcome = {.result.module = module_of(source)};
    outcome.result.diagnostics = g_new0(FrontendDiagnostic, 1);
    outcome.result.diagnostics[0] = (FrontendDiagnostic){FRONTEND_ERROR, g_strdup(source), 3, 4, g_strdup("bad")};
    outcome.result.diagnostic_count = 1;
    GString *bytes = g_string_new(NULL);
    pipeline_summary_write(&outcome, source, scratch, version, bytes);
    pipeline_outcome_clear(&outcome);
    g_free(source);
    return bytes;
}

static void put(const char *name, const GString *bytes)
{
    char *path = scratch_path(name);
    assert_true(g_file_set_contents(path, bytes->str, (gssize)bytes->len, NULL));
    g_free(path);
}

static bool add(PipelineSummaries *summaries, const char *name, char **error)
{
    char *path = scratch_path(name);
    bool is_added = pipeline_summaries_add(summaries, path, error);
    g_free(path);
    return is_added;
}

static void a_head_then_the_whole(void **state)
{
    (void)state;
    GString *bytes = summary_of("a.c");
    put("a.vtsum", bytes);
    char *error = NULL, *source = scratch_path("a.c");
    PipelineSummaries *summaries = pipeline_summaries_new(scratch, version);
    assert_true(add(summaries, "a.vtsum", &error));
    pipeline_summaries_sort(summaries);
    const PipelineSummary *summary = pipeline_summaries_get(summaries, 0);
    assert_string_equal(summary->source, source);
    assert_string_equal(summary->outcome.result.diagnostics[0].path, source);
    assert_true(pipeline_summaries_has_module(summaries, 0));
    assert_null(summary->outcome.result.module); /* which has nothing to say by itself */

    IrModule *module = pipeline_summaries_module(summaries, 0, &error), *expected = module_of(source);
    assert_non_null(module);
    GString *read = g_string_new(NULL), *written = g_string_new(NULL);
    ir_print_module(module, read);
    ir_print_module(expected, written);
    assert_string_equal(read->str, written->str);

    scratch_write("a.c", "something else\n"); /* the summary's own text counts */
    size_t length = 0;
    char *text = pipeline_summaries_text(source, &length, summaries);
    assert_int_equal(length, strlen(source_text));
    assert_string_equal(text, source_text);
    g_free(text);
    g_string_free(read, TRUE);
    g_string_free(written, TRUE);
    ir_module_free(module);
    ir_module_free(expected);
    pipeline_summaries_free(summaries);
    g_free(source);
    g_string_free(bytes, TRUE);
}

static void another_file_by_then(void **state)
{
    (void)state;
    GString *bytes = summary_of("a.c"), *other = summary_of("b.c");
    put("a.vtsum", bytes);
    char *error = NULL, *source = scratch_path("a.c");
    size_t length = 0;
    PipelineSummaries *summaries = pipeline_summaries_new(scratch, version);
    assert_true(add(summaries, "a.vtsum", &error));
    pipeline_summaries_sort(summaries);
    put("a.vtsum", other);
    assert_null(pipeline_summaries_module(summaries, 0, &error));
    assert_non_null(strstr(error, "a.vtsum: it changed while it was linked"));
    g_free(error);
    error = NULL;
    assert_null(pipeline_summaries_text(source, &length, summaries));
    char *path = scratch_path("a.vtsum");
    g_remove(path);
    assert_null(pipeline_summaries_module(summaries, 0, &error));
    assert_non_null(strstr(error, "a.vtsum"));
    g_free(error);
    g_free(path);
    g_free(source);
    pipeline_summaries_free(summaries);
    g_string_free(bytes, TRUE);
    g_string_free(other, TRUE);
}

/* Every file that is not what was written is refused with a word. */
static void refuse(const char *bytes, size_t length)
{
    PipelineSummary summary;
    char *exact = g_memdup2(bytes, length), *error = NULL; /* so that a sanitizer sees a step too far */
    assert_false(pipeline_summary_read(exact, length, scratch, version, &summary, &error));
    assert_non_null(error);
    g_free(error);
    g_free(exact);
}

static void cut_and_damaged(void **state)
{
    (void)state;
    GString *bytes = summary_of("a.c");
    for (gsize length = 0; length < bytes->len; length++)
        refuse(bytes->str, length);
    for (gsize i = 0; i < bytes->len; i++) {
        bytes->str[i] ^= 0x11;
        refuse(bytes->str, bytes->len);
        bytes->str[i] ^= 0x11;
    }
    g_string_free(bytes, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_head_then_the_whole, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(another_file_by_then, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(cut_and_damaged, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
