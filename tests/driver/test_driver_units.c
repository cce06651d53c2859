/* test_driver_units.c - which files a run checks, and with which flags. */
#define _POSIX_C_SOURCE 200809L /* symlink */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "driver/options.h"
#include "scratch.h"

typedef struct Collected {
    PipelineUnits units;
    ReportSet *set;
    char *error;
    bool good;
} Collected;

static Collected collect(int argc, char **argv)
{
    Collected result = {.set = report_set_new()};
    DriverOptions options;
    assert_true(driver_options_parse(&options, argc, argv, &result.error));
    PipelineRequest request = driver_request(&options, scratch);
    result.good = pipeline_units_collect(&result.units, &request, result.set, &result.error);
    driver_options_clear(&options);
    return result;
}

#define COLLECT(...) collect((int)G_N_ELEMENTS(((char *[]){"vtcheck", __VA_ARGS__})), (char *[]){"vtcheck", __VA_ARGS__, NULL})

static void clear(Collected *result)
{
    pipeline_units_clear(&result->units);
    report_set_free(result->set);
    g_free(result->error);
}

static const PipelineUnit *unit(const Collected *result, guint i)
{
    assert_true(i < result->units.units->len);
    return result->units.units->pdata[i];
}

static bool has_flag(const PipelineUnit *of, const char *flag)
{
    return g_strv_contains((const char *const *)of->flags, flag);
}

static const char *problem(const Collected *result, guint i)
{
    assert_true(i < result->set->problems->len);
    return g_array_index(result->set->problems, ReportProblem, i).message;
}

static int make_project(void **state)
{
    scratch_setup(state);
    scratch_write("compile_commands.json",
                  "[{\"directory\": \".\", \"command\": \"cc -DONE a.c\", \"file\": \"a.c\"},"
                  " {\"directory\": \".\", \"command\": \"cc -DTWO a.c -o other.o\", \"file\": \"a.c\"},"
                  " {\"directory\": \".\", \"command\": \"cc -DONE -c a.c -o again.o\", \"file\": \"a.c\"},"
                  " {\"directory\": \".\", \"command\": \"g++ x.cpp\", \"file\": \"x.cpp\"},"
                  " {\"directory\": \".\", \"command\": \"clang -cc1 a.c\", \"file\": \"a.c\"},"
                  " {\"directory\": \"lib\", \"command\": \"cc -DLIB b.c\", \"file\": \"b.c\"}]");
    scratch_write("a.c", "");
    scratch_write("x.cpp", "");
    scratch_write("lib/b.c", "");
    scratch_write("lib/b.h", "");
    scratch_write("lib/c.h", "");
    scratch_write("include/a.h", "");
    scratch_write("unlisted.c", "");
    return 0;
}

static void test_whole_database(void **state)
{
    (void)state;
    Collected result = COLLECT("-p", ".");
    assert_true(result.good);
    assert_int_equal(result.units.units->len, 3); /* a.c twice: a third time with the same flags is the first again */
    assert_true(has_flag(unit(&result, 0), "-DONE"));
    assert_true(has_flag(unit(&result, 1), "-DTWO"));
    assert_true(has_flag(unit(&result, 2), "-DLIB"));
    assert_int_equal(result.units.skipped, 2);
    clear(&result);
}

static void test_named_file(void **state)
{
    (void)state;
    Collected result = COLLECT("a.c");
    assert_true(result.good);
    assert_int_equal(result.units.units->len, 2);
    assert_null(result.units.notice);
    clear(&result);
}

static void test_headers(void **state)
{
    (void)state;
    Collected result = COLLECT("lib/b.h", "lib/c.h", "include/a.h");
    assert_true(result.good);
    assert_int_equal(result.units.units->len, 3);
    assert_true(has_flag(unit(&result, 0), "-DLIB"));  /* same name and folder */
    assert_true(has_flag(unit(&result, 1), "-DLIB"));  /* same folder */
    assert_true(has_flag(unit(&result, 2), "-DONE"));  /* same name, the first of two commands */
    assert_true(has_flag(unit(&result, 0), "c-header"));
    clear(&result);
}

static void test_unlisted(void **state)
{
    (void)state;
    Collected result = COLLECT("unlisted.c", "x.cpp", "a.c");
    assert_true(result.good);
    assert_int_equal(result.units.units->len, 2); /* a.c is still checked */
    assert_non_null(strstr(problem(&result, 0), "not in the compilation database"));
    assert_non_null(strstr(problem(&result, 0), "-- FLAGS"));
    assert_non_null(strstr(problem(&result, 1), "another language"));
    clear(&result);
}

static void test_flags_of_command_line(void **state)
{
    (void)state;
    Collected result = COLLECT("--extra-arg=-DAFTER", "--extra-arg-before=-DBEFORE", "unlisted.c", "a.c", "--", "-DMINE");
    assert_true(result.good);
    assert_int_equal(result.units.units->len, 2);
    assert_string_equal(unit(&result, 0)->flags[0], "-DBEFORE");
    assert_string_equal(unit(&result, 0)->flags[1], "-DMINE");
    assert_string_equal(unit(&result, 0)->flags[2], "-DAFTER");
    clear(&result);
}

/* As CMake calls the tool in CMAKE_C_CLANG_TIDY. */
static void test_compiler_after_dashes(void **state)
{
    (void)state;
    Collected result = COLLECT("--extra-arg-before=--driver-mode=gcc", "a.c", "--", "/usr/bin/gcc", "-DX", "-MD", "-MF", "a.d", "-o", "a.o", "-c", "a.c");
    assert_true(result.good);
    assert_string_equal(unit(&result, 0)->flags[0], "-DX");
    assert_string_equal(unit(&result, 0)->flags[1], "-Wno-implicit-function-declaration");
    clear(&result);
}

static void test_bad_files(void **state)
{
    (void)state;
    char *binary = scratch_path("bin.c");
    assert_true(g_file_set_contents(binary, "\x7f" "ELF\0\0", 6, NULL));
    Collected result = COLLECT("absent.c", "lib", "bin.c", "a.c", "--", "-DX");
    assert_true(result.good);
    assert_int_equal(result.units.units->len, 2);
    assert_true(g_str_has_suffix(unit(&result, 0)->source, "/lib/b.c") && has_flag(unit(&result, 0), "-DX"));
    assert_string_equal(problem(&result, 0), "no such file");
    assert_non_null(strstr(problem(&result, 1), "binary"));
    clear(&result);
    scratch_write("bare/note.txt", "");
    result = COLLECT("bare", "--");
    assert_non_null(strstr(problem(&result, 0), "no file named *.c"));
    clear(&result);
    g_free(binary);
}

static void test_no_database(void **state)
{
    (void)state;
    char *database = scratch_path("compile_commands.json");
    g_remove(database);
    g_free(database);
    Collected result = COLLECT("a.c");
    assert_true(result.good);
    assert_int_equal(result.units.units->len, 1);
    assert_non_null(strstr(result.units.notice, "-- FLAGS"));
    clear(&result);
    result = COLLECT("--quiet");
    assert_false(result.good);
    assert_non_null(strstr(result.error, "CMAKE_EXPORT_COMPILE_COMMANDS"));
    clear(&result);
    result = COLLECT("--", "-DX");
    assert_false(result.good);
    clear(&result);
}

static void test_empty_database(void **state)
{
    (void)state;
    scratch_write("compile_commands.json", "[]");
    Collected result = COLLECT("-p", ".");
    assert_false(result.good);
    assert_non_null(strstr(result.error, "lists no C file"));
    clear(&result);
}

static void test_through_a_link(void **state)
{
    (void)state;
    char *target = scratch_path("."), *alias = scratch_path("link");
    assert_int_equal(symlink(target, alias), 0);
    Collected result = COLLECT("link/a.c");
    assert_true(result.good);
    assert_int_equal(result.units.units->len, 2);
    clear(&result);
    g_free(alias);
    g_free(target);
}

/* As build systems of large code bases write them: many ways to compile a file, each several times. */
static void test_a_hundred_thousand_entries(void **state)
{
    (void)state;
    enum { ENTRIES = 100000, FILES = 20, WAYS = 500 };
    GString *text = g_string_new("[\n");
    for (unsigned i = 0; i < ENTRIES; i++)
        g_string_append_printf(text, "{\"directory\": \".\", \"arguments\": [\"cc\", \"-std=c11\", \"-Iinclude\", \"-DWAY=%u\", \"-c\", \"f%u.c\", \"-o\", \"f%u.%u.o\"], \"file\": \"f%u.c\"}%s\n",
                               i / FILES % WAYS, i % FILES, i % FILES, i, i % FILES, i + 1 < ENTRIES ? "," : "]");
    scratch_write("compile_commands.json", text->str);
    g_string_free(text, TRUE);
    for (unsigned i = 0; i < FILES; i++) {
        char *name = g_strdup_printf("f%u.c", i);
        scratch_write(name, "");
        g_free(name);
    }
    Collected result = COLLECT("--quiet");
    assert_true(result.good);
    assert_int_equal(result.set->problems->len, 0);
    assert_int_equal(result.units.units->len, FILES * WAYS);
    assert_true(has_flag(unit(&result, 0), "-DWAY=0"));
    assert_true(has_flag(unit(&result, FILES * WAYS - 1), "-DWAY=499"));
    clear(&result);
    result = COLLECT("f7.c");
    assert_int_equal(result.units.units->len, WAYS);
    clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole_database, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_named_file, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_headers, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_unlisted, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_flags_of_command_line, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_compiler_after_dashes, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_bad_files, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_no_database, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_empty_database, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_through_a_link, make_project, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_a_hundred_thousand_entries, make_project, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
