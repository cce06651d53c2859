/* Operands: the order of their evaluation, pointer arithmetic, and C's small print about what an operator yields. */
#include "frontend_fixture.h"

#define LOOK "vt_int_is_completed(t)"
#define TAKE "vt_int_await(t, &x)"
#define G "int g(int, int); "

static const Snippet order[] = {
    {"look, take", G "int f(vt_int t) { int x; return g(" LOOK ", " TAKE "); }",
     {{"any b", 1}, {"call bool vt_int_is_completed", 2}, {"call i32 vt_int_await", 2}, {"call i32 g(", 1}}},
    {"take, look", G "int f(vt_int t) { int x; return g(" TAKE ", " LOOK "); }", {{"any b", 0}, {"call i32 g(", 1}}},
    {"take, take", G "int f(vt_int t) { int x; return g(" TAKE ", " TAKE "); }", {{"any b", 0}}},
    {"operator", "int f(vt_int t) { int x; return " LOOK " + 1 - " TAKE "; }",
     {{"any b", 1}, {"binary add", 1}, {"binary sub", 1}, {"begin #", 4}}},
    {"comparison", "int f(vt_int t) { int x; if (" LOOK " == " TAKE ") return 1; return 0; }", {{"any b", 1}}},
    {"subscript", "int f(vt_int t, int *p) { int x; return (p + " LOOK ")[" TAKE "]; }", {{"any b", 1}}},
    {"sequenced", G "int f(vt_int t) { int x; return (" LOOK ", " TAKE ") + (" LOOK " && " TAKE "); }",
     {{"any b", 1}}},
    {"conditional", "int f(vt_int t) { int x; return " LOOK " ? " TAKE " : 1; }", {{"any b", 0}}},
    {"new tasks", G "int f(void) { int x; return g(vt_int_is_completed(make(1)), vt_int_await(make(2), &x)); }",
     {{"any b", 0}}},
    {"no task", G "int f(int a) { return g(g(a, 1), g(2, a)); }", {{"any b", 0}}},
    {"unevaluated", G "int f(vt_int t) { int x; return g(" LOOK ", sizeof(" TAKE ")); }", {{"any b", 0}}},
    {"helper that looks",
     G "static int look(vt_int *p) { return vt_int_is_completed(*p); }\n"
       "int f(vt_int t) { int x; return g(look(&t), " TAKE "); }",
     {{"any b", 1}}},
    {"helper that takes",
     G "static int take(vt_int s) { int x; return vt_int_await(s, &x); }\n"
       "int f(vt_int t) { int x; return g(take(t), " TAKE "); }",
     {{"any b", 0}}},
    {"recursive helper",
     G "static int look(vt_int s, int n) { return n ? look(s, n - 1) : vt_int_is_completed(s); }\n"
       "int f(vt_int t) { int x; return g(look(t, 3), " TAKE "); }",
     {{"call i32 g(", 1}}},
    {"declaration inside", G "int f(vt_int t) { int x; return g(({ int k = " LOOK "; k; }), " TAKE "); }",
     {{"any b", 0}, {"begin k", 1}}},
    {"statement expression", G "int f(vt_int t) { int x; return g(" LOOK ", ({ " TAKE "; })); }", {{"any b", 1}}},
    {"struct and void",
     "struct s { int a; }; struct s look(const vt_int *); void h(struct s, int);\n"
     "void f(vt_int t) { int x; h(look(&t), " TAKE "); }",
     {{"any b", 1}, {"copy", 2}}},
    {"noreturn",
     G "_Noreturn int die(vt_int); int f(vt_int t) { return g(" LOOK ", die(t)); }",
     {{"any b", 1}, {"unreachable", 2}}},
    {"constants stay", "int h(int, int *, int, int); int f(vt_int t) { int x; return h(7, &x, " LOOK ", " TAKE "); }",
     {{"any b", 1}, {"const i32 7", 1}}},
    {"nested", G "int f(vt_int t) { int x; return g(" LOOK ", g(" LOOK ", " TAKE ")); }", {{"any b", 3}}},
    {"nested deeply",
     G "int f(vt_int t) { int x; return g(" LOOK ", g(" LOOK ", g(" LOOK ", g(" LOOK ", g(" LOOK ", " TAKE "))))); }",
     {{"any b", 15}}},
};

static const Snippet pointers[] = {
    {"array of arrays", "int f(int i) { int g[2][3]; return g[i][1]; }", {{" scale 3", 1}, {"= index", 2}}},
    {"pointer to array", "int f(int (*p)[3]) { p++; p += 2; return (*(p - 1))[0] + 1[p][2]; }", {{" scale 3", 4}}},
    {"parameter", "int f(int p[2][3][4]) { return p[1][2][3]; }", {{" scale 12", 1}, {" scale 4", 1}}},
    {"pointer to whole", "void *f(void) { static int g[2][3]; return &g + 1; }", {{" scale 6", 1}}},
    {"structs", "struct s { int a[4]; }; int f(struct s (*p)[2]) { return p[1][1].a[3]; }", {{" scale 2", 1}}},
    {"variable length", "int f(int n, int (*p)[n]) { return p[1][2]; }", {{", ?", 1}, {" scale", 0}}},
    {"initialiser", "int f(void) { int g[2][2] = {{1, 2}, {3}}; return g[1][0]; }", {{" scale 2", 4}}},
    {"static initialiser", "int g[2][2] = {{1, 2}, {[1] = 4}};\nint f(void) { return g[0][0]; }",
     {{"{ [0] = 1, [1] = 2, [3] = 4 }", 1}}},
    {"static structs",
     "struct s { int a[2][2]; }; struct s g[2][2] = {[1] = {{.a = {[1] = {7}}}}}; int f(void) { return 0; }",
     {{"{ [2].a[2] = 7 }", 1}}},
    {"container_of",
     "struct s { int a; vt_int t; };\n"
     "int f(vt_int *p) { return ((struct s *)((char *)p - __builtin_offsetof(struct s, t)))->a; }",
     {{"= container %", 1}, {"escape", 0}, {"= index", 0}}},
    {"container_of, two members deep",
     "struct in { int a, b; }; struct s { int a; struct in in; };\n"
     "struct s *f(int *p) { return (struct s *)((char *)p - 8); }",
     {{"= container %", 2}, {"escape", 0}}},
    {"container_of, by void *",
     "struct s { int a; vt_int t; };\n"
     "struct s *f(void *p) { return (struct s *)(p - __builtin_offsetof(struct s, t)); }",
     {{"= container %", 1}, {"escape", 0}}},
    {"bytes where no member lies",
     "struct s { int a; vt_int t; }; struct s *f(vt_int *p) { return (struct s *)((char *)p - 4); }",
     {{"= container %", 0}, {"escape", 1}, {"unknown ptr", 1}}},
    {"base and derived",
     "struct base { int a; }; struct s { struct base base; int b; };\n"
     "struct s *f(struct base *p) { return (struct s *)p; } struct base *g(struct s *p) { return (struct base *)p; }",
     {{"= container %", 1}, {"= field %", 1}}},
    {"member by bytes",
     "struct s { int a, b; }; int *f(struct s *p) { return (int *)((char *)p + __builtin_offsetof(struct s, b)); }",
     {{"= field %", 1}, {"escape", 0}}},
    {"characters", "char f(char *p) { return *(char *)(p + 1); }", {{"escape", 0}, {"= index", 1}}},
};

static const Snippet results[] = {
    {"bit-field incremented", "struct s { unsigned f : 3; }; int f(struct s *p) { return ++p->f; }",
     {{"cast u3 ", 2}, {"cast u32 %6 -> u3", 1}}},
    {"bit-field assigned", "struct s { int f : 3; }; int f(struct s *p) { return p->f += 5; }", {{"cast i3 ", 2}, {"cast i32 %6 -> i3 ", 1}}},
    {"bool incremented", "int f(_Bool b) { b++; return b--; }", {{"const bool 1", 1}, {"unary not", 1}, {"unknown", 0}}},
    {"chain", "vt_int f(vt_int *p, vt_int x) { vt_int y; return *p++ = y = x; }",
     {{"load task(vt_int)", 1}, {"store task(vt_int)", 2}}},
    {"condition with comma", "int g(void); int f(int a) { if (a, g()) return 1; return 0; }", {{"branch", 1}}},
    {"constant_p",
     "int g(void); int f(int n) { return __builtin_constant_p(g()) + __builtin_constant_p(3) * 2 + "
     "__builtin_constant_p((int[]){n}[0]); }",
     {{"call", 0}, {"unknown", 0}, {"const i32 0", 2}, {"const i32 1", 1}}},
    {"type inside",
     "void f(void) { typedef struct __attribute__((annotate(\"vt::value_task\"))) { long s; } own;\n"
     "extern own get(void); own t = get(); }",
     {{"task(own)", -1}}},
};

#define CHECK(table_)                                                                                                  \
    static void check_##table_(void **state)                                                                           \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        fixture_check(table_, sizeof table_ / sizeof table_[0]);                                                       \
    }

CHECK(order)
CHECK(pointers)
CHECK(results)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_order),
        cmocka_unit_test(check_pointers),
        cmocka_unit_test(check_results),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
