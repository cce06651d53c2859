/* test_driver_options.c - the command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "driver/options.h"

static char *parse(DriverOptions *options, const char *line)
{
    char *error = NULL;
    char **words = g_strsplit(line, " ", -1);
    bool good = driver_options_parse(options, (int)g_strv_length(words), words, &error);
    assert_true(good == (error == NULL));
    g_strfreev(words);
    return error;
}

static void test_spellings(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "vtcheck -p build --checks=-* --format json -j 4 a.c",   "vtcheck -pbuild --checks -* --format=json -j4 a.c",
        "vtcheck a.c -p=build -checks=-* -format=json -j=4",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        DriverOptions options;
        char *error = parse(&options, lines[i]);
        if (error != NULL)
            fail_msg("%s: %s", lines[i], error);
        assert_string_equal(options.database, "build");
        assert_string_equal(options.checks, "-*");
        assert_string_equal(options.formats->pdata[0], "json");
        assert_int_equal(options.jobs, 4);
        assert_int_equal(options.files->len, 1);
        assert_null(options.compiler_flags);
        driver_options_clear(&options);
    }
}

static void test_double_dash(void **state)
{
    (void)state;
    DriverOptions options;
    assert_null(parse(&options, "vtcheck a.c b.c -- -DX --format=nonsense -- y"));
    assert_int_equal(options.files->len, 2);
    assert_int_equal(options.compiler_flags->len, 4);
    assert_int_equal(options.formats->len, 0);
    driver_options_clear(&options);
    assert_null(parse(&options, "vtcheck a.c --"));
    assert_non_null(options.compiler_flags);
    driver_options_clear(&options);
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *line, *wanted;
    } mistakes[] = {
        {"vtcheck --chekcs=x", "did you mean '--checks'?"},
        {"vtcheck --warning-as-errors=x", "did you mean '--warnings-as-errors'?"},
        {"vtcheck --utterly-different", "'vtcheck --help'"},
        {"vtcheck -DFOO a.c", "go after '--'"},
        {"vtcheck -j x", "whole number from 1"},
        {"vtcheck -j0", "whole number from 1"},
        {"vtcheck -j 99999999999999999999", "whole number"},
        {"vtcheck --timeout=-1", "whole number from 0"},
        {"vtcheck --checks", "needs a value: GLOBS"},
        {"vtcheck --checks -- -DX", "needs a value"},
        {"vtcheck --quiet=yes", "takes no value"},
        {"vtcheck --color=maybe", "auto|always|never"},
        {"vtcheck --dump=dog", "ast|ir|cfg|state|summary"},
        {"vtcheck explain a b", "one rule"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        DriverOptions options;
        char *error = parse(&options, mistakes[i].line);
        if (error == NULL || strstr(error, mistakes[i].wanted) == NULL)
            fail_msg("%s: %s", mistakes[i].line, error != NULL ? error : "no error");
        g_free(error);
        driver_options_clear(&options);
    }
}

static void test_verb(void **state)
{
    (void)state;
    DriverOptions options;
    assert_null(parse(&options, "vtcheck explain vt-double-await"));
    assert_true(options.is_explain);
    assert_string_equal(options.explain, "vt-double-await");
    assert_int_equal(options.files->len, 0);
    driver_options_clear(&options);
    assert_null(parse(&options, "vtcheck explain"));
    assert_true(options.is_explain);
    assert_null(options.explain);
    driver_options_clear(&options);
}

static void test_lists_and_repeats(void **state)
{
    (void)state;
    DriverOptions options;
    assert_null(parse(&options, "vtcheck --extra-arg=-DA --extra-arg=-DB --checks=a --checks=b x.c"));
    assert_int_equal(options.extra_after->len, 2);
    assert_string_equal(options.checks, "b");
    driver_options_clear(&options);
}

static void test_help_names_all(void **state)
{
    (void)state;
    static const char *const names[] = {"-p DIR", "--checks=", "--warnings-as-errors=", "--header-filter=", "--format=", "--output=", "--list-checks",
                                        "--dump=", "--stats", "-j N", "--quiet", "--color=", "--exit-zero", "--allow-incomplete", "--version", "--help", "exit status"};
    GString *help = g_string_new(NULL);
    driver_options_help(help);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strstr(help->str, names[i]) == NULL)
            fail_msg("the help does not name %s", names[i]);
    char **lines = g_strsplit(help->str, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        assert_true(strlen(*line) <= 108);
    g_strfreev(lines);
    g_string_free(help, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings), cmocka_unit_test(test_double_dash),       cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_verb),      cmocka_unit_test(test_lists_and_repeats), cmocka_unit_test(test_help_names_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
