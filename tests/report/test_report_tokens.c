/* test_report_tokens.c - C source text cut into tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "report/source_tokens.h"
#include "report_fixture.h"

static ReportTokens *tokens_of(const char *text, gssize length)
{
    const ReportSource *source = report_sources_get(fixture_sources, fixture_file("t.c", text, length));
    return report_tokens_new(source);
}

/* The tokens of a text, with a space between. */
static void expect(const char *text, const char *expected)
{
    ReportTokens *tokens = tokens_of(text, -1);
    GString *out = g_string_new(NULL);
    for (uint32_t i = 0; i < tokens->count; i++)
        g_string_append_printf(out, "%s%.*s", i > 0 ? " " : "", (int)(tokens->at[i].end - tokens->at[i].start), tokens->source->text + tokens->at[i].start);
    assert_string_equal(out->str, expected);
    g_string_free(out, TRUE);
    report_tokens_free(tokens);
    report_sources_free(fixture_sources);
    fixture_sources = report_sources_new();
}

static void test_words(void **state)
{
    (void)state;
    expect("", "");
    expect("int a_1=0x1.8p-3+1e+5;", "int a_1 = 0x1.8p-3 + 1e+5 ;");
    expect("p->x<<=2,a<b?c:d...", "p -> x <<= 2 , a < b ? c : d ...");
    expect("x//y\n/*z*/w/* never ends", "x w");
    expect("a// joined \\\nb\nc", "a c");
    expect("s=\"a\\\"b//\"+'\\'' + u8\"é\"", "s = \"a\\\"b//\" + '\\'' + u8 \"é\"");
    expect("\"no end\nx", "\"no end x");
    expect("éa $b", "éa $b");
}

static void test_directives(void **state)
{
    (void)state;
    expect("#define X(a) \\\n  (a) /* b\nc */ d\nx # y\n  #  if 0\n#endif", "#define X(a) \\\n  (a) /* b\nc */ d x # y #  if 0 #endif");
}

static void test_brackets(void **state)
{
    (void)state;
    ReportTokens *tokens = tokens_of("f ( a [ 1 ] ) { ) }", -1);
    assert_int_equal(tokens->count, 10);
    assert_int_equal(tokens->at[1].partner, 6);
    assert_int_equal(tokens->at[6].partner, 1);
    assert_int_equal(tokens->at[4].outer, 3);
    assert_int_equal(tokens->at[3].outer, 1);
    assert_int_equal(tokens->at[6].outer, REPORT_NO_TOKEN);
    assert_int_equal(tokens->at[7].partner, 9);
    assert_int_equal(tokens->at[8].partner, REPORT_NO_TOKEN); /* closes nothing */
    assert_int_equal(tokens->at[0].outer, REPORT_NO_TOKEN);
    report_tokens_free(tokens);
}

static void test_places(void **state)
{
    (void)state;
    ReportTokens *tokens = tokens_of("one\n  two three\n", -1);
    assert_int_equal(report_tokens_find(tokens, 2, 3), 1);
    assert_int_equal(report_tokens_find(tokens, 2, 7), 2);
    assert_int_equal(report_tokens_find(tokens, 2, 4), REPORT_NO_TOKEN);
    assert_int_equal(report_tokens_find(tokens, 0, 1), REPORT_NO_TOKEN);
    assert_int_equal(report_tokens_find(tokens, 99, 1), REPORT_NO_TOKEN);
    assert_true(report_token_is(tokens, 1, "two"));
    assert_false(report_token_is(tokens, 1, "tw"));
    assert_false(report_token_is(tokens, REPORT_NO_TOKEN, "two"));
    uint32_t line, column;
    report_source_place(tokens->source, 6, &line, &column);
    assert_int_equal(line, 2);
    assert_int_equal(column, 3);
    report_tokens_free(tokens);
}

/* Any bytes give tokens that lie in the text, in order. */
static void test_any_bytes(void **state)
{
    (void)state;
    guint32 seed = 1;
    for (int turn = 0; turn < 300; turn++) {
        static const char alphabet[] = "ab0.\"'\\/*#\n\r ({[)]}<=-\0\x80\xff";
        char text[64];
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        ReportTokens *tokens = tokens_of(text, sizeof text);
        size_t last = 0;
        for (uint32_t i = 0; i < tokens->count; i++) {
            const ReportToken *token = &tokens->at[i];
            assert_true(token->start >= last && token->end > token->start && token->end <= sizeof text);
            assert_true(token->partner == REPORT_NO_TOKEN || tokens->at[token->partner].partner == i);
            last = token->end;
        }
        report_tokens_free(tokens);
        report_sources_free(fixture_sources);
        fixture_sources = report_sources_new();
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_words), TEST(test_directives), TEST(test_brackets), TEST(test_places), TEST(test_any_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
