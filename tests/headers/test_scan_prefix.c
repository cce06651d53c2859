/* What a source begins with: which directives count, where they end, and what ends them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "scan/prefix.h"

/* The directives of a text, a line each. */
static char *prefix_of(const char *text, size_t length)
{
    GArray *directives = scan_prefix(text, length);
    GString *lines = g_string_new(NULL);
    for (guint i = 0; i < directives->len; i++) {
        const ScanDirective *directive = &g_array_index(directives, ScanDirective, i);
        assert_true(directive->begin < directive->end && directive->end <= length && text[directive->begin] == '#');
        assert_int_equal(directive->is_include, g_str_has_prefix(directive->text, "#include"));
        g_string_append_printf(lines, "%s\n", directive->text);
    }
    g_array_unref(directives);
    return g_string_free(lines, FALSE);
}

static void expect_of_header(const char *text, const char *expected)
{
    GArray *directives = scan_prefix_of_header(text, strlen(text));
    GString *lines = g_string_new(NULL);
    for (guint i = 0; i < directives->len; i++)
        g_string_append_printf(lines, "%s\n", g_array_index(directives, ScanDirective, i).text);
    assert_string_equal(lines->str, expected);
    g_array_unref(directives);
    g_string_free(lines, TRUE);
}

static void expect(const char *text, const char *expected)
{
    char *lines = prefix_of(text, strlen(text));
    assert_string_equal(lines, expected);
    g_free(lines);
}

static void understood(void **state)
{
    (void)state;
    expect("#include <a.h>\n#include \"b/c.h\"\nint x;\n", "#include <a.h>\n#include \"b/c.h\"\n");
    expect("/* a\n * b */\n\n // c\n\t#  include\t<a.h> /* d */ // e\n", "#include <a.h>\n");
    expect("#define A\n#define B 0x10u /* c */\n#undef A // d\n#include <a.h>\n", "#define A\n#define B 0x10u\n#undef A\n#include <a.h>\n");
    expect("/* a */ # /* b */ include /* c */ <a.h>\r\n#include <b.h>\r#include <c.h>\n", "#include <a.h>\n#include <b.h>\n#include <c.h>\n");
    expect("// a\r#include <b.h>\n", "#include <b.h>\n"); /* which ends a comment, too */
}

static void headers(void **state)
{
    (void)state;
    expect_of_header("/* a */\n#ifndef A_H\n# define A_H /* b */\n#include <a.h>\nint x;\n#include <b.h>\n#endif\n", "#include <a.h>\n");
    expect_of_header("#pragma once\n#include <a.h>\n", "#include <a.h>\n");
    expect_of_header("#pragma once\n#ifndef A_H\n#define A_H\n#include <a.h>\n", "#include <a.h>\n");
    expect_of_header("#include <a.h>\n", "#include <a.h>\n");
    expect_of_header("#ifndef A\n#include <a.h>\n#endif\n", ""); /* no guard */
    expect_of_header("#ifndef A\n#define B\n#include <a.h>\n#endif\n", "");
    expect_of_header("#ifndef A\n#define A\n#endif\n#include <a.h>\n", "");
    expect_of_header("#ifndef A\n#define A\n#include <a.h>\n#endif\n#include <b.h>\n", ""); /* A may be there before */
    expect_of_header("#ifndef A\n#define A\n#include <a.h>\n#else\nint a;\n#endif\n", "");
    expect_of_header("#ifndef A\n#define A\n#include <a.h>\n#if B\n#else\n#endif\n#endif\n", "#include <a.h>\n");
    expect_of_header("#pragma pack(1)\n#include <a.h>\n", "");
    expect_of_header("#ifndef", "");
    expect_of_header("#ifndef A\n#define A", "");
}

/* The first directive counts, what follows it does not. */
static void not_understood(void **state)
{
    static const char *const texts[] = {
        "int x;", "#include NAME\n", "#include_next <b.h>\n", "#import <b.h>\n", "#if 1\n", "#pragma once\n", "#include <b.h> x\n", "#include <b.h>", "#inc\\\nlude <b.h>\n",
        "#include <b.h> /* c\n d */ int x;\n", "// c \\\n#include <b.h>\n", "// c ?\?/\n#include <b.h>\n", "/* c *\\\n/ #include <b.h>\n", "/* c", "#include <b\\\n.h>\n", "#include \"b.h\n",
        "#include <b?\?/.h>\n", "#define F(x) 1\n", "#define A b\n", "#define A 1 + 2\n", "#define A \"s\"\n", "#define A -1\n", "#define A(\n", "#define 1\n", "#define\n", "#undef A b\n",
        "#error x\n", "%:include <b.h>\n", "?\?=include <b.h>\n", "#\n", "\f#include <b.h>\n", "#define A\\\n 1\n",
    };
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *text = g_strdup_printf("#include <a.h>\n%s", texts[i]), *with_more = g_strdup_printf("%s\n#include <z.h>\n", text);
        expect(text, "#include <a.h>\n");
        char *lines = prefix_of(with_more, strlen(with_more));
        bool is_whole_line = strcmp(texts[i], "#include <b.h>") == 0; /* it ends now */
        if (!is_whole_line && strstr(texts[i], "/* c") != texts[i] && strstr(texts[i], "#define\n") == NULL)
            assert_string_equal(lines, "#include <a.h>\n");
        g_free(lines);
        g_free(text);
        g_free(with_more);
    }
}

static void any_bytes(void **state)
{
    (void)state;
    static const char seeds[] = "#include <a.h>\n/* */ // \\ \r\t\"?\?#define A 1 undef\0\xff";
    GRand *random = g_rand_new_with_seed(1);
    for (int turn = 0; turn < 20000; turn++) {
        char text[64];
        size_t length = (size_t)g_rand_int_range(random, 0, sizeof text);
        char *exact = g_malloc(length + 1); /* so that one byte too far is seen */
        for (size_t i = 0; i < length; i++)
            exact[i] = seeds[g_rand_int_range(random, 0, sizeof seeds - 1)];
        char *copy = g_memdup2(exact, length);
        g_free(prefix_of(copy != NULL ? copy : "", length));
        g_array_unref(scan_prefix_of_header(copy != NULL ? copy : "", length));
        g_free(copy);
        g_free(exact);
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(understood), cmocka_unit_test(headers), cmocka_unit_test(not_understood), cmocka_unit_test(any_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
