/* test_driver_database.c - compile_commands.json: reading, faults, discovery. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pipeline/compile_database.h"
#include "scratch.h"

static PipelineDatabase *load(const char *text, char **error)
{
    scratch_write("compile_commands.json", text);
    char *path = scratch_path("compile_commands.json");
    PipelineDatabase *database = pipeline_database_load(path, error);
    g_free(path);
    return database;
}

static void test_both_forms(void **state)
{
    (void)state;
    char *error = NULL;
    PipelineDatabase *database = load("[{\"directory\": \"/w\", \"command\": \"gcc -DA=\\\\\\\"x\\\\\\\" -c a.c\", \"file\": \"a.c\", \"output\": \"a.o\"},\n"
                                    " {\"directory\": \"/w/b\", \"arguments\": [\"gcc\", \"-D A\", \"../c.c\"], \"file\": \"../c.c\"}]", &error);
    assert_null(error);
    assert_int_equal(database->commands->len, 2);
    const PipelineCommand *first = database->commands->pdata[0], *second = database->commands->pdata[1];
    assert_string_equal(first->file, "/w/a.c");
    assert_string_equal(first->words[1], "-DA=\"x\"");
    assert_string_equal(second->file, "/w/c.c");
    assert_string_equal(second->directory, "/w/b");
    assert_string_equal(second->words[1], "-D A");
    pipeline_database_free(database);
}

static void test_relative_directory(void **state)
{
    (void)state;
    char *error = NULL, *file = scratch_path("src/a.c");
    PipelineDatabase *database = load("\xef\xbb\xbf[{\"directory\": \"src\", \"command\": \"cc a.c\", \"file\": \"a.c\"}, {\"command\": \"cc src/a.c\", \"file\": \"src/a.c\"}]", &error);
    assert_null(error);
    assert_string_equal(((PipelineCommand *)database->commands->pdata[0])->file, file);
    assert_string_equal(((PipelineCommand *)database->commands->pdata[1])->file, file);
    pipeline_database_free(database);
    g_free(file);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } faults[] = {
        {"", "compile_commands.json"},
        {"[\n{\"file\": \"a.c\",\n", "compile_commands.json:2:"},
        {"[\n{\"file\" \"a.c\"}]", "compile_commands.json:2:"},
        {"{\"file\": \"a.c\"}", "a list of objects is expected"},
        {"[1]", "entry 1 cannot be used: it is not an object"},
        {"[\n{\"directory\": \"/\", \"command\": \"cc a.c\", \"file\": \"a.c\"},\n{\"directory\": \"/\",\n \"command\": \"cc\"}]",
         "compile_commands.json:4: entry 2, which ends here, cannot be used: it has no \"file\""},
        {"[{\"file\": \"a.c\"}]", "neither \"command\" nor \"arguments\""},
        {"[{\"file\": 3, \"command\": \"cc\"}]", "it has no \"file\""},
        {"[{\"file\": \"a.c\", \"arguments\": \"cc a.c\"}]", "\"arguments\" is not a list"},
        {"[{\"file\": \"a.c\", \"arguments\": [\"cc\", 3]}]", "something that is no string"},
        {"[{\"file\": \"a.c\", \"directory\": [], \"command\": \"cc\"}]", "\"directory\" is not a string"},
        {"[{\"file\": \"a.c\", \"command\": \" \"}]", "its command is empty"},
        {"[{\"file\": \"a.c\", \"arguments\": []}]", "its command is empty"},
        {"null", "a list of objects is expected"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        char *error = NULL;
        assert_null(load(faults[i].text, &error));
        if (error == NULL || strstr(error, faults[i].wanted) == NULL)
            fail_msg("%s\n  says %s", faults[i].text, error);
        g_free(error);
    }
}

static void test_deep_nesting(void **state)
{
    (void)state;
    char *error = NULL, *text = g_strnfill(100000, '[');
    assert_null(load(text, &error));
    assert_non_null(strstr(error, "nested too deeply"));
    g_free(error);
    g_free(text);
}

static void test_unreadable(void **state)
{
    (void)state;
    char *error = NULL, *path = scratch_path("absent.json");
    assert_null(pipeline_database_load(path, &error));
    assert_non_null(strstr(error, "absent.json"));
    g_free(error);
    g_free(path);
}

static void test_discovery(void **state)
{
    (void)state;
    scratch_write("build/compile_commands.json", "[]");
    scratch_write("src/deep/a.c", "");
    char *deep = scratch_path("src/deep"), *wanted = scratch_path("build/compile_commands.json");
    char *found = pipeline_database_discover(deep);
    assert_string_equal(found, wanted);
    g_free(found);
    /* The nearest wins, and beside the file wins over build/. */
    scratch_write("src/compile_commands.json", "[]");
    scratch_write("src/build/compile_commands.json", "[]");
    g_free(wanted);
    wanted = scratch_path("src/compile_commands.json");
    found = pipeline_database_discover(deep);
    assert_string_equal(found, wanted);
    g_free(found);
    g_free(wanted);
    g_free(deep);
    assert_null(pipeline_database_discover("/nonexistent-folder"));
}

static void test_locate(void **state)
{
    (void)state;
    scratch_write("build/compile_commands.json", "[]");
    scratch_write("other.json", "[]");
    char *error = NULL;
    char *found = pipeline_database_locate("build", scratch, &error);
    assert_true(g_str_has_suffix(found, "/build/compile_commands.json"));
    g_free(found);
    found = pipeline_database_locate("other.json", scratch, &error);
    assert_true(g_str_has_suffix(found, "/other.json"));
    g_free(found);
    assert_null(error);
    assert_null(pipeline_database_locate(".", scratch, &error));
    assert_non_null(strstr(error, "CMAKE_EXPORT_COMPILE_COMMANDS"));
    g_clear_pointer(&error, g_free);
    assert_null(pipeline_database_locate("nowhere", scratch, &error));
    assert_non_null(strstr(error, "nowhere"));
    g_free(error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_both_forms, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_relative_directory, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_faults, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_deep_nesting, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_unreadable, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_discovery, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_locate, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
