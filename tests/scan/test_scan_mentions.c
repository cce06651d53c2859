/* Where the names that a text uses lead: to what other texts define. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "scan/mentions.h"

/* What texts say, until the end of a test. */
static GPtrArray *blocks;

static int begin(void **state)
{
    (void)state;
    blocks = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    return 0;
}

static int end(void **state)
{
    (void)state;
    g_ptr_array_unref(blocks);
    return 0;
}

static ScanWords words_of(const char *text, size_t length)
{
    ScanWords words = {0};
    GByteArray *block = g_byte_array_new();
    scan_words_write(text, length, block);
    assert_true(scan_words_view(block->data, block->len, 0, &words));
    assert_int_equal(scan_words_size(&words), block->len);
    g_ptr_array_add(blocks, block);
    return words;
}

static void add(ScanMentions *mentions, const char *text, gint file)
{
    ScanWords words = words_of(text, strlen(text));
    scan_mentions_add(mentions, &words, file);
}

static void use(ScanMentions *mentions, const char *text, bool is_header)
{
    ScanWords words = words_of(text, strlen(text));
    scan_mentions_use(mentions, &words, is_header);
}

/* Whether a file is told that defines the name, which must be the one with this number. */
static bool is_told(ScanMentions *mentions, gint file)
{
    gint told;
    bool is_near;
    bool is_any = scan_mentions_next(mentions, &told, &is_near);
    assert_true(!is_any || told == file);
    return is_any;
}

static bool uses(const char *text, bool is_header, const char *name)
{
    ScanMentions *mentions = scan_mentions_new();
    char *definition = g_strdup_printf("int %s;", name);
    use(mentions, text, is_header);
    add(mentions, definition, 0);
    bool is_used = is_told(mentions, 0);
    g_free(definition);
    scan_mentions_free(mentions);
    return is_used;
}

/* Whether the text is taken to define `it`. */
static bool defines(const char *text)
{
    ScanMentions *mentions = scan_mentions_new();
    add(mentions, text, 3);
    use(mentions, "it main", false);
    bool is_defined = is_told(mentions, 3);
    assert_false(is_told(mentions, 3));
    scan_mentions_free(mentions);
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
    assert_false(uses("int f(struct s *s) { return s->it + s[0].it + (*s).it; }", false, "it"));
    assert_true(uses("int f(int *a, int n) { while (n-->it) a[n] = 0; return n > it; }", false, "it"));
    assert_false(uses("struct it *f(enum it e, union it u) { goto it; }", false, "it"));
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
        "void (*it)(void);", "int (*const it[2])(int a, int (*b)(void)) = { 0 };", "int (*it(int a))(void) { return 0; }", "int (*(*it)(void))(int);",
        "int a = 1'000, it = 2;", "int f(void) { return 1'0; } int it;", "#ifdef __cplusplus\nextern \"C\" {\n#endif\nvoid it(void) { }\n#ifdef __cplusplus\n}\n#endif\n",
        "#if A\nint f(int a) {\n#else\nint f(long a) {\n#endif\n    return 1;\n}\nint it;", "#if A\nint it(int a) {\n#else\nint it(long a) {\n#endif\n    return 1;\n}\n",
    };
    static const char *const others[] = {
        "", "int it(void);", "extern int it;", "extern const int it[];", "static int it = 1;", "static int it(void) { return 1; }", "typedef int it;",
        "int f(int it) { return it; }", "int f(int (*it)(void)) { return it(); }", "struct it { int a; } other;", "struct s { int it; };", "void f(void) { int it = 1; it(); }",
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

/* The sources (0, 1, ...) that what code with value tasks uses, `first`, leads to, in order. */
static char *follow(const char *header, const char *const *sources, guint count)
{
    ScanMentions *mentions = scan_mentions_new();
    GString *order = g_string_new("");
    for (guint i = 0; i < count; i++)
        add(mentions, sources[i], (gint)i);
    use(mentions, "first", false);
    gint file;
    for (bool is_near; scan_mentions_next(mentions, &file, &is_near);) {
        g_string_append_printf(order, "%s%d", is_near ? "near " : "", file);
        add(mentions, header, SCAN_HEADER);
    }
    scan_mentions_free(mentions);
    return g_string_free(order, FALSE);
}

static void check_order(const char *header, const char *const *sources, guint count, const char *expected)
{
    char *order = follow(header, sources, count);
    assert_string_equal(order, expected);
    g_free(order);
}

static void test_chains(void **state)
{
    (void)state;
    const char *chain[] = {"int third(void) { return 0; }", "int first(void) { return second(); }", "int second(void) { return third(); }", "int fourth(void) { return first(); }"};
    check_order("", chain, 4, "near 120");
    const char *own[] = {"static int second(void) { return third(); }\nint first(void) { return second(); }", "int second(void) { return fourth(); }",
                         "static int third(void) { return 1; }\nint other(void) { return third(); }", "int third; int fourth;"};
    check_order("", own, 4, "near 03");
    const char *part[] = {"int first(void) { return 1; }\nint other(void) { return second(); }", "int second(void) { return 0; }"};
    check_order("", part, 2, "near 0");
    const char *value[] = {"int (*const first[])(void) = { second, &third };", "int second(void) { return 0; }", "int third(void) { return 0; }"};
    check_order("", value, 3, "near 012");
    const char *both[] = {"int first(void) { return SECOND + inlined(); }", "int second(void) { return 0; }", "int third(void) { return 0; }"};
    check_order("#define SECOND second()\nstatic inline int inlined(void) { return third(); }\n#define OTHER fourth()\n", both, 3, "near 012");
    const char *macro[] = {"#define HERE second(1) + \\\n third()\nint first(void) { return HERE; }", "int second(int a) { return a; }", "int third(void) { return 0; }"};
    check_order("", macro, 3, "near 012");
    const char *either[] = {"int first(void) {\n#if A\n    return 1;\n}\n#else\n    return second();\n}\n#endif\n", "int second(void) { return 0; }"};
    check_order("", either, 2, "near 01");
    const char *circle[] = {"int first(void) { return second(); }", "int second(void) { return first(); }"};
    check_order("", circle, 2, "near 01");
}

static bool is_all(const GArray *names, const char *name)
{
    return names->len == 1 && g_array_index(names, ScanName, 0) == scan_name(name);
}

static void test_variables(void **state)
{
    (void)state;
    ScanMentions *mentions = scan_mentions_new();
    add(mentions, "int first; int unused; static int hidden; int call(void) { return second + hidden + local(); }", 0);
    add(mentions, "int second = 1; int local(void) { return 2; }", 1);
    use(mentions, "int f(void) { return first + call() + hidden; }", false);
    gint file;
    for (bool is_near; scan_mentions_next(mentions, &file, &is_near);)
        continue;
    GArray *near = g_array_new(FALSE, FALSE, sizeof(ScanName)), *further = g_array_new(FALSE, FALSE, sizeof(ScanName));
    scan_mentions_variables(mentions, near, further);
    assert_true(is_all(near, "first"));
    assert_true(is_all(further, "second"));
    g_array_unref(near);
    g_array_unref(further);
    scan_mentions_free(mentions);
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
        ScanMentions *mentions = scan_mentions_new();
        char *exact = g_memdup2(text, length); /* for AddressSanitizer: no byte more */
        ScanWords words = words_of(exact, length);
        scan_mentions_use(mentions, &words, i % 2 == 0);
        scan_mentions_add(mentions, &words, i % 3 - 1);
        gint file;
        for (bool is_near; scan_mentions_next(mentions, &file, &is_near);)
            assert_int_equal(file, i % 3 - 1);
        g_free(exact);
        scan_mentions_free(mentions);
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_uses, begin, end),
        cmocka_unit_test_setup_teardown(test_definitions, begin, end),
        cmocka_unit_test_setup_teardown(test_chains, begin, end),
        cmocka_unit_test_setup_teardown(test_variables, begin, end),
        cmocka_unit_test_setup_teardown(test_any_bytes, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
