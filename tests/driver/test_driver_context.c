/* test_driver_context.c - which other files of a database a run over one of them knows, and which files are nobody's. */
#define _POSIX_C_SOURCE 200809L /* symlink */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "driver/options.h"
#include "ir/text.h"
#include "pipeline/context.h"
#include "scratch.h"

/* user() gives what make() returns to finish(). */
static const char user_ir[] = "module \"a.c\"\n"
                              "file 0 main \"a.c\"\n"
                              "record 0 struct task \"vt_int\" @0:1:1-2\n"
                              "function external \"user\" void () @0:5:6-10 {\n"
                              "b0:\n"
                              "  %0 = call task(vt_int) make() @0:5:26-32\n"
                              "  %1 = call i32 finish(task(vt_int) %0) unused @0:5:19-33\n"
                              "  return @0:5:35-36\n"
                              "} @0:5:35-36\n"
                              "function external \"finish\" i32 (task(vt_int) task @0:4:19-23) @0:4:5-11\n"
                              "function external \"make\" task(vt_int) () @0:3:8-12\n";

typedef struct Grown {
    PipelineUnits units;
    GPtrArray *sources; /* of what was added, below the scratch folder */
    bool is_cut;
} Grown;

/* One round, for a.c checked by itself. */
static Grown grow(const char *named)
{
    Grown grown = {.sources = g_ptr_array_new_with_free_func(g_free)};
    DriverOptions options;
    char *error = NULL;
    char *argv[] = {"vtcheck", "-p", ".", (char *)(uintptr_t)named, NULL};
    assert_true(driver_options_parse(&options, 4, argv, &error));
    PipelineRequest request = driver_request(&options, scratch);
    ReportSet *set = report_set_new();
    assert_true(pipeline_units_collect(&grown.units, &request, set, &error));
    IrModule *module = ir_parse(user_ir, strlen(user_ir), "a.c", &error);
    assert_non_null(module);
    const IrModule *modules[] = {module};
    const bool is_context[] = {false};
    guint before = grown.units.units->len;
    PipelineContext *context = pipeline_context_new(&request, &grown.units);
    assert_non_null(context);
    PipelineSelectionSettings settings = {.working_directory = scratch};
    PipelineSelection selection = pipeline_select(&grown.units, &settings);
    guint added = pipeline_context_grow(context, &selection, modules, is_context, 1);
    assert_int_equal(grown.units.units->len, before + added);
    for (guint i = before; i < grown.units.units->len; i++) {
        const PipelineUnit *unit = grown.units.units->pdata[i];
        assert_true(unit->is_context);
        g_ptr_array_add(grown.sources, g_path_get_basename(unit->source));
    }
    grown.is_cut = pipeline_context_is_cut(context);
    assert_int_equal(pipeline_context_grow(context, &selection, modules, is_context, 1), 0); /* nothing is brought in twice */
    pipeline_selection_clear(&selection);
    pipeline_context_free(context);
    ir_module_free(module);
    report_set_free(set);
    driver_options_clear(&options);
    return grown;
}

static void clear(Grown *grown)
{
    g_ptr_array_unref(grown->sources);
    pipeline_units_clear(&grown->units);
}

static bool has(const Grown *grown, const char *source)
{
    return g_ptr_array_find_with_equal_func(grown->sources, source, g_str_equal, NULL);
}

static void write_database(const char *const *sources)
{
    GString *text = g_string_new("[");
    for (const char *const *source = sources; *source != NULL; source++)
        g_string_append_printf(text, "%s{\"directory\": \".\", \"command\": \"cc -c %s\", \"file\": \"%s\"}", source == sources ? "" : ",", *source, *source);
    g_string_append_c(text, ']');
    scratch_write("compile_commands.json", text->str);
    g_string_free(text, TRUE);
}

static void test_definers_and_keepers(void **state)
{
    (void)state;
    scratch_write("a.c", "void user(void) { finish(make()); }\n");
    scratch_write("finish.c", "int finish(vt_int task)\n{\n    return 0;\n}\n");
    scratch_write("make.c", "vt_int make(void) { }\n");
    scratch_write("caller.c", "int finish(vt_int task);\nvoid other(void) { finish(make()); user(); }\n");
    scratch_write("cpp.cpp", "int finish(vt_int task) { }\n");
    write_database((const char *const[]){"a.c", "finish.c", "make.c", "caller.c", "cpp.cpp", "gone.c", NULL});
    Grown grown = grow("a.c");
    assert_int_equal(grown.sources->len, 2);
    assert_true(has(&grown, "finish.c"));
    assert_true(has(&grown, "make.c"));
    assert_false(grown.is_cut);
    clear(&grown);
}

/* The file itself, by another name, is none of the others. */
static void test_through_a_link(void **state)
{
    (void)state;
    scratch_write("a.c", "DEFINE(finish)\nvoid user(void) { }\n");
    scratch_write("finish.c", "int finish(vt_int task) { }\n");
    char *target = scratch_path("."), *alias = scratch_path("link");
    assert_int_equal(symlink(target, alias), 0);
    write_database((const char *const[]){"link/a.c", "link/finish.c", NULL});
    Grown grown = grow("a.c");
    assert_int_equal(grown.sources->len, 1);
    assert_true(has(&grown, "finish.c"));
    clear(&grown);
    g_free(alias);
    g_free(target);
}

static void test_too_many(void **state)
{
    (void)state;
    GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
    scratch_write("a.c", "void user(void) { }\n");
    g_ptr_array_add(sources, g_strdup("a.c"));
    for (int i = 0; i < 200; i++) {
        char *name = g_strdup_printf("f%d.c", i);
        scratch_write(name, "__attribute__((weak)) int finish(vt_int task) { }\n");
        g_ptr_array_add(sources, name);
    }
    g_ptr_array_add(sources, NULL);
    write_database((const char *const *)sources->pdata);
    Grown grown = grow("a.c");
    assert_in_range(grown.sources->len, 1, 199);
    assert_true(grown.is_cut);
    clear(&grown);
    g_ptr_array_unref(sources);
}

static void test_library(void **state)
{
    (void)state;
    PipelineUnits units = {.units = g_ptr_array_new()};
    PipelineSelectionSettings settings = {.resource_dir = "/opt/clang/19"};
    PipelineSelection selection = pipeline_select(&units, &settings);
    static const char *const library[] = {"/usr/include/stdio.h", "/usr/aarch64-linux-gnu/include/stdio.h", "/opt/clang/19/include/stddef.h"};
    static const char *const project[] = {"/usr/local/include/own.h", "/usr/src/app/main.c", "/opt/clang/19.h", "/home/usr/include/a.h", "/usrx/a.h"};
    for (size_t i = 0; i < G_N_ELEMENTS(library); i++)
        assert_true(pipeline_selection_is_library(&selection, library[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(project); i++)
        assert_false(pipeline_selection_is_library(&selection, project[i]));
    pipeline_selection_clear(&selection);
    g_ptr_array_unref(units.units);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_definers_and_keepers, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_through_a_link, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_too_many, scratch_setup, scratch_teardown),
        cmocka_unit_test(test_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
