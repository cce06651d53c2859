/* test_lsp_outline.c - where functions have their bodies, and the text without them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "lsp/outline.h"

/* The text between the braces of each piece, joined by "|". */
static char *bodies(const char *text)
{
    GArray *outline = lsp_outline(text, strlen(text));
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < outline->len; i++) {
        const LspPiece *piece = &g_array_index(outline, LspPiece, i);
        g_string_append(out, i > 0 ? "|" : "");
        g_string_append_len(out, text + piece->begin + 1, (gssize)(piece->end - piece->begin) - 2);
    }
    g_array_unref(outline);
    return g_string_free(out, FALSE);
}

static void assert_bodies(const char *text, const char *expected)
{
    char *found = bodies(text);
    assert_string_equal(found, expected);
    g_free(found);
}

static void functions_are_found(void **state)
{
    (void)state;
    assert_bodies("int f(void) {a}", "a");
    assert_bodies("static struct s *f(int a, char *b)\n{\n{}}\nint g(){b}", "\n{}|b");
    assert_bodies("int (*f(int a))(void) {a}", "a");
    assert_bodies("int f(void) __attribute__((cold)) {a}", "a");
    assert_bodies("#define X {\nint f(void) {a}\n#if 1 /* } */\nint g(void) {b}\n#endif", "a|b");
    assert_bodies("int f(void) { \"}\" '}' /* } */ // }\n x}", " \"}\" '}' /* } */ // }\n x");
    assert_bodies("VT_DEFINE(int, int);\nint f(void) {a}", "a");
}

static void other_braces_are_not(void **state)
{
    (void)state;
    assert_bodies("struct s { int a; };", "");
    assert_bodies("struct __attribute__((packed)) { int a; } x;", "");
    assert_bodies("enum e { A, B };\nint t[] = { 1, 2 };", "");
    assert_bodies("int *p = (int[]){1};", "");
    assert_bodies("typedef struct { int a; } s;\nint f(void) {x}", "x");
}

static void unfinished_text(void **state)
{
    (void)state;
    /* The brace in the first column ends f although one is open: g is not swallowed. */
    assert_bodies("int f(void)\n{\n    if (x) {\n}\nint g(void)\n{\nb}", "\n    if (x) {\n|\nb");
    for (const char *text = "int f(int a) { \"\\\n } /* ' \n#x\\\r\n{ ( [ //"; *text != '\0'; text++) {
        GArray *outline = lsp_outline(text, strlen(text)); /* any text is safe */
        LspKeep *keep = g_new0(LspKeep, outline->len + 1);
        char *blank = lsp_outline_blank(text, strlen(text), outline, keep);
        assert_int_equal(strlen(blank), strlen(text));
        g_free(blank);
        g_free(keep);
        g_array_unref(outline);
    }
}

static void places_of_a_piece(void **state)
{
    (void)state;
    const char *text = "int x;\n\n/* about f */\nstatic int\nf(void)\n{\n    return 1;\n}\n";
    GArray *outline = lsp_outline(text, strlen(text));
    assert_int_equal(outline->len, 1);
    const LspPiece *piece = &g_array_index(outline, LspPiece, 0);
    assert_int_equal(piece->head_line, 4);
    assert_int_equal(piece->line, 6);
    assert_int_equal(piece->end_line, 8);
    g_array_unref(outline);
}

static void assert_blank(const char *text, LspKeep first, LspKeep others, const char *expected)
{
    GArray *outline = lsp_outline(text, strlen(text));
    LspKeep keep[] = {first, others, others, others};
    assert_true(outline->len <= G_N_ELEMENTS(keep));
    char *blank = lsp_outline_blank(text, strlen(text), outline, keep);
    assert_string_equal(blank, expected);
    g_free(blank);
    g_array_unref(outline);
}

static void blanks_keep_every_place(void **state)
{
    (void)state;
    assert_blank("int f(void) { return 1; }\nint g(void) { b; }", LSP_KEEP_ALL, LSP_KEEP_HEAD, "int f(void) { return 1; }\nint g(void) {    }");
    assert_blank("int f(void)\n{\n  a;\r\n#define N 3\n#if N \\\n  > 2\n  b;\n#endif\n}", LSP_KEEP_HEAD, LSP_KEEP_HEAD,
                 "int f(void)\n{\n    \r\n#define N 3\n#if N \\\n  > 2\n    \n#endif\n}");
    assert_blank("int f(void) { \"#define\n }", LSP_KEEP_HEAD, LSP_KEEP_HEAD, "int f(void) {         \n }");
    assert_blank("int f(void) { /*\n# no directive\n*/ }", LSP_KEEP_HEAD, LSP_KEEP_HEAD, "int f(void) {   \n              \n   }");
}

static void heads_go_with_their_bodies(void **state)
{
    (void)state;
    assert_blank("int x;\nint\nf(void) { a; }\nint y;", LSP_KEEP_NOTHING, LSP_KEEP_HEAD, "int x;\n   \n              \nint y;");
    assert_blank("int f(\n#if A\nint a) {\n#else\nvoid) {\n#endif\n}\nint g(void) {b}", LSP_KEEP_NOTHING, LSP_KEEP_HEAD,
                 "      \n#if A\n        \n#else\n       \n#endif\n \nint g(void) { }");
}

/* The first piece is being edited. Which of the others' heads stay? */
static void assert_heads(const char *text, const char *expected)
{
    GArray *outline = lsp_outline(text, strlen(text));
    LspKeep keep[] = {LSP_KEEP_ALL, LSP_KEEP_HEAD, LSP_KEEP_HEAD, LSP_KEEP_HEAD};
    char found[G_N_ELEMENTS(keep) + 1] = "";
    assert_true(outline->len <= G_N_ELEMENTS(keep));
    lsp_outline_drop_heads(text, strlen(text), outline, keep);
    for (guint i = 0; i < outline->len; i++)
        found[i] = keep[i] == LSP_KEEP_ALL ? 'a' : keep[i] == LSP_KEEP_HEAD ? 'h' : '-';
    assert_string_equal(found, expected);
    g_array_unref(outline);
}

static void heads_that_are_named_stay(void **state)
{
    (void)state;
    assert_heads("int f(void) { g(); }\nint g(void) { }\nint h(void) { }", "ah-");
    assert_heads("int f(void) { x(); }\nint g(void) { h(); }\nint h(void) { }", "a--");
    assert_heads("int f(void) { }\nint g(void) { }\nstruct ops o = {.run = g};\nint h(int g) { }", "ah-");
    assert_heads("int f(void) { }\n#define RUN() h (1)\nint g(void) { }\nint h (int a) { }", "a-h");
    assert_heads("int f(void) { }\nint g(void) { }\nint g(void) { }\nint h(void);\nint h(void) { }", "a--h");
    assert_heads("int f(void) { gg(g1, g2_, _g); }\nint g(void) { }", "a-");
}

static void heads_that_may_tell_more_stay(void **state)
{
    (void)state;
    assert_heads("int f(void) { }\nint (*g(int a))(void) { }", "ah");
    assert_heads("int f(void) { }\nstruct s { int a; } g(void) { }", "ah");
    assert_heads("#define F(x) int x\nint f(void) { }\nF(g) { }", "ah"); /* the macro's own name is there */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_are_found), cmocka_unit_test(other_braces_are_not),    cmocka_unit_test(unfinished_text),
        cmocka_unit_test(places_of_a_piece),   cmocka_unit_test(blanks_keep_every_place),
        cmocka_unit_test(heads_go_with_their_bodies), cmocka_unit_test(heads_that_are_named_stay), cmocka_unit_test(heads_that_may_tell_more_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
