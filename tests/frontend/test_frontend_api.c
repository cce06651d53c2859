/* What belongs to a value-task API, who says so, and the parts of a file it leaves to be checked. */
#include <string.h>

#include "frontend_fixture.h"

#define TASK "__attribute__((annotate(\"vt::value_task\")))"
#define CONSUMES "__attribute__((annotate(\"vt::consumes\")))"

static void parse_and_expect(const char *name, const char *code, const Expectation *expected)
{
    FrontendResult result = fixture_parse(code, false);
    assert_non_null(result.module);
    char *text = fixture_print(result.module);
    fixture_expect(name, text, expected);
    g_free(text);
    frontend_result_clear(&result);
}

static void no_value_tasks(void **state)
{
    (void)state;
    FrontendResult result = fixture_parse("struct s { int a; }; int f(void) { return 1; }", false);
    assert_non_null(result.module);
    assert_false(result.stats.has_value_tasks);
    assert_int_equal(result.module->function_count, 0);
    assert_int_equal(result.module->record_count, 0);
    assert_int_equal(result.module->file_count, 1);
    assert_int_equal(result.module->files[0].role, IR_FILE_MAIN);
    frontend_result_clear(&result);
}

static void carriers(void **state)
{
    (void)state;
    const Expectation one[MAX_EXPECTATIONS] = {{"task \"t\"", 1}, {"task(t) a", 1}};
    parse_and_expect("struct", "struct " TASK " t { int x; }; typedef struct t t; int f(t a) { return 0; }", one);
    parse_and_expect("typedef before", "typedef " TASK " struct { int x; } t; int f(t a) { return 0; }", one);
    parse_and_expect("typedef after", "typedef struct { int x; } t " TASK "; int f(t a) { return 0; }", one);
    parse_and_expect("forward", "struct " TASK " t; struct t { int x; }; int f(struct t a) { return 0; }", one);
    parse_and_expect("typedef of it",
                     "typedef struct " TASK " t { int x; } t; typedef t u; typedef const u v; int f(v a) { return 0; }",
                     one);
    parse_and_expect(
        "macro", "#define DEFINE(N) typedef struct " TASK " N { int x; } N\nDEFINE(t); int f(t a) { return 0; }", one);
}

static void annotations(void **state)
{
    (void)state;
    const Expectation merged[MAX_EXPECTATIONS] = {
        {"consumes", 1}, {"async", 1}, {"api", 1}, {"function external \"user\"", 1}};
    parse_and_expect("over redeclarations",
                     "typedef struct " TASK " t { int x; } t;\n"
                     "t work(t a);\n"
                     "int user(void) { t v = work((t){0}); return 0; }\n"
                     "t work(" CONSUMES " t a);\n"
                     "__attribute__((annotate(\"vt::completes_async\"))) t work(t a);\n",
                     merged);
    const Expectation trusted[MAX_EXPECTATIONS] = {{"consumes", 1}, {"member", 0}, {"b0:", 1}};
    parse_and_expect("a body of the API in the main file",
                     "typedef struct " TASK " t { int x; } t;\n"
                     "int await(" CONSUMES " t a) { return a.x; }\n"
                     "int f(t a) { return await(a); }\n",
                     trusted);
}

/* The API's header, a user's header and its inline functions, a macro that declares everything. */
static void headers(void **state)
{
    (void)state;
    fixture_write("define.h",
                  "#define LINK static inline __attribute__((unused))\n"
                  "#define DEFINE(N, T) \\\n"
                  "    typedef struct " TASK " vt_##N { long source; T result; } vt_##N; \\\n"
                  "    LINK int vt_##N##_await(" CONSUMES " vt_##N t, T *r) { *r = t.result; return 0; } \\\n"
                  "    LINK void vt_##N##_drop_(vt_##N t) { (void)t.result; }\n"
                  "#define PEEK(t) ((t).result)\n",
                  -1);
    fixture_write("user.h",
                  "#include \"define.h\"\n"
                  "DEFINE(user, int)\n"
                  "struct store { vt_user kept; };\n"
                  "static inline int both(vt_user t) { return t.result + PEEK(t); }\n",
                  -1);
    FrontendResult result = fixture_parse(
        "#include \"user.h\"\n#include <stddef.h>\nint f(vt_user t) { vt_user_drop_(t); return both(t); }", false);
    char *text = fixture_print(result.module);
    const Expectation expected[MAX_EXPECTATIONS] = {
        {"file 2 user", 1},         {"file 1 api", 1}, {"internal api \"vt_user_drop_\"", 1},
        {"user.h:both\"", 1},       {"\"result\"", 2}, {"api @", 1},
        {"holds_task \"kept\"", 1}, {"system", -1}};
    fixture_expect("headers", text, expected);
    assert_int_equal(result.stats.functions, 2);
    g_free(text);
    frontend_result_clear(&result);
}

/* Static things of a header that stand before the first value task are lowered where something asks for them, over any number of steps. */
static void idle(void **state)
{
    (void)state;
    fixture_write("idle.h",
                  "static int unasked_variable = 1, variable = 2;\n"
                  "static inline int unasked(int n) { return n + unasked_variable; }\n"
                  "static inline int last(int n) { return n * variable; }\n"
                  "static inline int table_target(int n) { return last(n); }\n"
                  "static int (*const table[])(int) = {table_target};\n"
                  "static inline int first(int n) { return table[0](n); }\n"
                  "int outside(int n) { return n; }\n"
                  "__attribute__((constructor)) static void begin(void) {}\n"
                  "struct vt_late;\n"
                  "static inline int may_touch(struct vt_late *task) { return task != 0; }\n", -1);
    fixture_write("late.h", "struct " TASK " vt_late { int result; };\n", -1);
    FrontendResult result = fixture_parse("#include \"idle.h\"\n#include \"late.h\"\nstatic int mine(void) { return 3; }\nint user(int n) { return first(n); }\n", false);
    char *text = fixture_print(result.module);
    const Expectation expected[MAX_EXPECTATIONS] = {{":unasked\"", 0}, {"unasked_variable", 0}, {":first\"", 1}, {":last\"", 1}, {":table_target\"", 1}, {":table\"", 1},
                                                    {":variable\"", 1}, {"\"outside\"", 1}, {":begin\"", 1}, {":may_touch\"", 1}, {":mine\"", 1}};
    fixture_expect("idle", text, expected);
    assert_int_equal(result.stats.functions, 8);
    g_free(text);
    frontend_result_clear(&result);
}

static void spans(void **state)
{
    (void)state;
    FrontendResult result = fixture_parse("#define TRY(call) if ((call) != 0) return -1\n"
                                          "int f(vt_int t)\n"
                                          "{\n"
                                          "    int r;\n"
                                          "    TRY(vt_int_await(t,\n"
                                          "                     &r));\n"
                                          "    return r;\n"
                                          "}\n",
                                          true);
    char *text = fixture_print(result.module);
    const Expectation expected[MAX_EXPECTATIONS] = {
        {"@0:5:9-6:25", 1}, {"\"f\" i32", 1}, {"@0:2:5-6 {", 1}, {"} @0:8:1-2", 1}, {"@0:7:5-13", 1}};
    fixture_expect("spans", text, expected);
    g_free(text);
    frontend_result_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_value_tasks), cmocka_unit_test(carriers), cmocka_unit_test(annotations),
        cmocka_unit_test(headers),        cmocka_unit_test(idle),     cmocka_unit_test(spans),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
