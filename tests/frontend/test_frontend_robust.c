/* Files that are wrong, hostile or merely huge: an error or a degraded module, never a crash. */
#include <string.h>

#include "frontend_fixture.h"

static void file_errors(void **state)
{
    (void)state;
    const char *none[] = {NULL};
    FrontendResult result = fixture_parse_file("/nonexistent/a.c", none);
    assert_null(result.module);
    assert_non_null(strstr(result.error, "/nonexistent/a.c"));
    frontend_result_clear(&result);
    result = fixture_parse_file(fixture_directory(), none);
    assert_null(result.module);
    assert_non_null(strstr(result.error, "directory"));
    frontend_result_clear(&result);
    result = fixture_parse_file("task.h", none); /* relative to the directory */
    assert_non_null(result.module);
    frontend_result_clear(&result);
}

static void odd_contents(void **state)
{
    (void)state;
    static const char bytes[] = "\0\1\2\377\376int \0 f(\"'\n#include <\n#if\n/*";
    const char *none[] = {NULL};
    FrontendResult result = fixture_parse("", true);
    assert_non_null(result.module);
    assert_int_equal(result.stats.functions, 0);
    assert_int_equal(result.diagnostic_count, 0);
    frontend_result_clear(&result);
    result = fixture_parse_file(fixture_write("binary.c", bytes, sizeof bytes), none);
    assert_true(result.module != NULL || result.error != NULL);
    frontend_result_clear(&result);
    result = fixture_parse("int f(vt_int t) { return", true);
    assert_non_null(result.module);
    assert_true(result.diagnostic_count > 0);
    frontend_result_clear(&result);
}

static void flags(void **state)
{
    (void)state;
    const char *path = fixture_write("flags.c", "int f(vt_int t) { return use(t); }", -1);
    const char *unknown[] = {"-includetask.h", "-fanalyzer", "-mno-such-thing", "-fno-such-thing", NULL};
    FrontendResult result = fixture_parse_file(path, unknown);
    assert_non_null(result.module);
    assert_int_equal(result.diagnostic_count, 0);
    assert_int_equal(result.stats.functions, 1);
    frontend_result_clear(&result);
    const char *refused[] = {"-I.", "-std=nonsense", "-march=rv32imac", NULL};
    result = fixture_parse_file(path, refused);
    assert_true(result.module != NULL || result.error != NULL);
    frontend_result_clear(&result);
}

static void errors_degrade(void **state)
{
    (void)state;
    FrontendResult result = fixture_parse("#include \"missing.h\"\n"
                                          "int good(vt_int t) { return use(t); }\n"
                                          "int bad(vt_int t) { use(t); nothing_like_it += 3; return t->no; }\n"
                                          "int good_again(vt_int t) { return use(t); }\n",
                                          true);
    assert_non_null(result.module);
    assert_true(result.diagnostic_count >= 3);
    assert_int_equal(result.diagnostics[0].line, 1);
    assert_non_null(strstr(result.diagnostics[0].message, "missing.h"));
    assert_non_null(strstr(result.diagnostics[0].path, "test.c"));
    assert_null(fixture_function(result.module, "good")->degraded);
    assert_null(fixture_function(result.module, "good_again")->degraded);
    assert_non_null(strstr(fixture_function(result.module, "bad")->degraded, "at line 3"));
    assert_int_equal(result.stats.degraded_functions, 1);
    frontend_result_clear(&result);
}

/* Pieces of programs that end too early or make no sense; the module is still well formed. */
static void fragments(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "int f(int a) { switch (a) { case a: return 1; case 1: case 1: return 2; } }",
        "int f(int a) { goto nowhere; return a; }",
        "int f(int a) { break; continue; case 3: default: return 1; }",
        "int f(struct unknown u) { return u.x; }",
        "void f(void) { return 3; } int g(void) { return; } vt_int h(void) { return; }",
        "int f(int a) { struct { int b; } x = {.c = 1, 2, 3, 4}; int y[2] = {[7] = 1, [-1] = 2}; return x.d; }",
        "int f(int a) { int a[] = {}; int b = {}; int c = {{1}}; int *d = {0}; return c; }",
        "int f(void) { vt_int t = 3; int i = make(1); t = t + t; if (t) i = -t; while (t) ; switch (t) { } return t ? "
        "1 : !t; }",
        "int f(vt_int t) { vt_int *p = t; p = &&here; here: (*p)(); return t[1] + *t + t.nothing; }",
        "int f(a, b) { return undeclared(a, b, vt_int); }",
        "int f(void) { for (undeclared; nothing; at(all)) { if (too) break; } }",
        "_Static_assert(0, \"no\"); int f(void) { _Static_assert(1, \"\"); return 0; }",
        "int f(void) { int x = x + 1; int y = ({ }); void *v = (void *)0; *v; return sizeof(void) + *(char *)v; }",
        "void f(void) { void g(void) { } g(); }",
        "int f(int n) { int a[n][n + 1]; return sizeof(int[n++]) + sizeof a[n++]; }",
        "union u { int a; float b; }; int f(int x) { return ((union u)x).a; }",
        "int f(int c, vt_int a, vt_int b) { return use(c ? a : (c, b)) + use(({ a; })) + use((vt_int)a); }",
        "struct s { vt_int t[2]; }; struct s g(void); int f(void) { return use(g().t[1]); }",
        "int f(vt_int a) { vt_int b = a, *p = &b, **q = &p; (*q)->result = 1; return use(**q) + use(p[0]) + use(*&b); "
        "}",
        "int f(int a) { return ({ int i = 0; again: if (i++ < a) goto again; i; }) + ({ out: ; 3; }); }",
        "typedef vt_int (*maker)(int); int f(maker m[2]) { return use(m[1](2)) + use((*m)(1)) + use((m[0] ? m[0] : "
        "make)(3)); }",
        "int f(void) { char *a = \"x\" \"y\"; return \"abc\"[1] + *\"q\" + sizeof \"long\" + (a == a) + !a; }",
        "int f(_Bool b, enum e { A, B } e) { b++; b += 2; b = !b; e = B; e |= 2; return e << b; }",
        "int f(int a) { int b = a ?: ({ return 3; 4; }); return b; }",
        "int f(int n, ...) { __builtin_va_list l; __builtin_va_start(l, n); vt_int t = __builtin_va_arg(l, vt_int); "
        "return use(t); }",
        "int f(unsigned __int128 a, _Complex float c, float *p) { a++; c += 1; *p /= 2; p[0]++; if (c) return a > 3; "
        "return -a; }",
        "struct s { int x; } g(void); int *f(void) { static struct s *p = &(struct s){1}; struct s q[2] = {[1].x = 3, "
        "{g().x}}; return &(q + 1)->x; }",
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        FrontendResult result = fixture_parse(codes[i], true);
        assert_non_null(result.module);
        frontend_result_clear(&result);
    }
}

static void repeat(GString *text, const char *piece, int times)
{
    for (int i = 0; i < times; i++)
        g_string_append(text, piece);
}

/* prefix (piece before){n} middle (piece after){n} suffix */
static void check_nested(const char *prefix, const char *before, const char *middle, const char *after,
                         const char *suffix, int times)
{
    GString *code = g_string_new(prefix);
    repeat(code, before, times);
    g_string_append(code, middle);
    repeat(code, after, times);
    g_string_append(code, suffix);
    const char *path = fixture_write("nested.c", code->str, -1);
    const char *arguments[] = {"-includetask.h", "-fbracket-depth=100000", NULL};
    FrontendResult result = fixture_parse_file(path, arguments);
    assert_non_null(result.module);
    assert_true(result.stats.functions == 1 || result.diagnostic_count > 0);
    frontend_result_clear(&result);
    g_string_free(code, TRUE);
}

static void deep_nesting(void **state)
{
    (void)state;
    check_nested("int f(int a) { return ", "(", "a", ")", "; }", 3000);
    check_nested("int f(int a) { return ", "-(", "a", ")", "; }", 3000);
    check_nested("int f(int a) { return ", "a + ", "a", "", "; }", 3000);
    check_nested("int f(int a) { return ", "a = ", "a", "", "; }", 3000);
    check_nested("int f(int a) { return ", "a ? a : ", "a", "", "; }", 3000);
    check_nested("int f(int a) { if (", "a && ", "a", "", ") return 1; return 2; }", 3000);
    check_nested("int f(int a) { ", "if (a == 3) a++; else ", "a--;", "", " return a; }", 3000);
    check_nested("int f(int a) { ", "{ if (a) ", "a--;", "}", " return a; }", 3000);
    check_nested("int f(int a) { switch (a) { ", "default: ", "a--;", "", "} return a; }", 1);
    check_nested("int f(int a) { ", "while (a) ", "a--;", "", " return a; }", 3000);
    check_nested("int f(int a) { a = 0", ", a + 1", "", "", "; return a; }", 3000);
    check_nested("int f(int a) { ", "a++;", "", "", " return a; }", 20000);
}

static void many_cases(void **state)
{
    (void)state;
    GString *code = g_string_new("int f(int a) { switch (a) { ");
    for (int i = 0; i < 3000; i++)
        g_string_append_printf(code, "case %d: ", i);
    g_string_append(code, "return 1; } return 0; }");
    const char *path = fixture_write("cases.c", code->str, -1);
    const char *arguments[] = {"-includetask.h", NULL};
    FrontendResult result = fixture_parse_file(path, arguments);
    assert_non_null(result.module);
    assert_null(fixture_function(result.module, "f")->degraded);
    frontend_result_clear(&result);
    g_string_free(code, TRUE);
}

static void large_table(void **state)
{
    (void)state;
    GString *code = g_string_new("int use_it(int); const int table[] = {");
    for (int i = 0; i < 20000; i++)
        g_string_append_printf(code, "%d,", i);
    g_string_append(code, "}; int (*const last[])(int) = {use_it};");
    const char *path = fixture_write("table.c", code->str, -1);
    const char *arguments[] = {"-includetask.h", NULL};
    FrontendResult result = fixture_parse_file(path, arguments);
    assert_non_null(result.module);
    assert_true(result.module->globals[0].initializer_count < 5000);
    assert_false(result.module->globals[0].is_zero_filled); /* what is missing is not zero */
    assert_true(result.module->globals[1].is_zero_filled);
    frontend_result_clear(&result);
    g_string_free(code, TRUE);
}

static void ast_dump(void **state)
{
    (void)state;
    const char *path = fixture_write("dump.c", "int f(int a) { return a + 1; }", -1);
    const char *none[] = {NULL};
    FrontendInput input = {path, fixture_directory(), none, NULL, NULL, false, NULL};
    char *error = NULL;
    char *text = frontend_dump_ast(&input, &error);
    assert_non_null(text);
    assert_null(error);
    assert_non_null(strstr(text, "FunctionDecl 'f'"));
    assert_non_null(strstr(text, "BinaryOperator"));
    g_free(text);
    input.source = "/nonexistent/a.c";
    assert_null(frontend_dump_ast(&input, &error));
    assert_non_null(error);
    g_free(error);
    char *version = frontend_clang_version();
    assert_non_null(strstr(version, "clang"));
    g_free(version);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_errors),    cmocka_unit_test(odd_contents), cmocka_unit_test(flags),
        cmocka_unit_test(errors_degrade), cmocka_unit_test(fragments),    cmocka_unit_test(deep_nesting),
        cmocka_unit_test(many_cases),     cmocka_unit_test(large_table),  cmocka_unit_test(ast_dump),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
