/* test_ir_hostile.c - any bytes are safe to parse. Sanitizers make these tests mean more. */
#include "ir_fixture.h"

#include <string.h>

/* Parses a copy that has exactly its length, so that reading past the end is seen. */
static void parse_bytes(const char *bytes, size_t length)
{
    char *copy = g_malloc(length == 0 ? 1 : length);
    memcpy(copy, bytes, length);
    char *error = NULL;
    IrModule *module = ir_parse(copy, length, "hostile", &error);
    assert_true((module == NULL) == (error != NULL));
    ir_module_free(module);
    g_free(error);
    g_free(copy);
}

static void truncated_at_every_byte(void **state)
{
    (void)state;
    size_t length;
    char *text = ir_fixture_read("everything.ir", &length);
    for (size_t i = 0; i <= length; i++)
        parse_bytes(text, i);
    g_free(text);
}

static void flipped_bytes(void **state)
{
    (void)state;
    size_t length;
    char *text = ir_fixture_read("everything.ir", &length);
    GRand *random = g_rand_new_with_seed(1);
    for (int round = 0; round < 5000; round++) {
        char *copy = g_memdup2(text, length);
        int flips = g_rand_int_range(random, 1, 5);
        for (int i = 0; i < flips; i++)
            copy[g_rand_int_range(random, 0, (gint32)length)] = (char)g_rand_int_range(random, 0, 256);
        parse_bytes(copy, length);
        g_free(copy);
    }
    g_rand_free(random);
    g_free(text);
}

/* Swapped lines keep tokens whole and so come further than flipped bytes. */
static void shuffled_lines(void **state)
{
    (void)state;
    size_t length;
    char *text = ir_fixture_read("everything.ir", &length);
    GRand *random = g_rand_new_with_seed(2);
    for (int round = 0; round < 2000; round++) {
        char **lines = g_strsplit(text, "\n", -1);
        gint32 count = (gint32)g_strv_length(lines);
        for (int i = 0; i < 2; i++) {
            gint32 a = g_rand_int_range(random, 0, count), b = g_rand_int_range(random, 0, count);
            char *swap = lines[a];
            lines[a] = lines[b];
            lines[b] = swap;
        }
        char *joined = g_strjoinv("\n", lines);
        parse_bytes(joined, strlen(joined));
        g_free(joined);
        g_strfreev(lines);
    }
    g_rand_free(random);
    g_free(text);
}

static void repeated(const char *before, const char *part, size_t times)
{
    GString *text = g_string_new(before);
    for (size_t i = 0; i < times; i++)
        g_string_append(text, part);
    parse_bytes(text->str, text->len);
    g_string_free(text, TRUE);
}

static void deep_and_huge(void **state)
{
    (void)state;
    static const char *const PARTS[] = {"(", "[", "{", "\"", "-", "@", "#", ".", "%", "task(", "function \"f\" void () {\n",
                                        "[1]", "0", "b", "\n", ";", "%1 = ", "i32,"};
    for (size_t i = 0; i < G_N_ELEMENTS(PARTS); i++) {
        repeated("", PARTS[i], 100000);
        repeated("function \"f\" void (", PARTS[i], 100000);
        repeated("function \"f\" void () {\n", PARTS[i], 100000);
        repeated("global \"g\" i32 { ", PARTS[i], 100000);
    }
    parse_bytes("function \"f\" void () {\n  %16777215 = const i32 1\n  return\n}\n", 58);
    parse_bytes("function 4294967295 \"f\" void ()", 31);
    parse_bytes("\0\0\0\0", 4);
}

/* Blocks are many, chains are long: nothing recurses, nothing is quadratic. */
static void many_blocks(void **state)
{
    (void)state;
    enum { BLOCKS = 100000 };
    GString *text = g_string_new("function \"f\" i32 (i32 n) {\nb0:\n  %0 = local n\n  jump b1\n");
    for (int b = 1; b <= BLOCKS; b++) {
        g_string_append_printf(text, "b%d:\n  %%%d = load i32 %%0\n  branch %%%d, b%d, b%d\n", b, b, b, b + 1,
                               BLOCKS + 1);
    }
    g_string_append_printf(text, "b%d:\n  return i32 %%1\n}\n", BLOCKS + 1);
    gint64 start = g_get_monotonic_time();
    IrModule *module = ir_fixture_parse(text->str);
    assert_int_equal(module->functions[0].block_count, BLOCKS + 2);
    assert_true(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC);
    ir_module_free(module);
    g_string_free(text, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truncated_at_every_byte), cmocka_unit_test(flipped_bytes), cmocka_unit_test(shuffled_lines),
        cmocka_unit_test(deep_and_huge),           cmocka_unit_test(many_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
