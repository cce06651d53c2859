#include "ir_fixture.h"

#include <string.h>

char *ir_fixture_read(const char *name, size_t *length)
{
    char *path = g_build_filename(IR_TESTDATA, name, NULL);
    char *text = NULL;
    if (!g_file_get_contents(path, &text, length, NULL))
        fail_msg("cannot read %s", path);
    g_free(path);
    return text;
}

char *ir_fixture_print(const IrModule *module)
{
    GString *text = g_string_new(NULL);
    ir_print_module(module, text);
    return g_string_free(text, FALSE);
}

IrModule *ir_fixture_parse(const char *text)
{
    char *error = NULL;
    IrModule *module = ir_parse(text, strlen(text), "test.ir", &error);
    if (module == NULL)
        fail_msg("%s", error);
    return module;
}

void ir_fixture_expect_error(const char *text, const char *error)
{
    char *found = NULL;
    IrModule *module = ir_parse(text, strlen(text), "test.ir", &found);
    assert_null(module);
    assert_string_equal(found, error);
    g_free(found);
}
