/* What a source may do with a name, by its words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "scan/symbols.h"

/* How the text may use the name. */
static unsigned uses_of(const char *name, const char *text)
{
    static const unsigned all[] = {SCAN_DEFINES, SCAN_KEEPS, SCAN_WRITES};
    ScanSymbols *symbols = scan_symbols_new(1);
    scan_symbols_add(symbols, 0, text, strlen(text));
    unsigned found = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        found |= scan_symbols_has(symbols, 0, name, all[i]) ? all[i] : 0;
    scan_symbols_free(symbols);
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

static void test_files(void **state)
{
    (void)state;
    ScanSymbols *symbols = scan_symbols_new(2);
    scan_symbols_read(symbols, 0, "/");
    scan_symbols_read(symbols, 1, "/no such file");
    assert_false(scan_symbols_has(symbols, 0, "it", SCAN_DEFINES | SCAN_KEEPS | SCAN_WRITES));
    scan_symbols_free(symbols);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definitions_of_functions), cmocka_unit_test(test_what_defines_no_function), cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_variables), cmocka_unit_test(test_unfinished_text), cmocka_unit_test(test_many_words), cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
