/* test_ir_binary.c - modules to bytes and back: equal ones, whatever they hold; and any bytes are safe to read. */
#include "ir_fixture.h"

#include <string.h>

#include "ir/binary.h"

static GByteArray *bytes_of(const IrModule *module)
{
    GByteArray *bytes = g_byte_array_new();
    ir_write(module, bytes);
    return bytes;
}

/* Equal in text, which tells all; and in bytes. */
static void assert_comes_back(const IrModule *module)
{
    char *error = NULL;
    GByteArray *bytes = bytes_of(module);
    IrModule *again = ir_read(bytes->data, bytes->len, &error);
    assert_null(error);
    char *before = ir_fixture_print(module), *after = ir_fixture_print(again);
    assert_string_equal(before, after);
    GByteArray *once_more = bytes_of(again);
    assert_int_equal(once_more->len, bytes->len);
    assert_memory_equal(once_more->data, bytes->data, bytes->len);
    g_byte_array_unref(once_more);
    g_byte_array_unref(bytes);
    g_free(before);
    g_free(after);
    ir_module_free(again);
}

static int check_folder(const char *folder)
{
    int count = 0;
    char *path = g_build_filename(IR_TESTDATA, folder, NULL);
    GDir *dir = g_dir_open(path, 0, NULL);
    assert_non_null(dir);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        if (!g_str_has_suffix(name, ".ir"))
            continue;
        size_t length;
        char *below = g_build_filename(folder, name, NULL), *text = ir_fixture_read(below, &length), *error = NULL;
        IrModule *module = ir_parse(text, length, name, &error);
        if (module != NULL) {
            assert_comes_back(module);
            count++;
        }
        g_free(error);
        ir_module_free(module);
        g_free(text);
        g_free(below);
    }
    g_dir_close(dir);
    g_free(path);
    return count;
}

static void all_samples(void **state)
{
    (void)state;
    assert_true(check_folder(".") >= 3);
    assert_true(check_folder("analysis") > 10);
}

static void heads(void **state)
{
    (void)state;
    size_t length;
    char *text = ir_fixture_read("everything.ir", &length), *error = NULL;
    IrModule *module = ir_fixture_parse(text);
    GByteArray *bytes = bytes_of(module);
    IrModule *head = ir_read_head(bytes->data, bytes->len, &error);
    assert_null(error);
    assert_true(head->is_head);
    assert_int_equal(head->function_count, module->function_count);
    uint32_t bodies = 0;
    for (uint32_t i = 0; i < head->function_count; i++) {
        assert_string_equal(head->functions[i].name, module->functions[i].name);
        assert_int_equal(head->functions[i].is_defined, module->functions[i].is_defined);
        assert_true((head->functions[i].degraded != NULL) == (module->functions[i].degraded != NULL));
        assert_int_equal(head->functions[i].block_count, 0);
        bodies += module->functions[i].block_count > 0;
    }
    assert_true(bodies > 0);
    ir_module_free(head);
    ir_module_free(module);
    g_byte_array_unref(bytes);
    g_free(text);
}

static void extreme_numbers(void **state)
{
    (void)state;
    IrModule *module = ir_fixture_parse("module \"/w/a.c\"\nfile main \"/w/a.c\"\nfunction \"f\" i64 () {\n  %0 = const i64 -9223372036854775808\n"
                                        "  %1 = const i64 9223372036854775807\n  %2 = binary add i64 %0, %1\n  return i64 %2\n}\n");
    assert_comes_back(module);
    ir_module_free(module);
}

static GByteArray *everything(void)
{
    size_t length;
    char *text = ir_fixture_read("everything.ir", &length);
    IrModule *module = ir_fixture_parse(text);
    GByteArray *bytes = bytes_of(module);
    ir_module_free(module);
    g_free(text);
    return bytes;
}

/* A copy that has exactly its length, so that reading past the end is seen. What is read can be written. */
static bool read_bytes(const guint8 *bytes, size_t length)
{
    guint8 *copy = g_malloc(length + (length == 0));
    memcpy(copy, bytes, length);
    char *error = NULL;
    IrModule *module = ir_read(copy, length, &error);
    assert_true((module == NULL) == (error != NULL));
    char *head_error = NULL;
    IrModule *head = ir_read_head(copy, length, &head_error);
    assert_true((head == NULL) == (head_error != NULL));
    assert_true(head != NULL || module == NULL); /* a head asks for less */
    ir_module_free(head);
    g_free(head_error);
    g_free(copy);
    bool is_read = module != NULL;
    if (is_read)
        g_byte_array_unref(bytes_of(module));
    ir_module_free(module);
    g_free(error);
    return is_read;
}

static void cut(void **state)
{
    (void)state;
    GByteArray *bytes = everything();
    for (guint length = 0; length < bytes->len; length++)
        assert_false(read_bytes(bytes->data, length));
    assert_true(read_bytes(bytes->data, bytes->len));
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    assert_false(read_bytes(bytes->data, bytes->len)); /* nothing may follow */
    g_byte_array_unref(bytes);
}

static void damaged(void **state)
{
    (void)state;
    GByteArray *bytes = everything();
    GRand *random = g_rand_new_with_seed(3);
    for (int round = 0; round < 20000; round++) {
        guint8 *copy = g_memdup2(bytes->data, bytes->len);
        for (int i = g_rand_int_range(random, 0, 3); i >= 0; i--)
            copy[g_rand_int_range(random, 0, (gint32)bytes->len)] = (guint8)g_rand_int_range(random, 0, 256);
        read_bytes(copy, bytes->len);
        g_free(copy);
    }
    g_rand_free(random);
    g_byte_array_unref(bytes);
}

static void other_versions(void **state)
{
    (void)state;
    GByteArray *bytes = everything();
    char *error = NULL;
    bytes->data[4]++;
    assert_null(ir_read(bytes->data, bytes->len, &error));
    assert_string_equal(error, "no module of this version");
    g_free(error);
    g_byte_array_unref(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_samples), cmocka_unit_test(heads), cmocka_unit_test(extreme_numbers), cmocka_unit_test(cut), cmocka_unit_test(damaged),
                                       cmocka_unit_test(other_versions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
