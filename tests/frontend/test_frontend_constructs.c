/* Every construct of C that moves control or values, and the shape it has in the IR. */
#include "frontend_fixture.h"

static const Snippet control[] = {
    {"if", "int f(int a) { if (a) return 1; else return 2; }", {{"branch", 1}, {"return i32", 2}, {"hidden", 0}}},
    {"else if chain", "int f(int a) { if (a == 1) return 1; else if (a == 2) return 2; else if (a == 3) return 3; return 4; }",
     {{"branch", 3}, {"return i32", 4}}},
    {"and", "void g(void); void f(int a, int b) { if (a && b) g(); }", {{" logical", 1}, {"branch", 2}, {"call void g", 1}}},
    {"or of ands", "void g(void); void f(int a, int b, int c) { if ((a && b) || !c) g(); }", {{" logical", 2}, {"branch", 3}}},
    {"and as value", "int f(int a, int b) { return a && b; }", {{"branch", 2}, {" logical", 2}, {"const i32 1", 1}}},
    {"not", "void g(void); void f(int a) { if (!!a) g(); }", {{"unary", 0}, {"branch", 1}}},
    {"conditional task", "int f(int a) { vt_int t = a ? make(1) : make(2); return use(t); }",
     {{" conditional", 1}, {"call task(vt_int) make", 2}, {"unused", 0}, {"load task(vt_int)", 2}}},
    {"conditional effect", "void f(int a) { a ? make(1) : make(2); }", {{"unused", 2}}},
    {"elvis", "int g(void); int f(void) { return g() ?: 5; }", {{"call i32 g", 1}, {" conditional", 1}}},
    {"elvis condition", "int g(void); int f(int b) { if (g() ?: b) return 1; return 0; }", {{"call i32 g", 1}, {"branch", 2}}},
    {"comma", "int g(void); int f(void) { return make(1), g(), 3; }", {{"unused", 2}}},
    {"void cast", "void f(void) { (void)make(1); }", {{"unused", 1}}},
    {"constant condition", "void g(void); enum { OFF }; void f(void) { if (sizeof(int) == 4) g(); if (OFF) g(); }",
     {{"const i32 1", 1}, {"const i32 0", 1}, {"binary", 0}}},
    {"expect", "void g(void); void f(int a) { if (__builtin_expect(!!(a > 1), 0)) g(); }", {{"binary gt", 1}, {"unary", 0}, {"__builtin", 0}}},
    {"while", "int g(void); void f(void) { while (g()) make(1); }", {{" loop", 1}, {"unused", 1}}},
    {"do while false", "void f(void) { do { make(1); } while (0); }", {{" loop", 1}, {"const i32 0", 1}}},
    {"for, all", "void g(int); void f(int n) { for (int i = 0; i < n; i++) g(i); }", {{" loop", 1}, {"binary lt", 1}, {"end i", 1}}},
    {"for, none", "void g(int); void f(int n) { for (;;) { if (n) break; } }", {{" loop", 1}, {"const i32 1", 1}}},
    {"for, only condition", "int g(int); void f(int n) { for (; g(n);) ; }", {{"branch", 1}, {"const", 0}, {"unused", 0}}},
    {"for, only increment", "int g(int); void f(int n) { for (;; g(n)) if (n) break; }", {{"branch", 2}, {"unused", 1}}},
    {"for, only init", "int g(int); void f(int n) { for (g(n);;) if (n) break; }", {{"branch", 2}, {"unused", 1}}},
    {"for, init and condition", "int g(int); void f(int n) { for (g(n); n;) n--; }", {{"unused", 1}, {"branch", 1}, {"const i32 1", 1}}},
    {"for, init and increment", "int g(int); void f(int n) { for (n = 2;; n++) if (g(n)) break; }", {{"branch", 2}, {"const i32 2", 1}}},
    {"for, condition and increment", "void g(int); void f(int n) { for (; n < 9; n++) g(n); }", {{"branch", 1}, {"binary add", 1}}},
    {"for in a macro", "#define EACH(n) for (; n < 9;)\nvoid g(int); void f(int n) { EACH(n) g(n++); const char *s = \"for (;;)\"; (void)s; }",
     {{"branch", 1}, {"degraded", 0}}},
    {"for in a statement expression", "void f(int n) { for (; ({ for (;; n++) if (n > 3) break; n < 9; });) n++; }",
     {{" loop", 2}, {"degraded", 0}}},
    {"break and continue", "int g(void); void f(void) { for (int i = 0; i < 3; i++) { int k = g(); if (k) continue; if (!i) break; } }",
     {{"end k", 3}, {"end i", 1}}},
    {"switch", "void g(int); void f(int a) { switch (a) { case 1: g(1); case 2: g(2); break; default: g(3); case 5 ... 7: g(4); } }",
     {{"switch i32", 1}, {"1: b", 1}, {"2: b", 1}, {"5..7: b", 1}}},
    {"switch, no default", "void g(int); void f(int a) { switch (a) { case 1: case 3: case 4: g(1); } }", {{"1: b", 1}, {"3: b", 1}, {"4: b", 1}}},
    {"declaration before the first case", "void g(int); void f(int a) { switch (a) { int k; case 1: k = 2; g(k); } }", {{"switch", 1}, {"begin k", 0}}},
    {"Duff's device", "void g(void); void f(int n) { switch (n & 3) { case 0: do { g(); case 3: g(); case 2: g(); case 1: g(); } while (--n); } }",
     {{"call void g", 4}, {"switch", 1}, {" loop", 1}}},
    {"case in an if", "void g(int); void f(int a, int b) { switch (a) { case 1: if (b) { case 2: g(1); } } }", {{"2: b", 1}}},
    {"negative unsigned case", "void g(void); void f(unsigned a) { switch (a) { case -1: g(); } }", {{"4294967295", 1}}},
    {"goto forward out of scopes", "int g(void); int f(void) { { int k = g(); if (k) goto out; } return 0; out: return 1; }", {{"end k", 2}}},
    {"goto backward", "int g(void); int f(void) { again: ; int k = g(); if (k) goto again; return k; }", {{"end k", 1}}},
    {"goto into a block", "int g(void); int f(int a) { if (a) goto in; { int k; in: k = g(); return k; } }", {{"call i32 g", 1}}},
    {"computed goto", "int f(int a) { static void *to[] = {&&one, &&two}; goto *to[a]; one: return 1; two: return 2; }", {{"any b", 1}, {"return i32", 2}}},
    {"computed goto to a local table", "int f(int a) { void *to[] = {&&one, &&two}; goto *to[a]; one: return 1; two: return 2; three: return 3; }",
     {{"any b", 1}, {"return i32", 2}}},
    {"asm goto", "int f(int a) { __asm__ goto(\"\" : : \"r\"(a) : : two); one: return 1; two: return 2; }", {{"any b", 1}, {"return i32", 2}}},
    {"asm with labels about", "int f(int a) { __asm__(\"\" : \"=r\"(a)); if (a) goto one; return 3; one: return 1; }", {{"any", 0}, {"escape", 1}}},
    {"local labels", "#define L ({ __label__ out; if (a) goto out; a++; out: a; })\nint f(int a) { int x = L; int y = L; return x + y; }", {{"branch", 2}}},
    {"noreturn", "_Noreturn void die(void); void exit(int); int f(int a) { if (a) die(); if (a == 2) exit(1); return 0; }", {{"unreachable", 2}}},
    {"noreturn macro", "#define NR __attribute__((__noreturn__))\nNR void die(void); int f(int a) { a || (die(), 0); return 0; }", {{"unreachable", 1}}},
    {"noreturn pointer", "int f(int a, void (*die)(void) __attribute__((noreturn))) { if (a) die(); return 0; }", {{"unreachable", 1}}},
    {"unreachable", "int f(int a) { switch (a) { case 1: return 1; } __builtin_unreachable(); }", {{"unreachable", 1}}},
    {"assume", "int f(int a) { __builtin_assume(a > 3); return a; }", {{"unreachable", 1}, {"branch", 1}, {"binary gt", 1}}},
    {"setjmp", "struct b; int _setjmp(struct b *); int f(struct b *b) { return _setjmp(b); }", {{"setjmp", -1}}},
    {"fall off with a task", "vt_int f(int a) { switch (a) { case 1: return make(1); } }", {{"unreachable", 1}, {"return", 1}}},
    {"main falls off", "int main(void) { }", {{"const i32 0", 1}, {"return i32", 1}}},
    {"code after return", "int f(void) { return 1; make(2); }", {{"call", 0}, {"return", 1}}},
};

static const Snippet scopes[] = {
    {"cleanup", "void done(int *p); void f(int a) { __attribute__((cleanup(done))) int k = 1; if (a) return; k = 2; }",
     {{"call void done(ptr", 2}, {"end k", 1}}},
    {"cleanup macro", "#define AUTO(f) __attribute__((__cleanup__(f)))\nstatic void done(int *p) { (void)p; }\n"
                      "int f(int a) { while (a) { AUTO(done) int k = 1; if (a == 2) break; if (a == 3) continue; if (a == 4) goto out; } out: return 0; }",
     {{"call void done(ptr", 4}}},
    {"statement expression", "int f(void) { return ({ vt_int t = make(1); use(t); }); }", {{"begin t", 1}, {"end t", 1}, {"unused", 0}}},
    {"statement expression of a task", "int f(void) { vt_int t = ({ vt_int u = make(1); u; }); return use(t); }", {{"end u", 1}, {"load task(vt_int)", 2}}},
    {"statement expression dropped", "void f(void) { ({ make(1); }); }", {{"unused", 1}}},
    {"return out of a statement expression", "int f(int a) { int x = ({ if (a) return 1; 2; }); return x; }", {{"return i32", 2}}},
    {"aggregate out of a statement expression", "struct s { int a, b; }; int f(void) { struct s x = ({ struct s y = {1, 2}; y; }); return x.a; }", {{"copy", 2}}},
    {"shadowing", "int f(void) { int k = 1; { int k = 2; (void)k; } return k; }", {{"begin k#0", 1}, {"begin k#1", 1}, {"end k", 1}}},
    {"variable-length array", "int g(void); int f(int n) { int a[n + g()]; a[1] = 2; return sizeof a > 3; }", {{"call i32 g", 1}, {"local array a", 1}}},
};

static const Snippet values[] = {
    {"nested calls", "int f(void) { int r; return vt_int_await(make(use(make(1))), &r); }", {{"call", 4}, {"unused", 0}}},
    {"argument order", "int a(void), b(void); int f(int (*p)(int, int)) { return p(a(), b()); }", {{"call i32 %", 1}, {"call i32 a", 1}, {"call i32 b", 1}}},
    {"callee forms", "int g(int); int f(void) { return (g)(1) + (*g)(2) + (&g)(3) + (**g)(4); }", {{"call i32 g(", 4}, {"address_taken", 0}}},
    {"widths", "int f(unsigned char a, short b, _Bool c, long d) { return a + b + c + (int)d; }",
     {{"load u8", 1}, {"load i16", 1}, {"load bool", 1}, {"load i64", 1}, {"-> i32", 4}}},
    {"to bool", "_Bool f(int *p, int a) { _Bool x = p; x = a; return x; }", {{"binary ne ptr", 1}, {"binary ne i32", 1}, {"-> bool", 2}}},
    {"conversion of a return value", "unsigned char f(int a) { return a; }", {{"-> u8", 1}}},
    {"null", "int f(int *p) { return p == 0 || p == (void *)0; }", {{"const ptr 0", 2}, {"binary eq ptr", 2}}},
    {"pointer arithmetic", "int f(int *p, int n) { p += n; p++; --p; return *(p - 1) + p[n] + n[p] + *(2 + p); }", {{"index", 7}}},
    {"pointer difference", "long f(int *p, int *q) { return p - q; }", {{"unknown i64", 1}}},
    {"compound assignment", "void f(char *p, int a) { *p += a; a <<= 2; a %= 3; }", {{"binary add i32", 1}, {"-> i8", 1}, {"binary shl", 1}, {"binary rem", 1}}},
    {"increment", "int f(int a) { int b = a++; return b + ++a; }", {{"binary add i32", 3}}},
    {"members", "struct s { int a; struct { int b; union { int c; char d; }; } ; struct { int e; } n; }; int f(struct s *p, struct s q) { return p->a + q.c + p->d + (*p).n.e; }",
     {{"field %", 5}}},
    {"bit-field", "struct s { unsigned a : 3; }; int f(struct s *p) { p->a = 9; return p->a; }", {{"store u3", 1}, {"load u3", 1}}},
    {"struct copy", "struct s { int a; }; void f(struct s *p, struct s q) { struct s x = q; *p = x; x = *p; }", {{"copy", 3}}},
    {"struct by value", "struct s { int a; }; struct s g(struct s); int f(struct s x) { return g(x).a; }", {{"into", 1}, {"field", -1}}},
    {"struct conditional", "struct s { int a; }; struct s f(int c, struct s x, struct s y) { return c ? x : y; }", {{"copy", 2}}},
    {"compound literal", "struct s { int a, b; }; int g(struct s *); int f(void) { return g(&(struct s){.b = 3}); }", {{"zero", 1}, {"const i32 3", 1}}},
    {"volatile", "volatile int v; int f(volatile int *p) { volatile int x = 1; return v + x + *p; }", {{"load i32 volatile", 3}}},
    {"atomic", "_Atomic int v; int w; int f(void) { v++; __c11_atomic_store(&v, 2, 5); return __atomic_load_n(&w, 0); }", {{"escape", 2}, {"unknown i32", -1}}},
    {"sync builtin", "int f(int *p) { return __sync_fetch_and_add(p, 1); }", {{"escape", 1}, {"call", 0}}},
    {"unevaluated", "int g(void); int f(void) { typeof(g()) x = sizeof(g()); return x + __builtin_constant_p(g()) + _Alignof(int); }", {{"call", 0}}},
    {"offsetof", "struct s { int a, b; }; unsigned long f(void) { return __builtin_offsetof(struct s, b); }", {{"const u64 4", 1}}},
    {"generic call", "int other(long); int f(vt_int t) { return _Generic(t, long: other, vt_int: use)(t); }", {{"call i32 use", 1}, {"other", 0}}},
    {"generic value", "int g(void), h(void); int f(int a) { return _Generic(a, int: g(), long: h(), default: 3); }", {{"call i32 g", 1}, {"call i32 h", 0}}},
    {"choose_expr", "int g(void), h(void); int f(void) { return __builtin_choose_expr(sizeof(int) == 4, g(), h()); }", {{"call i32 g", 1}, {"call i32 h", 0}}},
    {"choose_expr on types", "#define COUNT(x) __builtin_choose_expr(!__builtin_types_compatible_p(typeof(x), typeof(&*(x))), sizeof(x) / sizeof((x)[0]), (void)0)\n"
                             "int f(void) { int a[7]; return COUNT(a); }", {{"unknown \"", 0}, {"div", 1}}},
    {"varargs", "int f(int n, ...) { __builtin_va_list ap; __builtin_va_start(ap, n); int x = __builtin_va_arg(ap, int); __builtin_va_end(ap); return x; }",
     {{"unknown i32", 1}, {"unknown \"", 0}}},
    {"string", "const char *f(void) { return \"x\"; }", {{"global 0 internal const defined \"(string)\"", 1}, {"%0 = global", 1}}},
    {"function name", "const char *f(void) { return __func__; }", {{"%0 = global \"(string)\"", 1}}},
    {"pointer to task", "int f(vt_int *p) { vt_int t = *p; vt_int *q = &t; return use(*q); }", {{"load task(vt_int)", 2}, {"points_to_task", 1}}},
    {"array of tasks", "int f(void) { vt_int a[2]; a[0] = make(1); a[1] = make(2); return use(a[0]) + use(a[1]); }", {{"store task(vt_int)", 2}, {"index", 4}}},
    {"array parameter", "int f(int a[4], int m[][3], int n) { int *p = a; a++; __auto_type b = a; a = b + 1; return a[1] + m[n][2] + *p + (a ? 1 : 0) + (a == b); }",
     {{"load ptr", -1}, {"array", 0}, {"store i32", 2}, {"binary eq ptr", 1}}},
    {"array of arrays", "int f(int (*p)[3]) { int a[2][3]; a[1][2] = (*p)[1]; p = a; return p[1][2] + **a; }", {{"store i32", 1}, {"store ptr", 1}}},
    {"K&R", "int f(a, b) int a; char *b; { return a + *b; }", {{"i32 a", 1}, {"ptr b", 1}}},
    {"block-scope extern", "int f(void) { extern int there; return there; }", {{"\"there\" i32", 1}}},
    {"nested function types", "int f(void) { struct in { int a; } x = {3}; return x.a; }", {{"zero", 1}, {"field %", 2}}},
    {"long sum", "int f(int a) { return a + a + a + a * a - a; }", {{"binary add", 3}, {"binary mul", 1}, {"binary sub", 1}}},
    {"floating", "double f(double a, int b) { if (a > 1.0) return a * b; return 0.5; }", {{"unknown", -1}, {"branch", 1}}},
    {"extension", "int g(void); int f(void) { return __extension__ g() + __extension__ ({ 1; }); }", {{"call i32 g", 1}}},
};

static const Snippet members[] = {
    {"read", "int f(vt_int t) { return t.result; }", {{"member i32 at", 1}, {"\"result\"", 1}, {"write", 0}}},
    {"write", "void f(vt_int *t) { t->token = 3; }", {{"\"token\" write", 1}}},
    {"compound write", "void f(vt_int t) { t.source += 3; t.source++; }", {{"\"source\" write", 2}, {"\"source\"", 2}}},
    {"address", "int *f(vt_int *t) { return &t->result; }", {{"\"result\" address", 1}}},
    {"of a call", "int f(void) { return make(1).result; }", {{"\"result\"", 1}, {"member at", 0}}},
    {"spelled in the API", "int f(vt_int t) { return VT_PEEK(t); }", {{"api", -1}, {"member", 1}}},
    {"braces", "int f(void) { vt_int t = {0}; return use(t); }", {{"unknown task(vt_int)", 1}, {"member", 0}}},
    {"designated", "int f(void) { vt_int t = {.result = 5}; return use(t); }", {{"unknown task(vt_int)", 1}, {"\"result\" write", 1}}},
    {"compound literal", "vt_int f(void) { return (vt_int){.source = 0, .result = 5}; }", {{"member", 2}, {" write", 2}}},
    {"zeroed in a struct", "struct s { vt_int t; int a; }; int f(void) { struct s x = {0}; return x.a; }", {{"zero", 1}, {"member", 0}, {"store", 0}}},
};

static const Snippet initializers[] = {
    {"positional", "struct s { int a, b; }; int f(void) { struct s x = {1, 2}; return x.a; }", {{"zero", 1}, {"store i32", 2}}},
    {"brace elision", "struct s { int a[2]; struct { int b, c; } n; int d; }; int f(void) { struct s x = {1, 2, 3, 4, 5}; return x.d; }",
     {{"store i32", 5}, {", a", 2}, {", d", 2}, {", c", 1}}},
    {"designators", "struct s { int a[4]; int d; }; int f(void) { struct s x = {.a[1] = 5, 6, .d = 7}; return x.d; }", {{"store i32", 3}, {", d", 2}}},
    {"range", "int f(void) { int a[5] = {[1 ... 3] = 7}; return a[1]; }", {{"store i32", 3}, {"index", 4}}},
    {"two indices", "int f(void) { int a[2][3] = {[1][2] = 7}; return a[1][2]; }", {{"store i32", 1}}},
    {"anonymous", "struct s { int a; union { int b; long c; }; int d; }; int f(void) { struct s x = {1, 2, 3}; struct s y = {.c = 4, 5}; return x.d + y.d; }",
     {{"store i32", 4}, {"store i64", 1}, {", b", 1}, {", c", 1}, {", d", 4}}},
    {"string in a struct", "struct s { char n[4]; int k; }; int f(void) { struct s x = {\"ab\", 3}; return x.k; }", {{"unknown i8", 1}, {", k", 2}}},
    {"call inside", "struct s { int a; vt_int t; }; int f(void) { struct s x = {.t = make(1)}; return use(x.t); }", {{"store task(vt_int)", 1}, {"call", 2}}},
    {"struct inside", "struct i { int a; }; struct o { struct i i; int b; }; int f(struct i i) { struct o x = {i, 2}; return x.b; }", {{"copy", 1}, {"store i32", 1}}},
    {"elided array of structs", "struct p { int a, b; }; int f(void) { struct p x[2] = {1, 2, 3, 4}; return x[1].b; }", {{"store i32", 4}}},
    {"later wins", "struct s { int a, b; }; int f(void) { struct s x = {.a = 1, .b = 2, .a = 3}; return x.a; }", {{"store i32", 3}}},
    {"old designator", "struct s { int a, b; }; int f(void) { struct s x = {b: 2}; return x.b; }", {{"store i32", 1}, {", b", 2}}},
};

static const Snippet opaque[] = {
    {"asm operands", "void f(int a, int b) { __asm__(\"\" : \"=r\"(a) : \"r\"(b) : \"memory\"); }", {{"escape", 1}, {"load i32", 1}}},
    {"asm pointer", "void f(int *p) { __asm__(\"\" : : \"r\"(p)); }", {{"escape", 1}}},
    {"complex", "double f(_Complex double z) { return __real__ z; }", {{"unknown", -1}}},
    {"vector", "typedef int v4 __attribute__((vector_size(16))); int f(v4 a, v4 b) { v4 c = a + b; return c[1]; }", {{"unknown", -1}}},
    {"function pointer", "int g(int); int f(int a) { int (*p)(int) = a ? g : 0; return p ? p(1) : 0; }", {{"function g", 1}, {"address_taken", 1}, {"table_target", 0}}},
    {"callback", "int g(int); void take(int (*)(int)); void f(void) { take(g); take(&g); }", {{"address_taken", 1}, {"function g", 2}}},
    {"stored callback", "struct o { int (*run)(int); }; int g(int); void f(struct o *o) { o->run = g; }", {{"table_target", 1}}},
};

#define CHECK(table_)                                            \
    static void check_##table_(void **state)                     \
    {                                                            \
        (void)state;                                             \
        fixture_check(table_, sizeof table_ / sizeof table_[0]); \
    }

CHECK(control)
CHECK(scopes)
CHECK(values)
CHECK(members)
CHECK(initializers)
CHECK(opaque)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_control), cmocka_unit_test(check_scopes),       cmocka_unit_test(check_values),
        cmocka_unit_test(check_members), cmocka_unit_test(check_initializers), cmocka_unit_test(check_opaque),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
