/* fuzz_ir_read.c - any bytes are safe to read as a module, and what is read is written as bytes that are read the same.
 * Seeds: what vtcheck keeps in a cache; or none. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "ir/binary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *error = NULL;
    IrModule *module = ir_read(data, size, &error);
    if ((module == NULL) != (error != NULL))
        abort();
    g_free(error);
    if (module == NULL)
        return 0;
    GByteArray *once = g_byte_array_new(), *twice = g_byte_array_new();
    ir_write(module, once);
    ir_module_free(module);
    module = ir_read(once->data, once->len, &error);
    if (module == NULL)
        abort();
    ir_write(module, twice);
    if (once->len != twice->len || memcmp(once->data, twice->data, once->len) != 0)
        abort();
    ir_module_free(module);
    g_byte_array_unref(once);
    g_byte_array_unref(twice);
    return 0;
}
