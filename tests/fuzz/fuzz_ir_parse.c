/* fuzz_ir_parse.c - any bytes are safe to parse, and what parses prints to a text that parses to itself.
 * Seeds: testdata/ir. */
#include <glib.h>
#include <stdlib.h>

#include "ir/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static GString *print(const IrModule *module)
{
    GString *text = g_string_new(NULL);
    ir_print_module(module, text);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *error = NULL;
    IrModule *module = ir_parse((const char *)data, size, "fuzz", &error);
    if (module == NULL) {
        g_free(error);
        return 0;
    }
    GString *once = print(module);
    IrModule *again = ir_parse(once->str, once->len, "fuzz", &error);
    if (again == NULL)
        abort();
    GString *twice = print(again);
    if (!g_string_equal(once, twice))
        abort();
    g_string_free(once, TRUE);
    g_string_free(twice, TRUE);
    ir_module_free(module);
    ir_module_free(again);
    return 0;
}
