/* Records, fields, globals, static initialisers and what is said of functions. */
#include <string.h>

#include "frontend_fixture.h"

static const Snippet records[] = {
    {"untouched struct", "struct keeps { int a; vt_int kept; };", {{"holds_task \"kept\"", 1}, {"\"a\" i32", 1}}},
    {"typedef of nameless struct", "typedef struct { vt_int kept; } keeps;", {{"holds_task \"kept\"", 1}}},
    {"array of arrays", "struct keeps { vt_int kept[2][3]; };", {{"holds_task \"kept\" array", 1}}},
    {"qualified", "typedef const vt_int frozen; struct keeps { volatile frozen kept; };", {{"holds_task \"kept\"", 1}}},
    {"atomic", "struct keeps { _Atomic(vt_int) kept; };", {{"holds_task \"kept\"", 1}}},
    {"pointer is none",
     "struct keeps { vt_int *kept; vt_int (*make)(vt_int); };",
     {{"holds_task", 0}, {"\"kept\"", 0}}},
    {"union", "union keeps { int a; vt_int kept; };", {{"holds_task \"kept\" task(vt_int) at 0 size 128", 1}, {"\"a\" i32 at 0 size 32", 1}}},
    {"nested",
     "struct outer { int a; struct inner { vt_int kept; } in; };",
     {{"holds_task \"kept\"", 1}, {"\"struct inner\"", -1}}},
    {"nested nameless",
     "struct outer { struct { vt_int kept; } in; };",
     {{"holds_task \"kept\"", 1}, {"\"struct 1 in struct outer\"", -1}}},
    {"nested nameless, the second",
     "typedef struct { union { int a; } one; union { vt_int kept; } two; } outer;",
     {{"\"union 2 in outer\"", -1}}},
    {"anonymous",
     "struct outer { int a; union { vt_int kept; long b; }; };",
     {{"field 1 of \"struct outer\" holds_task \"kept\" task(vt_int) at 64", 1}, {"\"b\" i64 at 64", 1}}},
    {"inside a function", "void f(void) { struct keeps { vt_int kept; }; }", {{"holds_task \"kept\"", 1}}},
    {"in a function's typedef",
     "void f(void) { typedef struct { vt_int kept; } keeps; }",
     {{"holds_task \"kept\"", 1}}},
    {"macro", "#define SLOT(name) struct name { vt_int kept; }\nSLOT(one);", {{"holds_task \"kept\"", 1}}},
    {"without a task", "struct plain { int a; };", {{"\"struct plain\"", 0}}},
    {"self-reference",
     "struct node { struct node *next; vt_int kept; }; int f(struct node *n) { return use(n->next->next->kept); }",
     {{"field %", 3}, {"load task(vt_int)", 1}}},
    {"span at the name", "struct keeps {\n    vt_int\n      kept;\n};", {{"@0:3:7-11", 1}}},
};

static const Snippet globals[] = {
    {"kept",
     "vt_int one; static vt_int two[2]; extern vt_int three; _Thread_local vt_int four;",
     {{"holds_task", 4}, {"thread_local", 1}, {"\"two\" symbol \"", 1}, {"\"three\" task", 1}}},
    {"kept in a static local", "void f(void) { static vt_int slot; }", {{"holds_task static_local", 1}, {".slot#", 1}}},
    {"tentative", "int a; int a; int a = 3; extern int b;", {{"\"a\" i32", 1}, {"= 3", 1}, {"\"b\"", 0}}},
    {"extern used", "extern int b; int f(void) { return b; }", {{"external \"b\" i32", 1}}},
    {"const",
     "static const int limit = 4; const char *const names[2] = {\"a\"};",
     {{"const defined zero_filled \"limit\"", 1}, {"const defined zero_filled \"names\"", 1}}},
    {"function table",
     "static int one(void) { return 1; } static int two(void) { return 2; }\n"
     "struct ops { int a; int (*run)(void); }; struct ops table[] = {{1, one}, {.run = &two, .a = 2}, [4] = {.run = "
     "one}};",
     {{"table_target", 2}, {"[1].run = function two", 1}, {"[4].run = function one", 1}, {"[0].a = 1", 1}}},
    {"function array, elided",
     "int one(void); int (*table[2])(void) = {one, 0};",
     {{"[0] = function one", 1}, {"[1] = 0", 1}, {"table_target", 1}}},
    {"plain pointer", "int one(void); int (*hook)(void) = one;", {{"table_target", 0}, {"address_taken", 1}}},
    {"pointers to globals",
     "int a, b[3]; int *p = &a; int *q = b; int *r = b + 1; void *s = (void *)&a;",
     {{"= global a", 2}, {"= global b", 2}, {"unknown", 2}}}, /* the third leads into b, who knows where */
    {"static compound literal",
     "struct o { int (*run)(void); }; int one(void); struct o *p = &(struct o){.run = one};",
     {{"(compound literal)", -1}, {"table_target", 1}, {"run = function one", 1}}},
    {"characters of a string",
     "char s[4] = \"ab\", lines[2][4] = {\"x\", \"yz\"}; struct { char n[4]; int k; } t = {\"x\", 2};",
     {{"zero_filled", 3}, {"{ [0] = text \"ab\" }", 1}, {"{ [0] = text \"x\", [4] = text \"yz\" }", 1}, {".n[0] = text \"x\", .k = 2", 1}}},
    {"characters that are not written as they are",
     "char s[20] = \"\\n\\t\\x41\\\\\" \"\\\"\";",
     {{"zero_filled", 1}, {"{ [0] = text \"\\n\\tA\\\\\\\"\" }", 1}}},
    {"string array is not zero",
     "char s[] = \"a string that is so long that nobody asks what it is, and which nobody compares\"; struct { char n[4]; int k; } t = {\"a\\0b\", 2};",
     {{"zero_filled", 0}, {"= 2", 1}}},
    {"expressions",
     "enum { A = 3 }; int a = A * 2 + (int)sizeof(int), b = -1; unsigned char c = 255;",
     {{"= 10", 1}, {"= -1", 1}, {"= 255", 1}}},
    {"static local",
     "int f(void) { static int count = 2; return ++count; }",
     {{"static_local", 1}, {"= 2", 1}, {"begin", 0}}},
};

static const Snippet functions[] = {
    {"linkage",
     "static int a(void) { return 1; } inline int b(void) { return 2; } int c(void) { return a() + b(); } "
     "__attribute__((weak)) int d(void) { return 0; }",
     {{"function internal \"a\" symbol", 1},
      {"function merged \"b\"", 1},
      {"function external \"c\"", 1},
      {"function merged \"d\"", 1}}},
    {"library",
     "void *malloc(unsigned long); void free(void *); int printf(const char *, ...); void *own(int) "
     "__attribute__((malloc));\n"
     "void f(void) { free(malloc(3)); printf(\"%d\", 1); free(own(1)); __builtin_memcpy(0, 0, 0); }",
     {{"allocator", 2}, {"pure_library", 3}}},
    {"no prototype", "int f(); int g(void) { return f(1, 2); }", {{"no_prototype", -1}}},
    {"parameters",
     "int g(const vt_int *a, vt_int *b, vt_int c[2], const char *); int f(void) { return g(0, 0, 0, 0); }",
     {{"points_to_task", 3}, {"points_to_const", 2}}},
    {"used only", "int there(void); int f(void) { return 1; }", {{"there", 0}}},
    {"redeclared noreturn",
     "void die(void); void f(void) { die(); } _Noreturn void die(void);",
     {{"noreturn", -1}, {"unreachable", 1}}},
};

#define CHECK(table_)                                                                                                  \
    static void check_##table_(void **state)                                                                           \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        fixture_check(table_, sizeof table_ / sizeof table_[0]);                                                       \
    }

CHECK(records)
CHECK(globals)
CHECK(functions)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_records),
        cmocka_unit_test(check_globals),
        cmocka_unit_test(check_functions),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
