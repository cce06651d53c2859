/* test_frontend_session.c - one unit parsed again and again: unsaved text, preambles, some bodies only. */
#include "frontend_fixture.h"

#include <string.h>

static const char program[] = "#include \"task.h\"\n"
                              "vt_int start(int n);\n"
                              "int first(int n) { int r = 0; vt_int_await(start(n), &r); return r; }\n"
                              "int second(int n) { int r = 0; vt_int_await(start(n), &r); return r + first(n); }\n";

static FrontendSession *begin(const char *text)
{
    static const char *const arguments[] = {NULL};
    const char *path = fixture_write("edited.c", text, -1);
    FrontendInput input = {.source = path, .directory = fixture_directory(), .arguments = arguments};
    return frontend_session_new(&input, path);
}

static FrontendResult parse(FrontendSession *session, const char *text, const FrontendBodies *bodies)
{
    FrontendResult result = frontend_session_parse(session, text, strlen(text), bodies);
    assert_null(result.error);
    assert_non_null(result.module);
    return result;
}

static void the_text_given_counts(void **state)
{
    (void)state;
    FrontendSession *session = begin("this is not what is parsed");
    for (int i = 0; i < 3; i++) {
        char *text = g_strdup_printf("%sint third_%d(void) { return %d; }\n", program, i, i);
        FrontendResult result = parse(session, text, NULL);
        char *name = g_strdup_printf("third_%d", i);
        assert_int_equal(result.diagnostic_count, 0);
        assert_int_equal(result.stats.functions, 3);
        assert_true(fixture_function(result.module, name)->is_defined);
        assert_true(fixture_function(result.module, "vt_int_await")->is_api);
        g_free(name);
        g_free(text);
        frontend_result_clear(&result);
    }
    frontend_session_free(session);
}

static void errors_come_and_go(void **state)
{
    (void)state;
    FrontendSession *session = begin(program);
    char *broken = g_strconcat(program, "int third(void) { return nothing; }\n", NULL);
    for (int i = 0; i < 2; i++) {
        FrontendResult result = parse(session, broken, NULL);
        assert_int_equal(result.diagnostic_count, 1);
        assert_int_equal(result.diagnostics[0].line, 5);
        frontend_result_clear(&result);
        result = parse(session, program, NULL);
        assert_int_equal(result.diagnostic_count, 0);
        frontend_result_clear(&result);
    }
    g_free(broken);
    frontend_session_free(session);
}

static uint32_t instructions(const IrFunction *function)
{
    uint32_t count = 0;
    for (uint32_t b = 0; b < function->block_count; b++)
        count += function->blocks[b].inst_count;
    return count;
}

static void some_bodies_only(void **state)
{
    (void)state;
    FrontendSession *session = begin(program);
    FrontendResult whole = parse(session, program, NULL);
    const size_t begins[] = {(size_t)(strchr(strstr(program, "int second"), '{') - program)};
    FrontendBodies bodies = {begins, 1, whole.module};
    FrontendResult part = parse(session, program, &bodies);
    assert_int_equal(part.stats.functions, 1);
    assert_true(fixture_function(part.module, "second")->is_defined);
    assert_false(fixture_function(part.module, "first")->is_defined);
    assert_true(fixture_function(part.module, "vt_int_await")->is_api);
    assert_int_equal(fixture_function(part.module, "vt_int_await")->params[0].effect, fixture_function(whole.module, "vt_int_await")->params[0].effect);
    assert_int_equal(instructions(fixture_function(part.module, "second")), instructions(fixture_function(whole.module, "second")));
    frontend_result_clear(&part);
    frontend_result_clear(&whole);
    frontend_session_free(session);
}

static void no_body_there(void **state)
{
    (void)state;
    FrontendSession *session = begin(program);
    const size_t begins[] = {0, 20, sizeof program - 2};
    FrontendBodies bodies = {begins, 3, NULL};
    FrontendResult part = parse(session, program, &bodies);
    assert_int_equal(part.stats.functions, 0);
    frontend_result_clear(&part);
    frontend_session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_given_counts), cmocka_unit_test(errors_come_and_go), cmocka_unit_test(some_bodies_only), cmocka_unit_test(no_body_there),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
