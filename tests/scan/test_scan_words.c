/* What a source may do with a name, by its words; and what it says, from one run to the next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "scan/vocabulary.h"

/* How the text may use the name. */
static unsigned uses_of(const char *name, const char *text)
{
    static const unsigned all[] = {SCAN_DEFINES, SCAN_KEEPS, SCAN_WRITES};
    ScanWords words = {0};
    GByteArray *block = g_byte_array_new();
    scan_words_write(text, strlen(text), block);
    assert_true(scan_words_view(block->data, block->len, 0, &words));
    unsigned found = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        found |= scan_words_use(&words, scan_name(name), all[i]) ? all[i] : 0;
    g_byte_array_unref(block);
    return found;
}

static void assert_uses(const char *text, unsigned wanted)
{
    unsigned found = uses_of("it", text);
    if (found != wanted)
        print_error("%s: %u, not %u\n", text, found, wanted);
    assert_int_equal(found, wanted);
}

static void test_definitions_of_functions(void **state)
{
    (void)state;
    assert_uses("int it(void) { return 1; }", SCAN_DEFINES);
    assert_uses("static int\nit (int a,\n    void (*b)(int))\n{\n}\n", SCAN_DEFINES);
    assert_uses("int it(a, b) int a; char *b; { }", SCAN_DEFINES);
    assert_uses("API(int) it(int a) __attribute__((cold)) { }", SCAN_DEFINES);
    assert_uses("#if A\nint it(int a) {\n#else\nint it(long a) {\n#endif\n}\nint other(void) { it(1); }", SCAN_DEFINES);
    assert_uses("#if A\nint f(int a) {\n#else\nint f(long a) {\n#endif\n}\nint it(void) { }", SCAN_DEFINES);
    assert_true(uses_of("it", "HANDLER(it) { }") & SCAN_DEFINES);
}

static void test_what_defines_no_function(void **state)
{
    (void)state;
    assert_uses("int it(int a, int b);", 0);
    assert_uses("int it(int a) __attribute__((cold));", 0);
    assert_uses("int f(int), it(int);", 0);
    assert_uses("int f(void) { return it(1) + it(2); }", 0);
    assert_uses("int f(void) { if (a) { it(b); } }", 0);
    assert_uses("// it\n/* it */ const char *s = \"it\"; char c = 'it';", 0);
    assert_uses("#include <it>\n#if it\n#endif\n", 0);
    assert_uses("int f(void) { return 0it; }", 0);
}

static void test_addresses(void **state)
{
    (void)state;
    assert_uses("struct ops o = { .f = it };", SCAN_KEEPS);
    assert_uses("int (*table[])(void) = { one, it, };", SCAN_KEEPS);
    assert_uses("void f(void) { g(it); }", SCAN_KEEPS);
    assert_uses("#define ROW(n) { #n, \\\n    it },\n", SCAN_KEEPS);
}

static void test_variables(void **state)
{
    (void)state;
    assert_uses("int it;", SCAN_DEFINES | SCAN_KEEPS);
    assert_uses("static struct x *a = &b, it[] = { 1 };", SCAN_DEFINES | SCAN_KEEPS);
    assert_uses("void f(void) { if (it == 1 || it >= 2 || it && !it) g(it); }", SCAN_KEEPS);
    static const char *const writes[] = {"it = 1;", "it += 1;", "it <<= 1;", "it++;", "--it;", "it[3] = 1;", "it.a = 1;", "it->a = 1;", "g(&it);", "a = & it;"};
    for (size_t i = 0; i < G_N_ELEMENTS(writes); i++) {
        char *text = g_strdup_printf("void f(void) { %s }", writes[i]);
        assert_uses(text, SCAN_KEEPS | SCAN_WRITES);
        g_free(text);
    }
}

static void test_unfinished_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "it", "it(", "#", "#define", "#define it", "/*", "\"", "'\\", "\\", "int it(int) {", ")}})", "#endif\n#else\n", "it="};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        uses_of("it", texts[i]);
    assert_uses("}\n#endif\n)\nint it(void) { }", SCAN_DEFINES);
}

static void test_many_words(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 5000; i++)
        g_string_append_printf(text, "int name_%d(void) { return 0; }\n", i);
    assert_true(uses_of("name_0", text->str) & SCAN_DEFINES);
    assert_true(uses_of("name_4999", text->str) & SCAN_DEFINES);
    g_string_free(text, TRUE);
}

static void test_some_of_many(void **state)
{
    (void)state;
    ScanWords words = {0};
    GByteArray *block = g_byte_array_new();
    const char text[] = "int b = 1; void f(void) { b++; c = d; }";
    scan_words_write(text, strlen(text), block);
    assert_true(scan_words_view(block->data, block->len, 0, &words));
    ScanName names[] = {scan_name("a"), scan_name("b"), scan_name("d"), scan_name("e")};
    for (size_t i = 1; i < G_N_ELEMENTS(names); i++) /* sorted */
        for (size_t k = i; k > 0 && names[k] < names[k - 1]; k--) {
            ScanName name = names[k];
            names[k] = names[k - 1];
            names[k - 1] = name;
        }
    assert_true(scan_words_use_any(&words, names, G_N_ELEMENTS(names), SCAN_WRITES));
    ScanName others[] = {scan_name("d")};
    assert_false(scan_words_use_any(&words, others, 1, SCAN_WRITES));
    assert_false(scan_words_use_any(&words, NULL, 0, SCAN_WRITES));
    g_byte_array_unref(block);
}

/* --- vocabularies --- */

static char *put_file(const char *folder, const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static bool writes_it(ScanVocabulary *vocabulary, const char *path, const ScanHash *hash)
{
    const ScanWords *words = scan_vocabulary_of(vocabulary, path, hash);
    assert_non_null(words);
    return scan_words_use(words, scan_name("it"), SCAN_WRITES);
}

static void test_vocabulary(void **state)
{
    (void)state;
    char *folder = g_dir_make_tmp("vtcheck-words-XXXXXX", NULL);
    char *one = put_file(folder, "one.c", "void f(void) { it = 1; }"), *other = put_file(folder, "other.c", "int it;");
    ScanSettings settings = {"vt::value_task", "vt-", NULL, NULL};
    Scanner *scanner = scan_new(&settings);
    ScanHash hash = *scan_hash_of(scanner, one), other_hash = *scan_hash_of(scanner, other);
    ScanVocabulary *first = scan_vocabulary_new(), *second = scan_vocabulary_new();
    GByteArray *bytes = g_byte_array_new(), *more = g_byte_array_new();
    assert_true(writes_it(first, one, &hash));
    assert_false(writes_it(first, other, &other_hash));
    assert_false(scan_vocabulary_is_torn(first));
    assert_true(scan_vocabulary_remember(first, bytes));
    scan_vocabulary_recall(second, bytes);
    assert_true(g_remove(one) == 0);
    assert_true(writes_it(second, one, &hash)); /* which is not read */
    assert_false(scan_vocabulary_remember(second, more));
    assert_int_equal(more->len, 0);
    g_free(put_file(folder, "one.c", "void f(void) { it == 1; }"));
    assert_false(writes_it(second, one, NULL)); /* which is */
    assert_false(scan_vocabulary_is_torn(second));
    g_free(put_file(folder, "other.c", "void f(void) { it = 2; }"));
    ScanVocabulary *third = scan_vocabulary_new();
    assert_true(writes_it(third, other, &other_hash)); /* what is there counts, and is not kept for what was */
    assert_true(scan_vocabulary_is_torn(third));
    scan_free(scanner);
    scan_vocabulary_free(first);
    scan_vocabulary_free(second);
    scan_vocabulary_free(third);
    g_byte_array_unref(bytes);
    g_byte_array_unref(more);
    assert_true(g_remove(one) == 0 && g_remove(other) == 0 && g_remove(folder) == 0);
    g_free(one);
    g_free(other);
    g_free(folder);
}

/* Whatever is recalled in place of what was remembered, nothing is read beyond it. */
static void test_damaged_vocabulary(void **state)
{
    (void)state;
    ScanVocabulary *vocabulary = scan_vocabulary_new();
    GByteArray *bytes = g_byte_array_new();
    assert_non_null(scan_vocabulary_of(vocabulary, __FILE__, NULL));
    scan_vocabulary_remember(vocabulary, bytes);
    for (guint i = 0; i < 2000; i++) {
        GByteArray *damaged = g_byte_array_append(g_byte_array_new(), bytes->data, i % 2 == 0 ? bytes->len : i * 7 % bytes->len);
        if (damaged->len > 0)
            damaged->data[i * 13 % MIN(damaged->len, 200)] ^= (guint8)(1u << i % 8);
        ScanVocabulary *reader = scan_vocabulary_new();
        scan_vocabulary_recall(reader, damaged);
        scan_vocabulary_free(reader);
        g_byte_array_unref(damaged);
    }
    g_byte_array_unref(bytes);
    scan_vocabulary_free(vocabulary);
}

static void test_files(void **state)
{
    (void)state;
    ScanVocabulary *vocabulary = scan_vocabulary_new();
    assert_null(scan_vocabulary_of(vocabulary, "/", NULL));
    assert_null(scan_vocabulary_of(vocabulary, "/no such file", NULL));
    assert_null(scan_vocabulary_of(vocabulary, "/dev/null", NULL));
    scan_vocabulary_free(vocabulary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definitions_of_functions), cmocka_unit_test(test_what_defines_no_function), cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_variables), cmocka_unit_test(test_unfinished_text), cmocka_unit_test(test_many_words), cmocka_unit_test(test_some_of_many), cmocka_unit_test(test_vocabulary),
        cmocka_unit_test(test_damaged_vocabulary), cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
