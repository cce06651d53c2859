/* frontend_fixture.c - see frontend_fixture.h. */
#include "frontend_fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "frontend/arguments.h"
#include "ir/text.h"
#include "ir/verify.h"

static char *directory, *resource_dir;
static GPtrArray *written;

static const char api[] =
    "typedef struct __attribute__((annotate(\"vt::value_task\"))) vt_int {\n"
    "    unsigned long source;\n"
    "    union { int result; unsigned long token; };\n"
    "} vt_int;\n"
    "__attribute__((annotate(\"vt::completes_sync\"))) vt_int vt_int_from_result(int result);\n"
    "__attribute__((annotate(\"vt::completes_async\"))) vt_int vt_int_from_source(void *source, unsigned long token);\n"
    "int vt_int_await(__attribute__((annotate(\"vt::consumes\"))) vt_int task, int *result);\n"
    "_Bool vt_int_is_completed(__attribute__((annotate(\"vt::observes\"))) vt_int task);\n"
    "static inline int vt_int_peek(vt_int task) { return task.result; }\n"
    "#define VT_PEEK(task) ((task).result)\n"
    "vt_int make(int number);\n"
    "int use(vt_int task);\n";

const char *fixture_directory(void)
{
    return directory;
}

const char *fixture_write(const char *name, const char *text, gssize length)
{
    char *path = g_build_filename(directory, name, NULL);
    assert_true(g_file_set_contents(path, text, length, NULL));
    g_ptr_array_add(written, path);
    return path;
}

int fixture_setup(void **state)
{
    (void)state;
    directory = g_dir_make_tmp("vtcheck-frontend-XXXXXX", NULL);
    resource_dir = frontend_find_resource_dir();
    written = g_ptr_array_new_with_free_func(g_free);
    if (directory == NULL)
        return -1;
    fixture_write("task.h", api, -1);
    return 0;
}

int fixture_teardown(void **state)
{
    (void)state;
    for (guint i = 0; i < written->len; i++)
        g_unlink(g_ptr_array_index(written, i));
    g_rmdir(directory);
    g_ptr_array_free(written, TRUE);
    g_free(directory);
    g_free(resource_dir);
    return 0;
}

FrontendResult fixture_parse_file(const char *path, const char *const *arguments)
{
    FrontendInput input = {path, directory, arguments, resource_dir, NULL, false, NULL};
    FrontendResult result = frontend_parse(&input);
    if (result.module != NULL) {
        char *violation = ir_verify(result.module);
        if (violation != NULL)
            fail_msg("%s: %s", path, violation);
    } else {
        assert_non_null(result.error);
    }
    return result;
}

FrontendResult fixture_parse(const char *code, bool has_api)
{
    const char *path = fixture_write("test.c", code, -1);
    const char *arguments[] = {"-std=gnu17", has_api ? "-includetask.h" : NULL, NULL};
    return fixture_parse_file(path, arguments);
}

char *fixture_print(const IrModule *module)
{
    GString *out = g_string_new(NULL);
    ir_print_module(module, out);
    return g_string_free(out, FALSE);
}

const IrFunction *fixture_function(const IrModule *module, const char *name)
{
    for (uint32_t i = 0; i < module->function_count; i++) {
        if (strcmp(module->functions[i].name, name) == 0)
            return &module->functions[i];
    }
    fail_msg("no function %s", name);
    return NULL;
}

static int count_occurrences(const char *text, const char *piece)
{
    int count = 0;
    for (const char *p = strstr(text, piece); p != NULL; p = strstr(p + strlen(piece), piece))
        count++;
    return count;
}

void fixture_expect(const char *name, const char *text, const Expectation *expected)
{
    for (size_t i = 0; i < MAX_EXPECTATIONS && expected[i].text != NULL; i++) {
        int count = count_occurrences(text, expected[i].text);
        bool is_met = expected[i].count < 0 ? count > 0 : count == expected[i].count;
        if (!is_met)
            fail_msg("%s: \"%s\" is there %d times, not %d, in\n%s", name, expected[i].text, count, expected[i].count,
                     text);
    }
}

void fixture_check(const Snippet *snippets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        FrontendResult result = fixture_parse(snippets[i].code, true);
        if (result.module == NULL)
            fail_msg("%s: %s", snippets[i].name, result.error);
        if (result.diagnostic_count > 0)
            fail_msg("%s: line %u: %s", snippets[i].name, result.diagnostics[0].line, result.diagnostics[0].message);
        char *text = fixture_print(result.module);
        fixture_expect(snippets[i].name, text, snippets[i].expected);
        g_free(text);
        frontend_result_clear(&result);
    }
}
